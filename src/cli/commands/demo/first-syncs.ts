/** Shows the first runs of fresh integrations while the worker executes them, until all have ended. Called by the demo. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '../../../hub/index.ts';
import type { Principal } from '../../../hub/access/principal.ts';
import type { RunView } from '../../../hub/runs/run-views.ts';
import type { Output } from '../../frame/output.ts';
import type { Connected } from './connect-all.ts';

const lookEveryMs = 250;

export interface FirstSyncs {
  readonly hub: Hub;
  readonly principal: Principal;
  readonly tenant: string;
  readonly integrations: readonly Connected[];
  readonly out: Output;
  readonly signal: AbortSignal;
}

/** Answers how many runs did not succeed. Ends early when aborted. */
export async function watchFirstSyncs({
  hub,
  principal,
  tenant,
  integrations,
  out,
  signal,
}: FirstSyncs): Promise<number> {
  const progress = out.progress();
  const ended = new Map<string, RunView>();
  try {
    while (!signal.aborted) {
      let busy = false;
      for (const integration of integrations) {
        const { data } = await hub.runs.list(principal, tenant, { integration: integration.id, limit: 200 });
        for (const run of data.toReversed()) {
          const name = `${integration.provider} ${run.stream}`;
          if (run.state === 'queued' || run.state === 'running') {
            busy = true;
            if (run.state === 'running') progress.update(name, run.read, undefined, 'records');
          } else if (!ended.has(run.id)) {
            ended.set(run.id, run);
            progress.finish(name, outcomeOf(run));
          }
        }
      }
      if (!busy) break;
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    progress.stop();
  }
  return [...ended.values()].filter((run) => run.state !== 'succeeded').length;
}

function outcomeOf(run: RunView): string {
  const seconds = run.duration_ms === null ? '' : ` in ${(run.duration_ms / 1000).toFixed(1)} s`;
  return run.state === 'succeeded'
    ? `${run.read} records${seconds}`
    : `${run.state}: ${run.error?.message ?? `${run.failed} records could not be mapped`}`;
}
