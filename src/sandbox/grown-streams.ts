/** The grown streams of all providers: which there are, growing and touching them one at a time. Called by the host. */
import { mkdirSync } from 'node:fs';
import { fail, type GrownList, type Sandbox } from '../contract/index.ts';
import { openGrown, removeGrown, renderGrown, type GrownStream, type RenderItem } from './grown.ts';

export interface GrownStatus {
  readonly records: number;
  readonly touches: number;
  /** Items changed since they were rendered. */
  readonly touched: number;
}

export interface GrownStreams {
  /** Opens what an earlier run rendered. */
  load(): Promise<void>;
  list(provider: string, stream: string): GrownList | undefined;
  /** Renders the stream anew with so many records; 0 removes it. The same number again changes nothing. */
  grow(provider: string, stream: string, records: number): Promise<GrownStatus>;
  touch(provider: string, stream: string, fraction: number): Promise<GrownStatus>;
  /** Per provider and stream. */
  status(): Readonly<Record<string, Readonly<Record<string, GrownStatus>>>>;
  close(): void;
}

/** Fresh items say they were last changed a week ago, so that a first run's overlap does not read them twice. */
const ageMs = 7 * 86_400_000;

export function grownStreams(options: {
  readonly directory: string;
  readonly providers: readonly { readonly key: string; readonly sandbox: Sandbox }[];
  readonly now: () => number;
  readonly log: (message: string) => void;
}): GrownStreams {
  const { directory, providers, now, log } = options;
  const open = new Map<string, GrownStream>();
  const retired: GrownStream[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** One change at a time: two would write to the same files. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = last.then(change, change);
    last = turn;
    return turn;
  }

  /** Throws not_found, naming what there is. */
  function rendererOf(provider: string, stream: string): RenderItem {
    const found = providers.find(({ key }) => key === provider);
    if (found === undefined)
      throw fail(
        'not_found',
        `There is no sandbox "${provider}"; there are ${providers.map(({ key }) => key).join(', ')}.`,
      );
    const render = Object.hasOwn(found.sandbox.grow, stream) ? found.sandbox.grow[stream] : undefined;
    if (render === undefined)
      throw fail(
        'not_found',
        `The sandbox of ${provider} cannot grow "${stream}"; it can grow ${Object.keys(found.sandbox.grow).join(', ')}.`,
      );
    return render;
  }

  const statusOf = (grown: GrownStream | undefined): GrownStatus => ({
    records: grown?.list.count ?? 0,
    touches: grown?.touches ?? 0,
    touched: grown?.touched ?? 0,
  });

  async function replace(name: string, grown: GrownStream | undefined): Promise<void> {
    const before = open.get(name);
    // Kept open until the end: a handler may be reading it at this moment.
    if (before !== undefined) retired.push(before);
    if (grown === undefined) open.delete(name);
    else open.set(name, grown);
  }

  return {
    async load() {
      mkdirSync(directory, { recursive: true });
      for (const { key, sandbox } of providers) {
        for (const [stream, render] of Object.entries(sandbox.grow)) {
          const grown = await openGrown(directory, `${key}.${stream}`, render);
          if (grown !== undefined) open.set(`${key}.${stream}`, grown);
        }
      }
    },
    list: (provider, stream) => open.get(`${provider}.${stream}`)?.list,
    grow: (provider, stream, records) =>
      inTurn(async () => {
        const render = rendererOf(provider, stream);
        const name = `${provider}.${stream}`;
        if (records === (open.get(name)?.list.count ?? 0)) return statusOf(open.get(name));
        if (records === 0) {
          await removeGrown(directory, name);
          await replace(name, undefined);
          return statusOf(undefined);
        }
        let told = 0;
        const progress = (done: number) => {
          if (done < told + 100_000) return;
          told = done;
          log(`sandbox ${provider}: ${done} of ${records} ${stream} rendered`);
        };
        await replace(
          name,
          await renderGrown(directory, name, { count: records, at: now() - ageMs, render, progress }),
        );
        return statusOf(open.get(name));
      }),
    touch: (provider, stream, fraction) =>
      inTurn(async () => {
        rendererOf(provider, stream);
        const grown = open.get(`${provider}.${stream}`);
        if (grown === undefined) throw fail('invalid_request', `${stream} of ${provider} has not been grown yet.`);
        await grown.touch(fraction, now());
        return statusOf(grown);
      }),
    status: () =>
      Object.fromEntries(
        providers.map(({ key, sandbox }) => [
          key,
          Object.fromEntries(
            Object.keys(sandbox.grow).flatMap((stream) => {
              const grown = open.get(`${key}.${stream}`);
              return grown === undefined ? [] : [[stream, statusOf(grown)]];
            }),
          ),
        ]),
      ),
    close() {
      for (const grown of [...retired, ...open.values()]) grown.close();
    },
  };
}
