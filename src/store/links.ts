/**
 * What record links are worked out from, within a transaction of their tenant: keys, who carries them, decisions, memberships, open
 * suggestions. Each is one statement for many records, and reads by key whatever the planner believes about the tables. What follows
 * from them is the hub's (link-settle.ts); writing that down is links-writing.ts.
 */
import { sql, type RawBuilder } from 'kysely';
import type { TenantTransaction } from './database.ts';
import type { LinkKind } from './links-tables.ts';

/** Where a record is stored. */
export interface LinkPlace {
  readonly streamNo: number;
  readonly key: string;
}

/** `... as p (stream_no, key)` */
export function placeRows(places: readonly LinkPlace[]): RawBuilder<unknown> {
  return sql`unnest(${places.map(({ streamNo }) => streamNo)}::int[], ${places.map(({ key }) => key)}::text[]) as p (stream_no, key)`;
}

export interface KeyRow extends LinkPlace {
  readonly rule: string;
  readonly digest: Buffer;
}

/** The keys these records carry. */
export async function keysOf(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
): Promise<readonly KeyRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<KeyRow>`
    select p.stream_no as "streamNo", p.key, k.rule, k.digest
      from ${placeRows(places)}
     cross join lateral (
             select rule, digest from link_key
              where link_key.tenant_id = ${tenantId} and link_key.stream_no = p.stream_no and link_key.key = p.key
             offset 0) k`.execute(trx);
  return rows;
}

/** How many carriers of one key are looked at before it is taken for one that many share. */
const fewCarriers = 64;

/**
 * Who carries these keys: everybody where they are few; else the first `perStream` of each of these streams, which is enough to know that
 * they are many. By stream and key.
 */
export async function carriersOf(
  trx: TenantTransaction,
  tenantId: string,
  digests: readonly Buffer[],
  { streamNos, perStream }: { readonly streamNos: readonly number[]; readonly perStream: number },
): Promise<readonly KeyRow[]> {
  if (digests.length === 0) return [];
  const { rows } = await sql<KeyRow>`
    select k.stream_no as "streamNo", k.key, k.rule, d.digest
      from unnest(${[...digests]}::bytea[]) as d (digest)
     cross join lateral (
             select stream_no, key, rule from link_key
              where link_key.tenant_id = ${tenantId} and link_key.digest = d.digest
              order by stream_no, key limit ${fewCarriers + 1}) k`.execute(trx);
  const counts = new Map<string, number>();
  for (const { digest } of rows) counts.set(hex(digest), (counts.get(hex(digest)) ?? 0) + 1);
  const many = new Set([...counts].filter(([, count]) => count > fewCarriers).map(([digest]) => digest));
  if (many.size === 0) return rows;
  const sampled = await sql<KeyRow>`
    select k.stream_no as "streamNo", k.key, k.rule, d.digest
      from unnest(${[...many].map((digest) => Buffer.from(digest, 'hex'))}::bytea[]) as d (digest)
     cross join unnest(${[...streamNos]}::int[]) as s (stream_no)
     cross join lateral (
             select stream_no, key, rule from link_key
              where link_key.tenant_id = ${tenantId} and link_key.digest = d.digest and link_key.stream_no = s.stream_no
              order by key limit ${perStream}) k`.execute(trx);
  return [...rows.filter(({ digest }) => !many.has(hex(digest))), ...sampled.rows];
}

function hex(digest: Buffer): string {
  return digest.toString('hex');
}

/** Which of these records exist and are not deleted. */
export async function aliveOf(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
): Promise<readonly LinkPlace[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<LinkPlace>`
    select p.stream_no as "streamNo", p.key
      from ${placeRows(places)}
     cross join lateral (
             select from record
              where record.tenant_id = ${tenantId} and record.stream_no = p.stream_no and record.key = p.key
                and record.deleted_at is null and record.data is not null
              limit 1) r`.execute(trx);
  return rows;
}

export interface DecisionRow {
  readonly a: LinkPlace;
  readonly b: LinkPlace;
  readonly same: boolean;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/** What was decided about these records, each pair once or twice. */
export async function decisionsOf(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
): Promise<readonly DecisionRow[]> {
  if (places.length === 0) return [];
  const columns = sql`stream_no, key, other_stream_no, other_key, same, decided_by, decided_at`;
  const { rows } = await sql<{
    stream_no: number;
    key: string;
    other_stream_no: number;
    other_key: string;
    same: boolean;
    decided_by: string;
    decided_at: Date;
  }>`
    select d.* from ${placeRows(places)}
     cross join lateral (
             (select ${columns} from link_decision
               where link_decision.tenant_id = ${tenantId} and link_decision.stream_no = p.stream_no and link_decision.key = p.key
              offset 0)
             union all
             (select ${columns} from link_decision
               where link_decision.tenant_id = ${tenantId} and link_decision.other_stream_no = p.stream_no
                 and link_decision.other_key = p.key
              offset 0)) d`.execute(trx);
  return rows.map((row) => ({
    a: { streamNo: row.stream_no, key: row.key },
    b: { streamNo: row.other_stream_no, key: row.other_key },
    same: row.same,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }));
}

export interface MemberRow extends LinkPlace {
  readonly groupId: string;
  readonly rule: string;
  readonly confidence: number;
  readonly other: LinkPlace;
  readonly linkedAt: Date;
  readonly linkedBy: string;
}

/** All members of the groups these records are in. */
export async function fellowsOf(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
): Promise<readonly MemberRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<{ group_id: string }>`
    select distinct m.group_id
      from ${placeRows(places)}
     cross join lateral (
             select group_id from link_member
              where link_member.tenant_id = ${tenantId} and link_member.stream_no = p.stream_no and link_member.key = p.key
              limit 1) m`.execute(trx);
  return membersOf(
    trx,
    tenantId,
    rows.map((row) => row.group_id),
  );
}

/** The members of these groups, by stream and key. */
export async function membersOf(
  trx: TenantTransaction,
  tenantId: string,
  groupIds: readonly string[],
): Promise<readonly MemberRow[]> {
  if (groupIds.length === 0) return [];
  const { rows } = await sql<{
    stream_no: number;
    key: string;
    group_id: string;
    rule: string;
    confidence: number;
    other_stream_no: number;
    other_key: string;
    linked_at: Date;
    linked_by: string;
  }>`
    select m.* from unnest(${[...groupIds]}::uuid[]) as g (id)
     cross join lateral (
             select * from link_member
              where link_member.tenant_id = ${tenantId} and link_member.group_id = g.id
             offset 0) m
     order by m.stream_no, m.key`.execute(trx);
  return rows.map((row) => ({
    streamNo: row.stream_no,
    key: row.key,
    groupId: row.group_id,
    rule: row.rule,
    confidence: row.confidence,
    other: { streamNo: row.other_stream_no, key: row.other_key },
    linkedAt: row.linked_at,
    linkedBy: row.linked_by,
  }));
}

export interface GroupRow {
  readonly id: string;
  readonly kind: LinkKind;
  readonly members: number;
  readonly confidence: number;
}

/** These groups. */
export async function groupsOf(
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<readonly GroupRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<GroupRow>`
    select g.* from unnest(${[...ids]}::uuid[]) as wanted (id)
     cross join lateral (
             select id, kind, members, confidence from link_group
              where link_group.tenant_id = ${tenantId} and link_group.id = wanted.id
              limit 1) g`.execute(trx);
  return rows;
}

export interface SuggestionRow {
  readonly id: string;
  readonly a: LinkPlace;
  readonly b: LinkPlace;
  readonly kind: LinkKind;
  readonly rule: string;
  readonly confidence: number;
  readonly reason: 'shared' | 'contradicted';
  readonly createdAt: Date;
}

interface StoredSuggestion {
  id: string;
  stream_no: number;
  key: string;
  other_stream_no: number;
  other_key: string;
  kind: SuggestionRow['kind'];
  rule: string;
  confidence: number;
  reason: SuggestionRow['reason'];
  created_at: Date;
}

export function suggestionRow(row: StoredSuggestion): SuggestionRow {
  return {
    id: row.id,
    a: { streamNo: row.stream_no, key: row.key },
    b: { streamNo: row.other_stream_no, key: row.other_key },
    kind: row.kind,
    rule: row.rule,
    confidence: row.confidence,
    reason: row.reason,
    createdAt: row.created_at,
  };
}

/** Open suggestions about these records, each once or twice. */
export async function suggestionsOf(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly LinkPlace[],
): Promise<readonly SuggestionRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<StoredSuggestion>`
    select s.* from ${placeRows(places)}
     cross join lateral (
             (select * from link_suggestion
               where link_suggestion.tenant_id = ${tenantId} and link_suggestion.stream_no = p.stream_no
                 and link_suggestion.key = p.key
              offset 0)
             union all
             (select * from link_suggestion
               where link_suggestion.tenant_id = ${tenantId} and link_suggestion.other_stream_no = p.stream_no
                 and link_suggestion.other_key = p.key
              offset 0)) s`.execute(trx);
  return rows.map(suggestionRow);
}
