/**
 * Holding long work (a run, a re-derivation, an erasure): saying every few seconds that the holder lives, and telling one that has
 * fallen silent. Measured by the database's clock, because the clocks of processes disagree.
 */
import { sql } from 'kysely';
import type { HubContext } from './context.ts';

/** Heartbeats come this often, where a holder beats beside its work; one without for `deadAfterMs` may be taken over. */
const heartbeatMs = 2_000;
export const deadAfterMs = 8_000;

/** Of a row with `heartbeat_at`: has its holder been heard of within so many milliseconds? */
export function heardWithin(ms: number) {
  return sql<boolean>`heartbeat_at > ${ago(ms)}`;
}

/** Of a row with `state` and `heartbeat_at`: its holder died, or the job of a queued one was lost. */
export function abandoned(after: { readonly runningMs: number; readonly queuedMs: number }) {
  return sql<boolean>`((state = 'running' and heartbeat_at < ${ago(after.runningMs)})
                    or (state = 'queued' and heartbeat_at < ${ago(after.queuedMs)}))`;
}

function ago(ms: number) {
  return sql<Date>`clock_timestamp() - ${ms} * interval '1 millisecond'`;
}

/**
 * Beats until the answered function is called, or `heard` says that it is over. `about`: what a failed beat is logged with; the database
 * is away then, the work waits for it too, and somebody goes on with it if we die.
 */
export function keepBeating<Answer>(
  context: HubContext,
  about: object,
  beat: () => Promise<Answer>,
  heard: (answer: Answer) => 'goes on' | 'over',
): () => void {
  const stopped = new AbortController();
  const beating = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await context.clock.sleep(heartbeatMs, stopped.signal);
      try {
        const answer = await beat();
        if (stopped.signal.aborted || heard(answer) === 'over') return;
      } catch (error) {
        context.log.warn({ err: error, ...about }, 'a heartbeat could not be written');
      }
    }
  };
  beating().catch(() => undefined);
  return () => stopped.abort();
}
