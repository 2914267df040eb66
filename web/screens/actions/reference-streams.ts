/** Which stream of an integration a field of an action means: `contact_id` is the id of a record of the stream whose model is contact. */
export interface KnownStream {
  readonly name: string;
  readonly model: string;
}

/** Names that providers use for what a model calls otherwise. */
const alsoCalled: Readonly<Record<string, string>> = { tax: 'tax_rate', client: 'student', user: 'student' };

/** Undefined: none of them. By the name of a stream (`users` for `user_id`) before that of a model. */
export function streamFor(to: string, streams: readonly KnownStream[]): KnownStream | undefined {
  return (
    streams.find(({ name }) => name === `${to}s` || name === to) ??
    streams.find(({ model }) => model === to) ??
    streams.find(({ model }) => model === alsoCalled[to])
  );
}
