/**
 * Looks after the logs' partitions, again and again: makes those of the coming days, takes away lines that their tenant keeps for less
 * than the platform, and drops what is over, archived before where that is wanted. Any number of workers may do it at the same time
 * and any of them may die in the middle: each step is either done or not, and done again it changes nothing. Called by the worker.
 */
import { PlugboardError } from '../../contract/errors.ts';
import { deleteLines, type LogPartition } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { archiveLines, clearAbandoned, type ArchivedLog } from './log-archive.ts';
import { dayMs, daysKept, ownDays } from './log-retention.ts';
import { usageDays } from './usage.ts';

/** Lines deleted by one transaction. */
const atOnce = 5_000;

export interface Upkeep {
  readonly made: number;
  /** Lines deleted because their tenant keeps them for less. */
  readonly deleted: number;
  /** Names of the partitions dropped. */
  readonly dropped: readonly string[];
  /** Files written. */
  readonly archived: readonly string[];
}

export function logUpkeep(context: HubContext) {
  const { store, clock, logKeeping, log } = context;

  /** Stops between two steps when aborted. */
  const run = async (signal: AbortSignal): Promise<Upkeep> => {
    const made = await store.logs.prepare(clock.now());
    const tenants = await store.platform.selectFrom('tenant').select('id').orderBy('id').execute();
    const ids = tenants.map(({ id }) => id);
    let deleted = 0;
    for (const tenantId of ids) deleted += await shorten(tenantId, signal);
    const { dropped, archived } = await dropWhatIsOver(ids, signal);
    if (made + deleted + dropped.length > 0) log.info({ made, deleted, dropped }, 'the logs were looked after');
    return { made, deleted, dropped, archived };
  };

  /** Deletes what a tenant keeps for less than the platform. */
  const shorten = async (tenantId: string, signal: AbortSignal): Promise<number> => {
    const { own, integrations } = await store.inTenant(tenantId, async (trx) => ({
      own: await ownDays(trx, tenantId),
      integrations: await trx.selectFrom('integration').select('id').where('tenant_id', '=', tenantId).execute(),
    }));
    const kept = daysKept(logKeeping, own);
    const shortened = [
      ...(kept.integrationLogDays < logKeeping.integrationLogDays
        ? [{ name: 'integration_log', days: kept.integrationLogDays } as const]
        : []),
      ...(kept.exchangeLogDays < logKeeping.exchangeLogDays
        ? [{ name: 'exchange_log', days: kept.exchangeLogDays } as const]
        : []),
    ];
    let deleted = 0;
    for (const { name, days } of shortened) {
      const before = new Date(clock.now() - days * dayMs);
      for (const { id: integrationId } of integrations) {
        for (let some = 1; some > 0 && !signal.aborted; deleted += some) {
          some = await store.inTenant(tenantId, (trx) =>
            deleteLines(trx, name, { tenantId, integrationId }, atOnce, before),
          );
        }
      }
    }
    return deleted;
  };

  const dropWhatIsOver = async (tenants: readonly string[], signal: AbortSignal) => {
    const dropped: string[] = [];
    const archived: string[] = [];
    const { archiveDir } = logKeeping;
    if (archiveDir !== undefined) await clearAbandoned(archiveDir, clock.now());
    for (const partition of await store.logs.partitions()) {
      if (signal.aborted) break;
      if (partition.to.getTime() > clock.now() - daysOf(partition) * dayMs) continue;
      if (archiveDir !== undefined && isArchived(partition))
        archived.push(...(await archive(archiveDir, partition, tenants, signal)));
      if (await drop(partition)) dropped.push(partition.name);
    }
    return { dropped, archived };
  };

  const archive = async (
    dir: string,
    partition: LogPartition & { readonly log: ArchivedLog },
    tenants: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly string[]> => {
    const files: string[] = [];
    for (const tenantId of tenants) {
      const file = await archiveLines(context, { dir, partition, tenantId, signal });
      if (file !== undefined) files.push(file);
    }
    return files;
  };

  /** Dropping waits for everybody who is reading the log; with somebody reading for long it is left to the next time. */
  const drop = async (partition: LogPartition): Promise<boolean> => {
    try {
      return await store.logs.drop(partition, clock.now());
    } catch (error) {
      if (!(error instanceof PlugboardError) || !error.retry) throw error;
      log.info({ err: error, partition: partition.name }, 'a partition is in use; it is dropped later');
      return false;
    }
  };

  const daysOf = ({ log: name }: LogPartition): number => {
    switch (name) {
      case 'integration_log':
        return logKeeping.integrationLogDays;
      case 'exchange_log':
        return logKeeping.exchangeLogDays;
      case 'usage_minute':
        return usageDays;
    }
  };

  return { run };
}

function isArchived(partition: LogPartition): partition is LogPartition & { readonly log: ArchivedLog } {
  return partition.log !== 'usage_minute';
}
