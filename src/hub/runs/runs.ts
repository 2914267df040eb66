/** Runs: starting them (a sync), looking at them, cancelling them, and executing them for the worker and the command line. */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { dryRun } from './dry-run.ts';
import { firstIdOf, newId, readId, showId } from '../ids.ts';
import { invalidInput, parseInput, type List } from '../inputs.ts';
import { nameOf, type Principal, type TenantRef } from '../access/principal.ts';
import { cancelQueued } from './run-endings.ts';
import { executeRun, type Execution } from './run-execution.ts';
import { requestRun, type RequestedRun, type StreamRow } from './run-requests.ts';
import { runColumns, RunQuery, runView, SyncInput, type RunView, type SyncStarted } from './run-views.ts';
import type { Tenants } from '../access/tenants.ts';

/** A run's id is drawn a moment before it is queued. */
const idSlackMs = 60_000;

const Position = z.object({ queued_at: z.string(), id: z.string() });

export type Runs = ReturnType<typeof runs>;

export function runs(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;

  /**
   * Starts a run per stream. Throws `conflict` naming the runs under way when every stream asked for is already being read;
   * a `dry_run` reads at once and writes nothing.
   */
  async function sync(
    principal: Principal,
    tenant: string,
    integration: string,
    input: SyncInput,
    how: { readonly inline?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<SyncStarted> {
    const of = await tenants.enter(principal, 'sync', tenant);
    const asked = parseInput(SyncInput, input);
    const { provider, rows } = await streamsOf(of, readId('int', integration), asked.streams);
    const since = asked.since === undefined ? undefined : new Date(asked.since).toISOString();
    const force = asked.force ?? false;
    if (force && since !== undefined)
      throw invalidInput([
        { path: 'since', message: 'a full pass (force) reads everything; leave one of the two out' },
      ]);
    if (asked.dry_run === true) {
      const reports = [];
      for (const row of rows)
        reports.push(await dryRun(context, of.id, row, { since, force }, how.signal ?? AbortSignal.timeout(600_000)));
      return { sync_id: null, runs: [], dry_runs: reports };
    }
    if (rows.length === 0)
      throw fail('conflict', 'All of its streams are switched off; name the ones to read, or switch some on.');
    const started = await start(of, rows, provider, {
      trigger: 'manual',
      requestedBy: nameOf(principal),
      since,
      force,
      by: how.inline === true ? 'inline' : 'job',
    });
    const shown = started.runs.map((run) => ({
      id: showId('run', run.id),
      stream: run.stream,
      mode: run.mode,
      already_running: run.alreadyRunning,
    }));
    if (shown.every((run) => run.already_running)) {
      const names = shown.map((run) => `${run.stream} (${run.id})`).join(', ');
      throw fail('conflict', `Already being synced: ${names}.`, { meta: { run_ids: shown.map((run) => run.id) } });
    }
    return { sync_id: showId('syn', started.syncId), runs: shown, dry_runs: [] };
  }

  /** First runs of all enabled streams after connecting; those under way are left alone. */
  async function startAll(of: TenantRef, integrationId: string, requestedBy: string): Promise<void> {
    const { provider, rows } = await streamsOf(of, integrationId, undefined);
    await start(of, rows, provider, { trigger: 'connect', requestedBy, since: undefined, force: false, by: 'job' });
  }

  async function start(
    of: TenantRef,
    rows: readonly StreamRow[],
    providerKey: string,
    request: {
      trigger: 'manual' | 'connect';
      requestedBy: string;
      since: string | undefined;
      force: boolean;
      by: 'job' | 'inline';
    },
  ): Promise<{ syncId: string; runs: readonly RequestedRun[] }> {
    const provider = await context.registry.load(providerKey);
    const syncId = newId(context);
    const requested = await store.inTenant(of.id, async (trx) => {
      const made: RequestedRun[] = [];
      for (const row of rows) {
        const stream = provider.streams[row.stream];
        if (stream !== undefined)
          made.push(await requestRun(context, trx, stream, row, { ...request, tenantId: of.id, syncId }));
      }
      return made;
    });
    return { syncId, runs: requested };
  }

  /** The streams asked for (all enabled ones when none are named). Throws when the integration cannot sync or a name is unknown. */
  async function streamsOf(
    of: TenantRef,
    integrationId: string,
    names: readonly string[] | undefined,
  ): Promise<{ provider: string; rows: readonly StreamRow[] }> {
    return store.inTenant(of.id, async (trx) => {
      const integration = await trx
        .selectFrom('integration')
        .select(['provider', 'name', 'auth_state', 'enabled'])
        .where('tenant_id', '=', of.id)
        .where('id', '=', integrationId)
        .executeTakeFirst();
      if (integration === undefined)
        throw fail('not_found', `There is no integration "${showId('int', integrationId)}".`);
      if (integration.auth_state !== 'connected')
        throw fail('conflict', `"${integration.name}" is not connected (${integration.auth_state}); connect it first.`);
      const all = await trx
        .selectFrom('stream_state')
        .select(['stream_no', 'integration_id', 'stream', 'cursor', 'last_full_at', 'enabled'])
        .where('tenant_id', '=', of.id)
        .where('integration_id', '=', integrationId)
        .orderBy('stream_no')
        .execute();
      const unknown = names?.find((name) => !all.some((row) => row.stream === name));
      if (unknown !== undefined) {
        throw fail(
          'not_found',
          `"${integration.name}" has no stream "${unknown}"; it has ${all.map((row) => row.stream).join(', ')}.`,
        );
      }
      return {
        provider: integration.provider,
        rows: all.filter((row) => (names === undefined ? row.enabled : names.includes(row.stream))),
      };
    });
  }

  /** Newest first. */
  async function list(principal: Principal, tenant: string, query: RunQuery): Promise<List<RunView>> {
    const of = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor, ...wanted } = parseInput(RunQuery, query);
    const { integration, stream, state, trigger, queued_since: since, queued_until: until } = wanted;
    const name = `runs:${[integration, stream, state, trigger, since, until].map((one) => one ?? '').join(':')}`;
    const after = await cursors.read(of.id, name, cursor, Position);
    const rows = await store.inTenant(of.id, (trx) => {
      // Ids sort by time as well: each of the two orders has an index.
      const all = trx.selectFrom('run').select(runColumns).where('tenant_id', '=', of.id);
      const ofOne = (id: string) => all.where('integration_id', '=', id).orderBy('queued_at', 'desc');
      let select = (integration === undefined ? all : ofOne(readId('int', integration)))
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (stream !== undefined) select = select.where('stream', '=', stream);
      if (state !== undefined) select = select.where('state', '=', state);
      if (trigger !== undefined) select = select.where('trigger', '=', trigger);
      if (since !== undefined) {
        select = select.where('queued_at', '>=', new Date(since));
        // So that the index of ids need not be walked to its end.
        if (integration === undefined) select = select.where('id', '>=', firstIdOf(Date.parse(since) - idSlackMs));
      }
      if (until !== undefined) {
        select = select.where('queued_at', '<', new Date(until));
        if (integration === undefined) select = select.where('id', '<', firstIdOf(Date.parse(until) + idSlackMs));
      }
      if (after !== undefined && integration === undefined) select = select.where('id', '<', after.id);
      if (after !== undefined && integration !== undefined)
        select = select.where((where) =>
          where(where.refTuple('queued_at', 'id'), '<', where.tuple(new Date(after.queued_at), after.id)),
        );
      return select.execute();
    });
    return cursors.page(
      { tenantId: of.id, list: name, limit },
      rows,
      (row) => ({ queued_at: row.queued_at.toISOString(), id: row.id }),
      runView,
    );
  }

  async function get(principal: Principal, tenant: string, run: string): Promise<RunView> {
    const of = await tenants.enter(principal, 'read', tenant);
    const row = await store.inTenant(of.id, (trx) =>
      trx
        .selectFrom('run')
        .select(runColumns)
        .where('tenant_id', '=', of.id)
        .where('id', '=', readId('run', run))
        .executeTakeFirst(),
    );
    if (row === undefined) throw fail('not_found', `There is no run "${run}".`);
    return runView(row);
  }

  /** A queued run ends at once; a running one at its next page. Cancelling one that has ended changes nothing. */
  async function cancel(principal: Principal, tenant: string, run: string): Promise<RunView> {
    const of = await tenants.enter(principal, 'sync', tenant);
    const id = readId('run', run);
    await store.inTenant(of.id, async (trx) => {
      const row = await trx
        .selectFrom('run')
        .select(['integration_id', 'stream_no', 'stream'])
        .where('tenant_id', '=', of.id)
        .where('id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return;
      const place = {
        integrationId: row.integration_id,
        streamNo: row.stream_no,
        stream: row.stream,
        since: undefined,
      };
      await cancelQueued(context, trx, of.id, id, place);
      await trx
        .updateTable('run')
        .set({ cancel_requested: true })
        .where('tenant_id', '=', of.id)
        .where('id', '=', id)
        .where('state', '=', 'running')
        .execute();
    });
    return get(principal, tenant, run);
  }

  /** For the worker and the command line: see run-execution.ts. Ids as in the database. */
  function execute(tenantId: string, runId: string, signal: AbortSignal): Promise<Execution> {
    return executeRun(context, tenantId, runId, signal);
  }

  return { sync, startAll, list, get, cancel, execute };
}
