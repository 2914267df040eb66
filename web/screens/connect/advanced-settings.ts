/** The advanced part of the connect form: streams and own figures as JSON, held against what is known before anything is sent. Pure. */
import type { Schema } from '../../../client/index.ts';

type Streams = NonNullable<Schema['CreateIntegration']['streams']>;
type Overrides = Schema['Overrides'];

export type AdvancedTrouble =
  | { readonly kind: 'not_json'; readonly message: string }
  | { readonly kind: 'not_object' | 'admins_only' }
  | { readonly kind: 'unknown' | 'not_streams'; readonly name: string }
  | { readonly kind: 'unknown_stream'; readonly stream: string };

export type ReadAdvanced =
  | { readonly streams: Streams | undefined; readonly overrides: Overrides | undefined; readonly trouble?: undefined }
  | { readonly trouble: AdvancedTrouble };

export interface AdvancedKnown {
  /** Names of the provider's streams; undefined: not known yet. */
  readonly streams: readonly string[] | undefined;
  readonly mayOverride: boolean;
  /** What was written there at first (advancedText): what is still the same is not sent. */
  readonly before: string;
}

/** What is written there at first: only what differs from the usual. */
export function advancedText(integration: Pick<Schema['Integration'], 'streams' | 'overrides'> | undefined): string {
  const streams = (integration?.streams ?? []).flatMap(({ name, enabled, schedule }) =>
    enabled && schedule === null ? [] : [[name, { enabled, ...(schedule === null ? {} : { schedule }) }] as const],
  );
  return JSON.stringify({ streams: Object.fromEntries(streams), overrides: integration?.overrides ?? {} }, null, 2);
}

/** Undefined parts are not sent: they stay as they are. */
export function readAdvanced(text: string, known: AdvancedKnown): ReadAdvanced {
  if (text.trim() === '') return { streams: undefined, overrides: undefined };
  const parsed = parse(text);
  if ('message' in parsed) return { trouble: { kind: 'not_json', message: parsed.message } };
  const { value } = parsed;
  if (!isObject(value)) return { trouble: { kind: 'not_object' } };
  const stray = Object.keys(value).find((name) => name !== 'streams' && name !== 'overrides');
  if (stray !== undefined) return { trouble: { kind: 'unknown', name: stray } };
  const { streams = {}, overrides = {} } = value;
  if (!isStreams(streams)) return { trouble: { kind: 'not_streams', name: 'streams' } };
  const stream = Object.keys(streams).find((name) => known.streams?.includes(name) === false);
  if (stream !== undefined) return { trouble: { kind: 'unknown_stream', stream } };
  if (!isOverrides(overrides)) return { trouble: { kind: 'not_streams', name: 'overrides' } };
  const before = parse(known.before);
  const was = 'value' in before && isObject(before.value) ? before.value : {};
  const changed = (part: unknown, former: unknown) => JSON.stringify(part) !== JSON.stringify(former ?? {});
  const overridden = changed(overrides, was['overrides']);
  if (overridden && !known.mayOverride) return { trouble: { kind: 'admins_only' } };
  return {
    streams: changed(streams, was['streams']) ? streams : undefined,
    overrides: overridden ? overrides : undefined,
  };
}

// What exactly they may hold is the server's to say, field by field.
function isStreams(value: unknown): value is Streams {
  return isObject(value) && Object.values(value).every(isObject);
}

function isOverrides(value: unknown): value is Overrides {
  return isObject(value);
}

function parse(text: string): { readonly value: unknown } | { readonly message: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : '' };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
