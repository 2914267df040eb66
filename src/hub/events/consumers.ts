/**
 * Who hears of events: endpoints and routes. The follower (follow.ts) asks each kind what of it a tenant has, and gives the new events to
 * those who want them, in the transaction that makes them: an event and what is to be done about it exist together or not at all.
 */
import type { TenantTransaction } from '../../store/index.ts';
import type { RecordPlace } from '../records/record-views.ts';

/** An event that was just made, with what is needed to say whether somebody wants it. */
export interface NewEvent {
  /** Of the database; shown as `evt_...`. */
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly integrationId: string | undefined;
  /** Of events about records, as the next one. */
  readonly model: string | undefined;
  readonly record: { readonly streamNo: number; readonly key: string; readonly seq: number } | undefined;
  /** Routes by whose doing it came about. */
  readonly trail: readonly string[];
}

/** An endpoint or a route. */
export interface Listener {
  /** Total and quick: called for every event there might be. */
  wants(event: Omit<NewEvent, 'id'>): boolean;
  /** Writes down what is to be done about them; in order, at least one. */
  take(trx: TenantTransaction, events: readonly NewEvent[]): Promise<void>;
}

/** One kind of listeners. */
export interface Consumer {
  /** Those the tenant has that are switched on. */
  listeners(trx: TenantTransaction, tenantId: string): Promise<readonly Listener[]>;
  /** Called after the transaction in which some of them took something was committed: work may begin at once. Never throws. */
  notice(tenantId: string): void;
}

/**
 * Which routes records are as they are by the doing of: for each of the records, in their order, its trail (empty: nobody's). Asked in the
 * transaction that makes the events.
 */
export type Trails = (
  trx: TenantTransaction,
  tenantId: string,
  records: readonly RecordPlace[],
) => Promise<readonly (readonly string[])[]>;
