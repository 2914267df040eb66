/**
 * F15: reading everything again although nothing has changed. Passes when not one row is written (not even to itself), not one
 * event is sent, and it goes at least a tenth faster than the first pass.
 */
import { openArena, type Arena } from './arena.ts';
import { seededContacts } from './contacts.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { watchOutbox } from './watched-outbox.ts';

const leastSpeedup = 1.1;

/** `rounds`: records. Reads them four times: two first passes and two unchanged ones, in turn, so that a busy moment hits both. */
export async function f15({ rounds, ownerUrl, appUrl }: FaultOptions): Promise<FaultResult> {
  const arena = await openArena({ ownerUrl, appUrl, records: { 'xero.contacts': rounds } });
  try {
    const total = rounds + seededContacts(arena).length;
    await watchOutbox(arena);
    await arena.startWorker('worker-1');
    let firstMs = 0;
    let againMs = 0;
    let written = 0;
    let events = 0;
    let complete = true;
    for (const name of ['Books', 'More books']) {
      const integration = await arena.connect('xero', name);
      const [first] = await arena.ended(await arena.sync(integration, ['contacts']), 180_000);
      if (first === undefined) throw new Error('the run is gone');
      const before = await prints(arena, first.stream_no);
      const [again] = await arena.ended(await arena.sync(integration, ['contacts'], true), 180_000);
      const after = await prints(arena, first.stream_no);
      firstMs += first.ms ?? 0;
      againMs += again?.ms ?? 0;
      written += after.rows === before.rows ? 0 : 1;
      written += (again?.created ?? 0) + (again?.updated ?? 0) + after.positions - before.positions;
      events += after.events - before.events;
      complete &&= again?.state === 'succeeded' && again.read === total && again.unchanged === total;
    }
    const speedup = firstMs / againMs;
    const perSecond = (ms: number) => Math.round((2 * total * 1000) / ms);
    return {
      id: 'F15',
      rounds,
      lost: complete ? 0 : 1,
      doubled: written + events,
      passed: complete && written === 0 && events === 0 && speedup >= leastSpeedup,
      detail:
        `${total} records read again unchanged, twice: ${written} rows written, ${events} events; ${perSecond(againMs)} records/s against ` +
        `${perSecond(firstMs)} in first passes: ${speedup.toFixed(2)} times as fast`,
    };
  } finally {
    await arena.close();
  }
}

/** What a written row would change, were it only written to itself: where it lies and by which transaction. */
async function prints(arena: Arena, streamNo: number): Promise<{ rows: string; events: number; positions: number }> {
  const [row] = await arena.query<{ rows: string; events: number; positions: number }>(
    `select (select md5(string_agg(ctid::text || '/' || xmin::text, ',' order by key)) from record where stream_no = $1) as rows,
            (select count(*)::int from watched_outbox where stream_no = $1 and kind = 'records') as events,
            (select seq::int from feed where tenant_id = $2) as positions`,
    [streamNo, arena.tenant.id],
  );
  if (row === undefined) throw new Error('the database did not answer');
  return row;
}
