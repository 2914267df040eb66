/**
 * The linker's side of the store, within a transaction of a tenant: taking its links, what has changed in the change feed since, and what
 * waits for another look. Used by the hub's link-follow.ts and by whoever changes links.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import type { LinkPlace } from './links.ts';

export interface LinkState {
  /** Keys are kept up to this position of the change feed. */
  readonly seq: number;
  readonly made_with: Buffer | null;
  readonly pass: 'keys' | 'groups' | null;
  readonly pass_to: number | null;
}

/**
 * Takes the tenant's links for this transaction: whoever changes keys, groups or decisions does this first. With `skipBusy`, undefined
 * while somebody else has them.
 */
export async function takeLinks(
  trx: TenantTransaction,
  tenantId: string,
  { skipBusy }: { readonly skipBusy: boolean },
): Promise<LinkState | undefined> {
  const take = () =>
    sql<LinkState>`
      select seq, made_with, pass, pass_to from link_state where tenant_id = ${tenantId}
         for update ${skipBusy ? sql`skip locked` : sql``}`.execute(trx);
  const known = await sql`select from link_state where tenant_id = ${tenantId}`.execute(trx);
  if (known.rows.length === 0)
    await sql`insert into link_state (tenant_id) values (${tenantId}) on conflict do nothing`.execute(trx);
  return (await take()).rows[0];
}

export async function keepState(trx: TenantTransaction, tenantId: string, state: LinkState): Promise<void> {
  await sql`
    update link_state set seq = ${state.seq}, made_with = ${state.made_with}, pass = ${state.pass}, pass_to = ${state.pass_to}
     where tenant_id = ${tenantId}`.execute(trx);
}

/** Is there anything to do, and are runs under way, whose work comes first? Cheap: asked of every tenant, again and again. */
export async function linkBacklog(
  trx: TenantTransaction,
  tenantId: string,
  madeWith: Buffer,
): Promise<{ readonly behind: boolean; readonly running: boolean }> {
  const { rows } = await sql<{ behind: boolean; running: boolean }>`
    select coalesce(s.seq, 0) < f.seq or (f.seq > 0 and (s.pass is not null or s.made_with is distinct from ${madeWith}))
             or exists (select from link_waiting w where w.tenant_id = ${tenantId}) as behind,
           exists (select from run r where r.tenant_id = ${tenantId} and r.state = 'running') as running
      from feed f left join link_state s on s.tenant_id = f.tenant_id
     where f.tenant_id = ${tenantId}`.execute(trx);
  return rows[0] ?? { behind: false, running: false };
}

export interface LinkStream {
  readonly streamNo: number;
  readonly model: string;
  readonly integrationId: string;
}

/** The tenant's streams of these models. */
export async function linkStreams(
  trx: TenantTransaction,
  tenantId: string,
  models: readonly string[],
): Promise<readonly LinkStream[]> {
  const { rows } = await sql<LinkStream>`
    select stream_no as "streamNo", model, integration_id as "integrationId"
      from stream_state where tenant_id = ${tenantId} and model = any (${[...models]})`.execute(trx);
  return rows;
}

export interface FeedRow extends LinkPlace {
  readonly alive: boolean;
  /** As text, in the order the fields were asked for. */
  readonly values: readonly (string | null)[];
}

export interface FeedPage {
  readonly rows: readonly FeedRow[];
  /** The last position looked at; where it began, when there was nothing. */
  readonly through: number;
  /** Positions looked at, of any stream. */
  readonly looked: number;
}

/** Records of these streams among the next `limit` of the change feed, with some fields of their data. Other records cost an index entry. */
export async function linkFeed(
  trx: TenantTransaction,
  tenantId: string,
  from: { readonly after: number; readonly limit: number },
  of: { readonly streamNos: readonly number[]; readonly fields: readonly string[] },
): Promise<FeedPage> {
  const { rows } = await sql<{
    through: number | null;
    looked: number;
    streamNo: number | null;
    key: string;
    alive: boolean;
    values: readonly (string | null)[];
  }>`
    with page as materialized (
      select stream_no, key, seq, deleted_at is null and data is not null as alive,
             case when stream_no = any (${[...of.streamNos]}::int[]) then array[${sql.join(of.fields.map((field) => sql`data ->> ${field}`))}]
             end as values
        from record
       where tenant_id = ${tenantId} and seq > ${from.after} and seq > 0
       order by seq limit ${from.limit})
    select looked.through, looked.count as looked, page.stream_no as "streamNo", page.key, page.alive, page.values
      from (select max(seq) as through, count(*)::int as count from page) looked
      left join page on page.values is not null`.execute(trx);
  return {
    rows: rows.flatMap(({ streamNo, key, alive, values }) =>
      streamNo === null ? [] : [{ streamNo, key, alive, values: alive ? values : [] }],
    ),
    through: rows[0]?.through ?? from.after,
    looked: rows[0]?.looked ?? 0,
  };
}

/** The last position of the change feed. */
export async function feedHead(trx: TenantTransaction, tenantId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from feed where tenant_id = ${tenantId}`.execute(trx);
  return rows[0]?.seq ?? 0;
}

/** Records that wait for another look, and are taken off the list. */
export async function takeWaiting(
  trx: TenantTransaction,
  tenantId: string,
  limit: number,
): Promise<readonly LinkPlace[]> {
  const { rows } = await sql<LinkPlace>`
    delete from link_waiting
     where tenant_id = ${tenantId}
       and (stream_no, key) in (select stream_no, key from link_waiting where tenant_id = ${tenantId} limit ${limit})
    returning stream_no as "streamNo", key`.execute(trx);
  return rows;
}
