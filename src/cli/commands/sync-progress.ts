/**
 * Executes runs in this process, a few at a time, and shows how far they are. A run that has to pause (the vendor asks for it, or
 * is away) is taken up again; one that another process took over is only watched. Used by sync.ts.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { PlugboardError } from '../../contract/errors.ts';
import { readId } from '../../hub/ids.ts';
import type { RunView, SyncStarted } from '../../hub/runs/run-views.ts';
import type { Cli } from '../frame/command.ts';
import type { Progress } from '../frame/output.ts';

export type StartedHere = SyncStarted['runs'][number] & { readonly integration: string };

export interface Followed {
  readonly integration: string;
  readonly run: RunView;
}

const atOnce = 4;
const lookEveryMs = 250;
const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Those that were running already are left alone. Answers in the order given; on Ctrl-C, with the runs as they then are. */
export async function followRuns(
  cli: Cli,
  tenant: string,
  started: readonly StartedHere[],
): Promise<readonly Followed[]> {
  const hub = await cli.openHub();
  const tenantId = readId('ten', (await hub.tenants.get(cli.principal, tenant)).id);
  const mine = started.filter((run) => !run.already_running);
  const ended = new Map<string, RunView>();
  const waiting = [...mine];
  const progress = cli.out.progress();
  try {
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        ended.set(next.id, await follow(cli, tenant, tenantId, next, progress));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    progress.stop();
  }
  return mine.flatMap(({ id, integration }) => {
    const run = ended.get(id);
    return run === undefined ? [] : [{ integration, run }];
  });
}

async function follow(
  cli: Cli,
  tenant: string,
  tenantId: string,
  { id, integration, stream }: StartedHere,
  progress: Progress,
): Promise<RunView> {
  const hub = await cli.openHub();
  const name = `${integration} ${stream}`;
  const look = () => hub.runs.get(cli.principal, tenant, id);
  const watching = new AbortController();
  const watch = async (): Promise<void> => {
    while (!watching.signal.aborted) {
      const { read, state } = await look();
      if (!watching.signal.aborted) progress.update(name, read, undefined, state === 'queued' ? 'pausing' : state);
      await pause(lookEveryMs, undefined, { signal: watching.signal });
    }
  };
  // It only shows: whatever keeps it from looking, the work itself will report.
  const watched = watch().catch(() => undefined);
  try {
    for (let wait = shortestPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
      await executeOnce(cli, tenantId, id);
      const run = await look();
      if (run.finished_at !== null || cli.signal.aborted) {
        watching.abort();
        await watched;
        progress.finish(name, summaryOf(run));
        return run;
      }
      await pause(wait, undefined, { signal: cli.signal }).catch(() => undefined);
    }
  } finally {
    watching.abort();
  }
}

async function executeOnce(cli: Cli, tenantId: string, id: string): Promise<void> {
  const hub = await cli.openHub();
  try {
    await hub.runs.execute(tenantId, readId('run', id), cli.signal);
  } catch (error) {
    // A worker has it: it is watched from here.
    if (!(error instanceof PlugboardError) || error.code !== 'conflict') throw error;
  }
}

function summaryOf(run: RunView): string {
  const counts = `${run.read} read, ${run.created} created, ${run.updated} updated, ${run.deleted} deleted`;
  return run.finished_at === null
    ? `stopped after ${run.read}; a worker goes on from there`
    : `${run.state}: ${counts}`;
}
