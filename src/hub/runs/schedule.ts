/**
 * When streams are due. One ticker (any number of processes may run it) takes what is due with SKIP LOCKED, starts the run and
 * writes the next time in one transaction: never twice, and never piling up, because a stream that is still under way is only
 * given its next time. After a pause a missed time counts once. Goes by the database's clock (shared-clock.ts), because those of
 * processes disagree; if that one is set back, times of a schedule that were used are not used again, and none waits for long.
 */
import { Cron } from 'croner';
import { sql } from 'kysely';
import { PlugboardError } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/database.ts';
import type { Schedule } from '../../store/tables.ts';
import { syncQueue } from '../../store/queues.ts';
import type { HubContext } from '../context.ts';
import { abandoned } from '../holding.ts';
import { newId } from '../ids.ts';
import { requestRun } from './run-requests.ts';
import { sharedNow } from '../shared-clock.ts';

/** A running run this long without a heartbeat has no job either: a job's own heartbeat is noticed sooner. */
const abandonedAfterMs = 30_000;
/** A queued run this old may have lost its job. One job too many does no harm: taking up a run is exclusive. */
const lostAfterMs = 600_000;
/** When a stream is tried again that could not be started. */
const postponeMs = 60_000;
/** A clock that was set back by more than this is noticed. */
const setBackMs = 600_000;
/** The same for cron lines: an hour more or less must not use a time of theirs twice. */
const setBackCronMs = 2 * 3_600_000;

/** What is stored of the next time. */
function dueRow(plan: Schedule, at: number, now: number) {
  return { due_at: new Date(at), sane_from: new Date(now - ('every_s' in plan ? setBackMs : setBackCronMs)) };
}

/** The next time after `nowMs`, milliseconds. Spread by up to a tenth of the interval (a minute at most), so that integrations connected together do not call together for ever. */
export function nextDue(plan: Schedule, nowMs: number, random: number): number {
  if ('every_s' in plan) {
    const every = plan.every_s * 1000;
    return Math.round(nowMs + every + (random - 0.5) * Math.min(every / 10, 60_000));
  }
  const next = new Cron(plan.cron, { timezone: plan.time_zone ?? 'UTC' }).nextRun(new Date(nowMs));
  // A line that never comes again (31 February): look again in a day rather than never.
  return next === null ? nowMs + 86_400_000 : next.getTime() + Math.round(random * 30_000);
}

/** Puts every enabled stream of an integration on its schedule, or off it. Called when a schedule, a connection or a pause changes. */
export async function planStreams(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
): Promise<void> {
  const integration = await trx
    .selectFrom('integration')
    .select(['enabled', 'auth_state', 'schedule', 'paused_until'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', integrationId)
    .executeTakeFirst();
  const streams = await trx
    .selectFrom('stream_state')
    .select(['stream_no', 'enabled', 'schedule'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .execute();
  const now = await sharedNow(context, trx);
  for (const stream of streams) {
    const plan = stream.schedule ?? integration?.schedule ?? null;
    await trx
      .deleteFrom('stream_due')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', stream.stream_no)
      .execute();
    if (
      integration === undefined ||
      !integration.enabled ||
      integration.auth_state !== 'connected' ||
      !stream.enabled ||
      plan === null
    )
      continue;
    const at = Math.max(nextDue(plan, now, context.random.next()), integration.paused_until?.getTime() ?? 0);
    await trx
      .insertInto('stream_due')
      .values({ tenant_id: tenantId, stream_no: stream.stream_no, ...dueRow(plan, at, now) })
      .execute();
  }
}

export function schedule(context: HubContext) {
  const { store, random, log } = context;

  /** Starts what is due. Answers how many runs were started. Stops early when aborted. */
  async function tick(signal: AbortSignal): Promise<number> {
    let started = 0;
    while (!signal.aborted) {
      const now = await sharedNow(context);
      const due = await store.platform
        .selectFrom('stream_due')
        .select(['tenant_id', 'stream_no'])
        .where((row) => row.or([row('due_at', '<=', new Date(now)), row('sane_from', '>', new Date(now))]))
        .orderBy('due_at')
        .limit(50)
        .execute();
      if (due.length === 0) break;
      let taken = 0;
      for (const row of due) {
        const outcome = await startOrPostpone(row.tenant_id, row.stream_no, now);
        if (outcome !== 'taken by another') taken += 1;
        if (outcome === 'started') started += 1;
      }
      // Everything due is in other hands: leave it to them.
      if (taken === 0) break;
    }
    return started;
  }

  /** One stream that cannot be started must not keep all others waiting. */
  async function startOrPostpone(tenantId: string, streamNo: number, now: number): ReturnType<typeof startDue> {
    try {
      return await startDue(tenantId, streamNo, now);
    } catch (error) {
      if (error instanceof PlugboardError && error.code === 'storage_unavailable') throw error;
      log.error({ err: error, tenant_id: tenantId, stream_no: streamNo }, 'a due stream could not be started');
      await store.platform
        .updateTable('stream_due')
        .set({ due_at: new Date(now + postponeMs), sane_from: null })
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', streamNo)
        .execute();
      return 'not started';
    }
  }

  async function startDue(
    tenantId: string,
    streamNo: number,
    now: number,
  ): Promise<'started' | 'not started' | 'taken by another'> {
    return store.inTenant(tenantId, async (trx) => {
      const mine = await trx
        .selectFrom('stream_due')
        .select(['due_at', 'sane_from'])
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', streamNo)
        .where((row) => row.or([row('due_at', '<=', new Date(now)), row('sane_from', '>', new Date(now))]))
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (mine === undefined) return 'taken by another';
      const row = await trx
        .selectFrom('stream_state')
        .innerJoin('integration', (join) =>
          join
            .onRef('integration.tenant_id', '=', 'stream_state.tenant_id')
            .onRef('integration.id', '=', 'stream_state.integration_id'),
        )
        .select([
          'stream_state.stream_no',
          'stream_state.integration_id',
          'stream_state.stream',
          'stream_state.cursor',
          'stream_state.last_full_at',
          'stream_state.enabled',
          'stream_state.schedule as own_schedule',
          'integration.schedule',
          'integration.enabled as connected',
          'integration.auth_state',
          'integration.paused_until',
          'integration.provider',
        ])
        .where('stream_state.tenant_id', '=', tenantId)
        .where('stream_state.stream_no', '=', streamNo)
        .executeTakeFirst();
      const plan = row?.own_schedule ?? row?.schedule ?? null;
      if (row === undefined || plan === null || !row.enabled || !row.connected || row.auth_state !== 'connected') {
        await trx
          .deleteFrom('stream_due')
          .where('tenant_id', '=', tenantId)
          .where('stream_no', '=', streamNo)
          .execute();
        return 'not started';
      }
      const wasSetBack = mine.sane_from !== null && mine.sane_from.getTime() > now;
      const paused = row.paused_until !== null && row.paused_until.getTime() > now ? row.paused_until : undefined;
      // After the time that is used now, even where the clock has been set back a little since: no time of a cron line is used twice.
      const from = wasSetBack || 'every_s' in plan ? now : Math.max(now, mine.due_at.getTime());
      const next = paused?.getTime() ?? nextDue(plan, from, random.next());
      await trx
        .updateTable('stream_due')
        .set(dueRow(plan, next, now))
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', streamNo)
        .execute();
      if (wasSetBack) return 'not started';
      if (paused !== undefined) return 'not started';
      const known = context.registry.keys.includes(row.provider);
      const stream = known ? (await context.registry.load(row.provider)).streams[row.stream] : undefined;
      if (stream === undefined) {
        log.warn({ provider: row.provider, stream: row.stream }, 'a stored stream is no longer offered');
        return 'not started';
      }
      const run = await requestRun(context, trx, stream, row, {
        tenantId,
        syncId: newId(context),
        trigger: 'schedule',
        requestedBy: 'system:ticker',
        since: undefined,
        force: false,
        by: 'job',
      });
      return run.alreadyRunning ? 'not started' : 'started';
    });
  }

  /**
   * Gives runs whose process died without a job (a command line that was killed, a lost queue) to the workers. Tenants are looked
   * at one by one, because nothing may look across them.
   */
  async function adopt(): Promise<number> {
    let adopted = 0;
    for (const tenant of await store.platform.selectFrom('tenant').select('id').execute()) {
      adopted += await store.inTenant(tenant.id, async (trx) => {
        const dead = await trx
          .selectFrom('run')
          .select(['id', 'integration_id'])
          .where('tenant_id', '=', tenant.id)
          .where(abandoned({ runningMs: abandonedAfterMs, queuedMs: lostAfterMs }))
          .forUpdate()
          .skipLocked()
          .execute();
        for (const run of dead) {
          await trx
            .updateTable('run')
            .set({ heartbeat_at: sql`clock_timestamp()` })
            .where('tenant_id', '=', tenant.id)
            .where('id', '=', run.id)
            .execute();
          await context.queue.send(
            trx,
            syncQueue,
            { tenant_id: tenant.id, run_id: run.id },
            { group: run.integration_id },
          );
        }
        return dead.length;
      });
    }
    return adopted;
  }

  return { tick, adopt };
}
