/** The overview of a tenant: the first thing people look at, so what fails comes first, with what to do about it. */
import { sql } from 'kysely';
import { categories, type Category } from '../../contract/categories.ts';
import { errorTable } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { integrationsByName } from '../integrations/integration-rows.ts';
import type { Providers, ProviderSummary } from '../providers/providers.ts';
import type { streamCounts } from '../runs/stream-counts.ts';
import { changesSince, runsByHour, traffic } from './last-day.ts';
import type { Attention, OverviewView } from './overview-views.ts';

const dayMs = 86_400_000;
const nextShown = 5;
/** Counting all records reads an index entry for each: not again before so long, and never more than this part of the time. Milliseconds. */
const countRestMs = 5_000;
const countShare = 0.05;
/** Tenants whose count is remembered. */
const mostRemembered = 1_000;

type Rows = Awaited<ReturnType<typeof integrationsByName>>;
type Counted = Pick<OverviewView['records'], 'total' | 'models'>;

interface Remembered {
  /** Of the change feed: at the same position there are the same records. */
  readonly seq: string;
  readonly counted: Counted;
  readonly atMs: number;
  readonly tookMs: number;
}

export function tenantOverview(
  context: HubContext,
  tenants: Tenants,
  providers: Providers,
  counts: ReturnType<typeof streamCounts>,
) {
  const { store, clock } = context;
  const remembered = new Map<string, Remembered>();

  const count = async (principal: Principal, tenantId: string, seq: string): Promise<Remembered> => {
    const last = remembered.get(tenantId);
    const now = clock.now();
    if (last !== undefined && (last.seq === seq || now - last.atMs < countRestMs + last.tookMs / countShare))
      return last;
    const byModel = new Map<string, number>();
    for (const { model, records } of (await counts(principal, tenantId)).data)
      byModel.set(model, (byModel.get(model) ?? 0) + records);
    const models = [...byModel].map(([model, records]) => ({ model, records })).filter(({ records }) => records > 0);
    const counted = {
      total: models.reduce((sum, { records }) => sum + records, 0),
      models: models.toSorted((a, b) => b.records - a.records || a.model.localeCompare(b.model)),
    };
    const made = { seq, counted, atMs: now, tookMs: clock.now() - now };
    remembered.delete(tenantId);
    remembered.set(tenantId, made);
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    return made;
  };

  return {
    read: async (principal: Principal, tenant: string): Promise<OverviewView> => {
      const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
      const now = clock.now();
      const { data: available } = await providers.list();
      const { seq, changes, rows, ...found } = await store.inTenant(tenantId, async (trx) => {
        const all = await integrationsByName(trx, tenantId);
        const feed = await trx.selectFrom('feed').select('seq').where('tenant_id', '=', tenantId).executeTakeFirst();
        return {
          rows: all,
          seq: String(feed?.seq ?? 0),
          attention: await attention(trx, tenantId, all),
          runs: await runsByHour(trx, tenantId, now),
          changes: await changesSince(trx, tenantId, now - dayMs),
          ...(await traffic(trx, tenantId, now - dayMs)),
        };
      });
      const { counted, atMs } = await count(principal, tenantId, seq);
      return {
        ...found,
        integrations: rows.map(briefly),
        totals: totals(rows, available),
        records: { ...counted, counted_at: new Date(atMs).toISOString(), changes_last_day: changes },
        next: nextOf(rows),
      };
    },
  };
}

function briefly(row: Rows[number]): OverviewView['integrations'][number] {
  const { id, name, provider, status, sync_status, last_synced_at, next_run_at } = row;
  return {
    id: showId('int', id),
    name,
    provider,
    status,
    sync_status,
    last_synced_at: last_synced_at?.toISOString() ?? null,
    next_run_at: next_run_at?.toISOString() ?? null,
  };
}

function nextOf(rows: Rows): OverviewView['next'] {
  return rows
    .flatMap(({ id, name, provider, next_run_at: at }) =>
      at === null ? [] : [{ integration_id: showId('int', id), name, provider, at: at.toISOString() }],
    )
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .slice(0, nextShown);
}

/** Connected is what works or tries to: a draft and what was disconnected are not. */
function totals(rows: Rows, available: readonly ProviderSummary[]): OverviewView['totals'] {
  const categoryOf = new Map(available.map(({ key, category }) => [key, category]));
  const connected = rows.filter(({ status }) => status !== 'draft' && status !== 'disconnected');
  const of = (wanted: readonly Category[]) => ({
    connected: connected.filter(({ provider }) => wanted.some((one) => one === categoryOf.get(provider))).length,
    available: available.filter(({ category }) => wanted.includes(category)).length,
  });
  return {
    connected: connected.length,
    available: available.length,
    failing: rows.filter(({ status }) => status === 'failing' || status === 'needs_reauth').length,
    finance: of(['accounting', 'payment']),
    categories: categories
      .map((category) => ({ category, ...of([category]) }))
      .filter((one) => one.available > 0 || one.connected > 0),
  };
}

async function attention(trx: TenantTransaction, tenantId: string, rows: Rows): Promise<Attention[]> {
  const wrong = rows.filter(({ status }) => status === 'failing' || status === 'needs_reauth');
  const since = await failingSince(
    trx,
    tenantId,
    wrong.map(({ id }) => id),
  );
  return wrong
    .map((row): Attention => {
      const { id, name, provider, status, auth_message: message, sync_error: failed, updated_at: updatedAt } = row;
      const at = status === 'needs_reauth' ? updatedAt : since.get(id);
      return {
        integration_id: showId('int', id),
        name,
        provider,
        status,
        since: at?.toISOString() ?? null,
        error:
          status === 'failing' && failed !== null
            ? failed
            : { code: 'auth_revoked', message: message ?? 'Somebody has to sign in again.', ...signInAgain },
      };
    })
    .toSorted((a, b) => (a.since ?? '').localeCompare(b.since ?? '') || a.name.localeCompare(b.name));
}

const signInAgain = { fault: errorTable.auth_revoked.fault, next: errorTable.auth_revoked.next };

/** The first run that failed after the last one that did not, of the stream that fails. A short walk from there along `run_latest`. */
async function failingSince(
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ integration_id: string; since: Date }>`
    select s.integration_id, min(first.finished_at) as since
      from stream_state s
     cross join lateral (
           select r.finished_at from run r
            where r.tenant_id = ${tenantId} and r.integration_id = s.integration_id and r.stream_no = s.stream_no
              and r.state = 'failed' and r.queued_at > coalesce(s.last_succeeded_at, '-infinity')
            order by r.queued_at, r.id limit 1) first
     where s.tenant_id = ${tenantId} and s.integration_id = any(${ids}::uuid[]) and s.enabled and s.last_error is not null
     group by s.integration_id`.execute(trx);
  return new Map(rows.map((row) => [row.integration_id, row.since]));
}
