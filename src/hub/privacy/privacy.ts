/**
 * What a tenant's people may ask for: everything that is stored about somebody, and that somebody is forgotten. For admins. What an
 * erasure is made of: erasure-requests.ts (its beginning), erasure-execution.ts (the work), erasure-guard.ts (nobody comes back).
 */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import { emailsIn } from '../../contract/personal-text.ts';
import { z } from 'zod';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { sendErasure } from './erasure-claim.ts';
import { executeErasure } from './erasure-execution.ts';
import { markMaker } from './erasure-marks.ts';
import { adoptErasures, beginSubjectErasure } from './erasure-requests.ts';
import { printable, readId } from '../ids.ts';
import { invalidInput, parseInput, type List } from '../inputs.ts';
import { ErasureQuery, erasureView, type ErasureView, type SubjectExport } from './privacy-views.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Records } from '../records/records.ts';
import type { Execution } from '../runs/run-execution.ts';
import { exportSubject } from './subject-export.ts';
import { findSubject, SubjectInput } from './subject.ts';
import type { Tenants } from '../access/tenants.ts';

export function privacy(context: HubContext, cursors: Cursors, tenants: Tenants, records: Records) {
  const { store } = context;

  /** Everything about them. Written down in the audit trail, without saying about whom. */
  const exportOf = async (
    principal: Principal,
    tenant: string,
    input: SubjectInput,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<SubjectExport> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const asked = parseInput(SubjectInput, input);
    const document = await exportSubject({ context, records, principal, tenant, tenantId, signal }, asked);
    await store.inTenant(tenantId, (trx) =>
      store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'subject.exported',
        target: tenantId,
        details: { ...document.found },
      }),
    );
    return document;
  };

  /**
   * Begins to forget them. From now on they are not stored any more; what is stored goes in the background. `inline`: the caller executes
   * it himself. Throws `not_found` for a record that is not there.
   */
  const erase = async (
    principal: Principal,
    tenant: string,
    input: SubjectInput,
    how: { readonly inline?: boolean } = {},
  ): Promise<ErasureView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const asked = parseInput(SubjectInput, input);
    return store.inTenant(tenantId, async (trx) => {
      const subject = await findSubject(trx, tenantId, asked);
      const by = how.inline === true ? 'inline' : 'job';
      const id = await beginSubjectErasure(context, trx, { tenantId, requestedBy: nameOf(principal), by }, subject);
      await store.audit.append(trx, {
        tenantId,
        actor: nameOf(principal),
        action: 'subject.erasure_requested',
        target: id,
        details: { by: asked.email === undefined ? 'record' : 'email' },
      });
      return readErasure(trx, tenantId, id, id);
    });
  };

  /** Newest first. */
  const list = async (principal: Principal, tenant: string, query: ErasureQuery = {}): Promise<List<ErasureView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const { limit, cursor, email } = parseInput(ErasureQuery, query);
    if (email !== undefined && emailsIn(email).size !== 1)
      throw invalidInput([{ path: 'email', message: 'expected an e-mail address' }]);
    const mark = email === undefined ? undefined : (await markMaker(context, tenantId)).email(email);
    const name = `erasures:${mark ?? ''}`;
    const before = await cursors.read(tenantId, name, cursor, z.object({ id: z.uuid() }));
    const rows = await store.inTenant(tenantId, (trx) => {
      let wanted = erasureRows(trx, tenantId)
        .orderBy('e.id', 'desc')
        .limit(limit + 1);
      if (before !== undefined) wanted = wanted.where('e.id', '<', before.id);
      if (mark !== undefined)
        wanted = wanted.where('e.id', 'in', (eb) =>
          eb
            .selectFrom('erasure_mark as m')
            .select('m.erasure_id')
            .where('m.tenant_id', '=', tenantId)
            .where('m.mark', '=', Buffer.from(mark, 'base64')),
        );
      return wanted.execute();
    });
    return cursors.page({ tenantId, list: name, limit }, rows, ({ id }) => ({ id }), erasureView);
  };

  const get = async (principal: Principal, tenant: string, erasure: string): Promise<ErasureView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    return store.inTenant(tenantId, (trx) => readErasure(trx, tenantId, readId('era', erasure), erasure));
  };

  /** Goes on with one that failed. Throws `conflict` for any other. */
  const resume = async (principal: Principal, tenant: string, erasure: string): Promise<ErasureView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const id = readId('era', erasure);
    return store.inTenant(tenantId, async (trx) => {
      const before = await readErasure(trx, tenantId, id, erasure);
      if (before.state !== 'failed')
        throw fail('conflict', `This erasure is ${before.state}; only one that failed can be resumed.`);
      await trx
        .updateTable('erasure')
        .set({ state: 'queued', error: null, finished_at: null })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('state', '=', 'failed')
        .execute();
      await sendErasure(context, trx, tenantId, id);
      await note(trx, principal, tenantId, id, 'subject.erasure_resumed', {});
      return readErasure(trx, tenantId, id, erasure);
    });
  };

  /** The person has come back and may be stored again, from when they are next read. Their receipt stays. */
  const readmit = async (principal: Principal, tenant: string, erasure: string): Promise<ErasureView> => {
    const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
    const id = readId('era', erasure);
    return store.inTenant(tenantId, async (trx) => {
      const { state } = await readErasure(trx, tenantId, id, erasure);
      if (state === 'queued' || state === 'running')
        throw fail('conflict', 'This erasure is under way; wait until it has ended.');
      const gone = await trx
        .deleteFrom('erasure_mark')
        .where('tenant_id', '=', tenantId)
        .where('erasure_id', '=', id)
        .executeTakeFirst();
      await note(trx, principal, tenantId, id, 'subject.readmitted', { marks: Number(gone.numDeletedRows) });
      return readErasure(trx, tenantId, id, erasure);
    });
  };

  const note = (
    trx: TenantTransaction,
    principal: Principal,
    tenantId: string,
    id: string,
    action: string,
    details: Readonly<Record<string, number>>,
  ): Promise<void> => store.audit.append(trx, { tenantId, actor: nameOf(principal), action, target: id, details });

  return {
    export: exportOf,
    erase,
    list,
    get,
    resume,
    readmit,

    /** For the worker; ids as in the database. */
    execute: (tenantId: string, id: string, signal: AbortSignal): Promise<Execution> =>
      executeErasure(context, tenantId, id, signal),

    /** For the command line, which has begun it inline. Tells after each step how far it is. */
    executeHere: async (
      principal: Principal,
      tenant: string,
      erasure: string,
      signal: AbortSignal,
      onProgress: (view: ErasureView) => void,
    ): Promise<Execution> => {
      const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
      const tell = async (): Promise<void> => onProgress(await get(principal, tenant, erasure));
      return executeErasure(context, tenantId, readId('era', erasure), signal, tell);
    },

    /** Gives what dead processes left behind to the workers. */
    adopt: () => adoptErasures(context),
  };
}

function erasureRows(trx: TenantTransaction, tenantId: string) {
  return trx
    .selectFrom('erasure as e')
    .selectAll('e')
    .select(
      sql<number>`(select count(*) from erasure_mark m where m.tenant_id = e.tenant_id and m.erasure_id = e.id)`.as(
        'remembered',
      ),
    )
    .where('e.tenant_id', '=', tenantId);
}

async function readErasure(trx: TenantTransaction, tenantId: string, id: string, named: string): Promise<ErasureView> {
  const row = await erasureRows(trx, tenantId).where('e.id', '=', id).executeTakeFirst();
  if (row === undefined) throw fail('not_found', `There is no erasure "${printable(named)}".`);
  return erasureView(row);
}
