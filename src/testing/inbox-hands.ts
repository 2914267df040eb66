/** The test's hands on an inbox: events for it, a turn of a worker, and what is stored. */
import { sql, type Selectable } from 'kysely';
import type { Tables } from '../store/index.ts';
import type { LendingServer, Library } from './lending-server.ts';
import { desk, type Loan } from './shelf-loans.ts';
import { stir, type Stirred } from './stirring-vendor.ts';

type Row<Table extends keyof Tables> = Selectable<Tables[Table]>;

export const changed = (loan: Loan, at = loan.at): Stirred => ({ type: 'loan.changed', payload: { loan }, at });
export const gone = (id: string, at: number): Stirred => ({ type: 'loan.gone', payload: { id }, at });
export const stirred: Stirred = { type: 'loans.stirred', payload: {} };

export interface InboxHands {
  /** Stores events as intake does; answers their ids as stored. */
  send(...events: readonly Stirred[]): Promise<string[]>;
  /** Everything that is due is worked off, as a worker does it. */
  work(): Promise<boolean>;
  /** In the order they came. */
  webhooks(): Promise<Row<'webhook'>[]>;
  dueRows(): Promise<Row<'webhook_due'>[]>;
  /** As if it were time to try again. */
  again(): Promise<void>;
  /** Names of the loans that are alive, by key. */
  names(): Promise<Record<string, unknown>>;
  runs(): Promise<Row<'run'>[]>;
}

export function inboxHands(of: () => { readonly server: LendingServer; readonly library: Library }): InboxHands {
  const due = () => of().server.composition.store.platform;
  return {
    send: (...events) => stir(of().server, of().library, events),
    work: () => of().server.hub.inbox.tick(new AbortController().signal),
    webhooks: () => of().library.inTenant((trx) => trx.selectFrom('webhook').selectAll().orderBy('id').execute()),
    dueRows: () => due().selectFrom('webhook_due').selectAll().where('tenant_id', '=', of().library.tenantId).execute(),
    again: async () => {
      await of().library.inTenant((trx) =>
        sql`update webhook set next_at = clock_timestamp() where state = 'queued'`.execute(trx),
      );
      await due()
        .updateTable('webhook_due')
        .set({ due_at: sql`clock_timestamp()`, lease_until: null })
        .where('tenant_id', '=', of().library.tenantId)
        .execute();
    },
    names: async () => {
      const { stream_no: streamNo } = await of().library.stream();
      const rows = await of().library.inTenant((trx) =>
        trx
          .selectFrom('record')
          .select(['key', 'data'])
          .where('stream_no', '=', streamNo)
          .where('deleted_at', 'is', null)
          .orderBy('key')
          .execute(),
      );
      return Object.fromEntries(rows.map(({ key, data }) => [key, data?.['name']]));
    },
    runs: () =>
      of().library.inTenant((trx) => trx.selectFrom('run').selectAll().orderBy('queued_at').orderBy('id').execute()),
  };
}

/** Keeps the vendor's next answers back until they are released. */
export function holdAnswers(): { readonly asked: Promise<void>; release(): void } {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  desk.before = async () => {
    asked.resolve();
    await released.promise;
    return undefined;
  };
  return { asked: asked.promise, release: () => released.resolve() };
}
