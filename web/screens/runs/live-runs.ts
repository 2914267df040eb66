/** Runs as they go: what the server answered, brought up to date by each notice until it is asked again. */
import { useState } from 'react';
import { useNotices, type LiveNotice } from '../../app/live.tsx';
import { isUnderWay, type Run } from './run-words.tsx';

type Heard = NonNullable<LiveNotice['run']>;

/** While a notice may have been lost. Milliseconds. */
const askAgainMs = 5_000;

/** For `refetchInterval` of a query of runs: notices come faster, this is for when they do not. */
export function whileUnderWay(runs: readonly Run[] | undefined): number | false {
  return runs?.some(isUnderWay) === true ? askAgainMs : false;
}

export function useLiveRuns(runs: readonly Run[]): readonly Run[] {
  const [heard, setHeard] = useState<ReadonlyMap<string, Heard>>(new Map());
  useNotices(({ id, run }) => {
    if (id !== undefined && run !== undefined && runs.some((one) => one.id === id))
      setHeard((before) => new Map(before).set(id, run));
  });
  return runs.map((run) => {
    const live = heard.get(run.id);
    return live === undefined ? run : upToDate(run, live);
  });
}

/** What has ended does not go on; of what is under way the larger count is the newer one. */
export function upToDate(run: Run, live: Heard): Run {
  if (!isUnderWay(run) || live.read < run.read) return run;
  const { stream: _same, progress: _only, ...newer } = live;
  return { ...run, ...newer };
}

export interface Totals {
  readonly pages: number;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly failed: number;
  readonly requests: number;
  readonly retries: number;
}

const counts = [
  'pages',
  'read',
  'created',
  'updated',
  'unchanged',
  'deleted',
  'failed',
  'requests',
  'retries',
] as const;

export function totalsOf(runs: readonly Totals[]): Totals {
  const sum: Record<(typeof counts)[number], number> = {
    pages: 0,
    read: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    deleted: 0,
    failed: 0,
    requests: 0,
    retries: 0,
  };
  for (const run of runs) for (const count of counts) sum[count] += run[count];
  return sum;
}

/** Records read per second since the first of them began; undefined before there is anything to say. */
export function rateOf(runs: readonly Pick<Run, 'started_at' | 'read'>[], nowMs: number): number | undefined {
  const begun = runs.flatMap(({ started_at: at }) => (at === null ? [] : [Date.parse(at)]));
  const seconds = (nowMs - Math.min(...begun)) / 1000;
  const read = runs.reduce((sum, run) => sum + run.read, 0);
  return begun.length === 0 || seconds < 0.5 || read === 0 ? undefined : read / seconds;
}
