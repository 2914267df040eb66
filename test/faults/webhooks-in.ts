/**
 * What the faults of incoming webhooks share: the rows there are of each event, counted past the product, and how often each was worked
 * off, as it was told (watched-outbox.ts).
 */
import type { Arena } from './arena.ts';
import { until } from './until.ts';

type Counts = ReadonlyMap<string, number>;

export interface InStore {
  readonly stored: Counts;
  readonly processed: Counts;
  /** By the event each belongs to. */
  readonly records: Counts;
}

/** `eventOf`: of a record's key. A record counts for two when it was written twice. */
export async function inStore(arena: Arena, eventOf: (key: string) => string | undefined): Promise<InStore> {
  const counted = async (text: string): Promise<Counts> => {
    const rows = await arena.query<{ id: string; count: number }>(text);
    return new Map(rows.map(({ id, count }) => [id, count]));
  };
  const keys = await counted(
    `select r.key as id, (1 + (r.seq <> r.created_seq)::int + (select count(*) from record_version v
                            where (v.tenant_id, v.stream_no, v.key) = (r.tenant_id, r.stream_no, r.key)))::int as count
       from record r where deleted_at is null`,
  );
  return {
    stored: await counted('select vendor_id as id, count(*)::int as count from webhook group by 1'),
    processed: await counted(
      `select vendor_id as id, count(*)::int as count from watched_outbox where kind = 'webhook.received' group by 1`,
    ),
    records: new Map(
      [...keys].flatMap(([key, count]) => {
        const event = eventOf(key);
        return event === undefined ? [] : [[event, count]];
      }),
    ),
  };
}

/** Waits until nothing that came is waiting to be worked off. */
export async function workedOff(arena: Arena, withinMs: number): Promise<void> {
  await until('the end of the queue of webhooks', withinMs, async () => {
    const [row] = await arena.query<{ queued: number }>(
      `select count(*)::int as queued from webhook where state = 'queued'`,
    );
    return row?.queued === 0 ? true : undefined;
  });
}

/** How many were given up. */
export async function givenUp(arena: Arena): Promise<number> {
  const [row] = await arena.query<{ failed: number }>(
    `select count(*)::int as failed from webhook where state = 'failed'`,
  );
  return row?.failed ?? 0;
}
