/**
 * What the product told: noted by a trigger of our own, in the transaction that told it, because the outbox is cleared as soon as it is read.
 */
import type { Arena } from './arena.ts';

/** From here on everything that is told is noted in `watched_outbox`. */
export async function watchOutbox(arena: Arena): Promise<void> {
  await arena.query(`
    create table watched_outbox (kind text not null, integration_id uuid, stream_no int, from_seq bigint, to_seq bigint, vendor_id text);
    create function watch_outbox() returns trigger language plpgsql security definer as $$
    begin
      insert into watched_outbox (kind, integration_id, stream_no, from_seq, to_seq, vendor_id)
      values (new.kind, new.integration_id, new.stream_no, new.from_seq, new.to_seq, new.payload ->> 'vendor_id');
      return null;
    end $$;
    create trigger watched after insert on outbox for each row execute function watch_outbox();`);
}
