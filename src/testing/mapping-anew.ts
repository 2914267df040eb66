/**
 * A tenant's rules for the lending shelf's loans, brought into force and carried through: what the tests of mappings and of mapping
 * stored records anew share. The functions look at the library of the moment, because each test has one of its own.
 */
import type { Selectable } from 'kysely';
import { vi } from 'vitest';
import { readId } from '../hub/ids.ts';
import type { MappingView, RederivationView, SaveMapping } from '../hub/mappings/mapping-views.ts';
import type { NamedStream } from '../hub/mappings/mappings.ts';
import type { Execution } from '../hub/runs/run-execution.ts';
import type { Tables } from '../store/tables.ts';
import type { LendingServer, Library } from './lending-server.ts';
import { desk, someLoans, type Loan } from './shelf-loans.ts';

export type Rules = SaveMapping['rules'];

/** What the store answers to a statement. */
type Query = LendingServer['composition']['store']['statements']['query'];

export interface MappingAnew {
  loans(): NamedStream;
  get(): Promise<MappingView>;
  save(rules: Rules, more?: Omit<SaveMapping, 'rules'>): Promise<MappingView>;
  /** Brings the latest version into force and does the work a worker would do. */
  apply(): Promise<MappingView>;
  /** Saves one rule for the name and brings it into force; the work is left to do. Answers the re-derivation's id. */
  begin(expression?: string): Promise<string>;
  /** The re-derivation begun last. */
  last(): Promise<RederivationView>;
  /** By the id as shown. */
  execute(shown: string, signal?: AbortSignal): Promise<Execution>;
  row(shown: string): Promise<Selectable<Tables['rederivation']>>;
  setRow(shown: string, set: object): Promise<unknown>;
  /** The loans as stored, by key. */
  records(): Promise<Selectable<Tables['record']>[]>;
  names(): Promise<string[]>;
  /** So many raw pages of ten records: a run each, because small pages are stored together. */
  pages(count: number): Promise<void>;
  /** Does this instead, the first time a page is about to be stored. */
  atFirstPage(instead: (store: () => ReturnType<Query>) => ReturnType<Query>): void;
  /** Stops the holder after so many pages are stored. */
  stopAfter(count: number): AbortSignal;
}

/** Uses vi.spyOn: call vi.restoreAllMocks() before each test. */
export function mappingAnew(server: LendingServer, library: () => Library): MappingAnew {
  const { hub, system, clock } = server;
  const { statements } = server.composition.store;
  const query = statements.query.bind(statements);
  const loans = () => ({ integration: library().integration, stream: 'loans' });
  const inTenant: Library['inTenant'] = (work) => library().inTenant(work);
  const self: MappingAnew = {
    loans,
    get: () => hub.mappings.get(system, library().slug, loans()),
    save: (rules, more = {}) => hub.mappings.save(system, library().slug, loans(), { rules, ...more }),
    async apply() {
      clock.advance(1000);
      const { rederivation } = await hub.mappings.apply(system, library().slug, loans());
      await self.execute(rederivation?.id ?? '');
      return self.get();
    },
    async begin(expression = '$uppercase(raw.reader)') {
      clock.advance(1000);
      await self.save([{ target: 'name', expression }]);
      const { rederivation } = await hub.mappings.apply(system, library().slug, loans());
      return rederivation?.id ?? '';
    },
    async last() {
      const { rederivation } = await self.get();
      if (rederivation === null) throw new Error('nothing is mapped anew');
      return rederivation;
    },
    execute: (shown, signal = new AbortController().signal) =>
      hub.rederivations.execute(library().tenantId, readId('der', shown), signal),
    row: (shown) =>
      inTenant((trx) =>
        trx.selectFrom('rederivation').selectAll().where('id', '=', readId('der', shown)).executeTakeFirstOrThrow(),
      ),
    setRow: (shown, set) =>
      inTenant((trx) => trx.updateTable('rederivation').set(set).where('id', '=', readId('der', shown)).execute()),
    async records() {
      const { stream_no: streamNo } = await library().stream();
      return inTenant((trx) =>
        trx.selectFrom('record').selectAll().where('stream_no', '=', streamNo).orderBy('key').execute(),
      );
    },
    names: async () =>
      (await self.records()).map(({ data }) => {
        const name = data?.['name'];
        return typeof name === 'string' ? name : '';
      }),
    async pages(count) {
      const all = someLoans(count * 10, 0);
      for (let i = 1; i <= count; i += 1) {
        desk.loans = all.slice(0, i * 10).map((loan, at): Loan => ({ ...loan, at: Math.floor(at / 10) * 1000 + 1000 }));
        await library().read('loans', { force: true });
      }
    },
    atFirstPage(instead) {
      const spy = vi.spyOn(statements, 'query').mockImplementation((text, values) => {
        if (!text.includes('store_rederived_v1')) return query(text, values);
        spy.mockImplementation(query);
        return instead(() => query(text, values));
      });
    },
    stopAfter(count) {
      const stop = new AbortController();
      let stored = 0;
      vi.spyOn(statements, 'query').mockImplementation(async (text, values) => {
        const answer = await query(text, values);
        if (text.includes('store_rederived_v1') && (stored += 1) === count) stop.abort(new Error('stopping'));
        return answer;
      });
      return stop.signal;
    },
  };
  return self;
}
