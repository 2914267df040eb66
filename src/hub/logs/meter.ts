/**
 * What this process has done, in totals, for the operator's metrics. Names no tenant. Counted by the use-cases, read by the
 * composition root when somebody scrapes.
 */

export interface EndedRun {
  readonly state: string;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly failed: number;
}

/** One call to a vendor; `status` undefined: no answer. */
export interface VendorCall {
  readonly provider: string;
  readonly status: number | undefined;
}

export interface Meter {
  runEnded(run: EndedRun): void;
  called(call: VendorCall): void;
  /** Webhooks that were worked off: `processed` or `failed`. */
  webhooksEnded(state: string, count: number): void;
  /** For how long the one that has waited longest could have been worked off, milliseconds; of all processes. */
  webhooksWait(ms: number): void;
  /** By state. */
  readonly runs: ReadonlyMap<string, number>;
  /** By what happened to them: read, created, updated, deleted, failed. */
  readonly records: ReadonlyMap<string, number>;
  /** By provider, then status (`none`: no answer). */
  readonly calls: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By state. */
  readonly webhooks: ReadonlyMap<string, number>;
  /** Milliseconds; undefined: this process does not work webhooks off. */
  readonly webhookWaitMs: () => number | undefined;
}

export function createMeter(): Meter {
  const runs = new Map<string, number>();
  const records = new Map<string, number>();
  const calls = new Map<string, Map<string, number>>();
  const webhooks = new Map<string, number>();
  let webhookWaitMs: number | undefined;
  const add = (to: Map<string, number>, name: string, much: number) => void to.set(name, (to.get(name) ?? 0) + much);
  return {
    runs,
    records,
    calls,
    webhooks,
    webhookWaitMs: () => webhookWaitMs,
    webhooksEnded: (state, count) => add(webhooks, state, count),
    webhooksWait: (ms) => void (webhookWaitMs = ms),
    runEnded: ({ state, read, created, updated, deleted, failed }) => {
      add(runs, state, 1);
      for (const [name, much] of Object.entries({ read, created, updated, deleted, failed })) add(records, name, much);
    },
    called: ({ provider, status }) => {
      const known = calls.get(provider) ?? new Map<string, number>();
      calls.set(provider, known);
      add(known, String(status ?? 'none'), 1);
    },
  };
}
