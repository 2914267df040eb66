/**
 * Deletions: records that a complete listing of the vendor no longer held. Few are applied at once; many (over 100 and over a tenth)
 * are held until a person approves or rejects them, because a vendor's bad day looks the same. Found by the run, applied by the
 * store in chunks.
 */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { DeletionState, TenantTransaction } from '../../store/index.ts';
import { applyDeletion } from '../../store/pages.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { printable, readId, showId } from '../ids.ts';
import { listOf, listQuery, parseInput, type List } from '../inputs.ts';
import { writeLog } from '../logs/logs.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { showRecordId } from './record-views.ts';
import type { Tenants } from '../access/tenants.ts';

const states = ['held', 'applying', 'applied', 'rejected', 'superseded'] as const satisfies readonly DeletionState[];

export const DeletionView = z
  .object({
    id: z.string().meta({ example: 'del_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    integration_id: z.string(),
    stream: z.string(),
    run_id: z.string().meta({ description: 'The run that found them missing.' }),
    state: z
      .enum(states)
      .meta({ description: 'held: waits for a person. superseded: a newer complete listing took its place.' }),
    found: z.number().int().meta({ description: 'Records that are missing at the vendor.' }),
    live: z.number().int().meta({ description: 'Records the stream held then.' }),
    created_at: z.iso.datetime(),
    decided_at: z.iso.datetime().nullable(),
    decided_by: z.string().nullable(),
  })
  .meta({ id: 'Deletion' });
export type DeletionView = z.output<typeof DeletionView>;
export const DeletionList = listOf(DeletionView).meta({ id: 'DeletionList' });

export const DeletionDetail = DeletionView.extend({
  sample: z.array(z.string()).meta({ description: 'Ids of the first of its records, to look at before deciding.' }),
}).meta({ id: 'DeletionDetail' });
export type DeletionDetail = z.output<typeof DeletionDetail>;

export const DeletionQuery = listQuery.extend({
  integration: z.string().max(100).optional(),
  state: z.enum(states).optional(),
});
export type DeletionQuery = z.input<typeof DeletionQuery>;

const sampleSize = 20;

export function deletions(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store, clock } = context;

  /** Newest first. */
  const list = async (principal: Principal, tenant: string, query: DeletionQuery = {}): Promise<List<DeletionView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, integration, state } = parseInput(DeletionQuery, query);
    const name = `deletions:${integration ?? ''}:${state ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ id: z.uuid() }));
    const rows = await store.inTenant(tenantId, (trx) => {
      let wanted = deletionRows(trx, tenantId)
        .orderBy('d.id', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('d.id', '<', before.id);
      if (integration !== undefined) wanted = wanted.where('d.integration_id', '=', readId('int', integration));
      if (state !== undefined) wanted = wanted.where('d.state', '=', state);
      return wanted.execute();
    });
    return cursors.page({ tenantId, list: name, limit }, rows, ({ id }) => ({ id }), viewOf);
  };

  const get = async (principal: Principal, tenant: string, deletion: string): Promise<DeletionDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const id = readId('del', deletion);
    return store.inTenant(tenantId, async (trx) => {
      const row = await readDeletion(trx, tenantId, id, deletion);
      const keys = await trx
        .selectFrom('deletion_key')
        .select('key')
        .where('tenant_id', '=', tenantId)
        .where('deletion_id', '=', id)
        .orderBy('key')
        .limit(sampleSize)
        .execute();
      return { ...viewOf(row), sample: keys.map(({ key }) => showRecordId({ streamNo: row.stream_no, key })) };
    });
  };

  /**
   * Deletes its records here; those that changed since they were found missing are spared. Answers when it is done. Cut short, it is
   * left `applying` and goes on when approved again. Throws `conflict` when it was decided already.
   */
  const approve = async (principal: Principal, tenant: string, deletion: string): Promise<DeletionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const id = readId('del', deletion);
    await decide(principal, tenantId, id, deletion, 'applying');
    await applyDeletion((text, values) => store.statements.query(text, values), tenantId, id, clock.now());
    return store.inTenant(tenantId, async (trx) => viewOf(await readDeletion(trx, tenantId, id, deletion)));
  };

  /** Keeps the records. The next complete listing that lacks them asks again. */
  const reject = async (principal: Principal, tenant: string, deletion: string): Promise<DeletionView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    return viewOf(await decide(principal, tenantId, readId('del', deletion), deletion, 'rejected'));
  };

  const decide = (principal: Principal, tenantId: string, id: string, named: string, to: 'applying' | 'rejected') =>
    store.inTenant(tenantId, async (trx) => {
      const before = await readDeletion(trx, tenantId, id, named, { lock: true });
      const goesOn = to === 'applying' && before.state === 'applying';
      if (goesOn) return before;
      if (before.state !== 'held')
        throw fail('conflict', `This deletion is ${before.state}; only a held one can be decided.`);
      const decision = { state: to, decided_at: new Date(clock.now()), decided_by: nameOf(principal) };
      await trx.updateTable('deletion').set(decision).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
      if (to === 'rejected')
        await trx.deleteFrom('deletion_key').where('tenant_id', '=', tenantId).where('deletion_id', '=', id).execute();
      const approved = to === 'applying';
      await writeLog(context, trx, {
        tenantId,
        integrationId: before.integration_id,
        action: 'deletion',
        status: 'success',
        message: `${before.stream}: the deletion of ${before.found} records was ${approved ? 'approved' : 'rejected; they are kept'}.`,
        details: { deletion_id: named, found: before.found },
      });
      const action = approved ? 'deletion.approved' : 'deletion.rejected';
      await store.audit.append(trx, {
        tenantId,
        actor: decision.decided_by,
        action,
        target: id,
        details: { stream: before.stream, found: before.found },
      });
      return { ...before, ...decision };
    });

  return { list, get, approve, reject };
}

function deletionRows(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('deletion as d')
    .innerJoin('stream_state as s', (join) =>
      join.onRef('s.tenant_id', '=', 'd.tenant_id').onRef('s.stream_no', '=', 'd.stream_no'),
    )
    .selectAll('d')
    .select('s.stream')
    .where('d.tenant_id', '=', tenantId);
}

async function readDeletion(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  named: string,
  { lock } = { lock: false },
) {
  const rows = deletionRows(trx, tenantId).where('d.id', '=', id);
  const row = await (lock ? rows.forUpdate('d') : rows).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `There is no held deletion "${printable(named)}".`);
  return row;
}

function viewOf(row: Awaited<ReturnType<typeof readDeletion>>): DeletionView {
  return {
    id: showId('del', row.id),
    integration_id: showId('int', row.integration_id),
    stream: row.stream,
    run_id: showId('run', row.run_id),
    state: row.state,
    found: row.found,
    live: row.live,
    created_at: row.created_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
    decided_by: row.decided_by,
  };
}
