/**
 * Writing record links down, within a transaction that has taken them (links-feed.ts): keys, groups with their members, suggestions,
 * decisions. Each is one statement for many rows.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { jsonText } from './json-text.ts';
import { placeRows, type GroupRow, type KeyRow, type LinkPlace, type MemberRow, type SuggestionRow } from './links.ts';

export async function changeKeys(
  trx: TenantTransaction,
  tenantId: string,
  { removed, added }: { readonly removed: readonly KeyRow[]; readonly added: readonly KeyRow[] },
): Promise<void> {
  if (removed.length > 0)
    // One by one by primary key: a join may be planned as if the table were empty, and read all of it.
    await sql`
      delete from link_key
       where ctid = any (array(
               select k.ctid from ${keyRows(removed)}
                cross join lateral (
                        select ctid from link_key
                         where link_key.tenant_id = ${tenantId} and link_key.digest = p.digest and link_key.stream_no = p.stream_no
                           and link_key.key = p.key
                         limit 1) k))`.execute(trx);
  if (added.length > 0)
    await sql`
      insert into link_key (tenant_id, digest, stream_no, key, rule)
      select ${tenantId}, p.digest, p.stream_no, p.key, p.rule from ${keyRows(added)}
          on conflict do nothing`.execute(trx);
}

function keyRows(rows: readonly KeyRow[]) {
  return sql`unnest(${rows.map(({ streamNo }) => streamNo)}::int[], ${rows.map(({ key }) => key)}::text[],
                    ${rows.map(({ digest }) => digest)}::bytea[], ${rows.map(({ rule }) => rule)}::text[])
             as p (stream_no, key, digest, rule)`;
}

export interface GroupChanges {
  /** New ones, and those whose facts may have changed. */
  readonly groups: readonly GroupRow[];
  /** New and moved members, and those held by another link than before. */
  readonly members: readonly MemberRow[];
  readonly left: readonly LinkPlace[];
  readonly emptied: readonly string[];
  readonly now: Date;
}

export async function saveGroups(
  trx: TenantTransaction,
  tenantId: string,
  { groups, members, left, emptied, now }: GroupChanges,
): Promise<void> {
  if (groups.length > 0)
    await sql`
      insert into link_group (tenant_id, id, kind, members, confidence, created_at, updated_at)
      select ${tenantId}, g.id, g.kind, g.members, g.confidence, ${now}, ${now}
        from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as g (id uuid, kind text, members int, confidence real)
          on conflict (tenant_id, id) do update
         set kind = excluded.kind, members = excluded.members, confidence = excluded.confidence, updated_at = excluded.updated_at`.execute(
      trx,
    );
  if (members.length > 0)
    await sql`
      insert into link_member (tenant_id, stream_no, key, group_id, rule, confidence, other_stream_no, other_key, linked_at, linked_by)
      select ${tenantId}, m.stream_no, m.key, m.group_id, m.rule, m.confidence, m.other_stream_no, m.other_key, m.linked_at, m.linked_by
        from jsonb_to_recordset(${jsonText(members.map(memberJson))}::jsonb)
          as m (stream_no int, key text, group_id uuid, rule text, confidence real, other_stream_no int, other_key text,
                linked_at timestamptz, linked_by text)
          on conflict (tenant_id, stream_no, key) do update
         set group_id = excluded.group_id, rule = excluded.rule, confidence = excluded.confidence,
             other_stream_no = excluded.other_stream_no, other_key = excluded.other_key,
             linked_at = excluded.linked_at, linked_by = excluded.linked_by`.execute(trx);
  if (left.length > 0)
    await sql`
      delete from link_member
       where ctid = any (array(
               select m.ctid from ${placeRows(left)}
                cross join lateral (
                        select ctid from link_member
                         where link_member.tenant_id = ${tenantId} and link_member.stream_no = p.stream_no and link_member.key = p.key
                         limit 1) m))`.execute(trx);
  if (emptied.length > 0)
    await sql`delete from link_group where tenant_id = ${tenantId} and id = any (${[...emptied]}::uuid[])`.execute(trx);
}

function memberJson({ streamNo, key, groupId, rule, confidence, other, linkedAt, linkedBy }: MemberRow) {
  return {
    stream_no: streamNo,
    key,
    group_id: groupId,
    rule,
    confidence,
    other_stream_no: other.streamNo,
    other_key: other.key,
    linked_at: linkedAt.toISOString(),
    linked_by: linkedBy,
  };
}

/** Replaces open suggestions, by id; a pair keeps its id for as long as it is suggested. */
export async function saveSuggestions(
  trx: TenantTransaction,
  tenantId: string,
  { gone, saved }: { readonly gone: readonly string[]; readonly saved: readonly SuggestionRow[] },
): Promise<void> {
  if (gone.length > 0)
    await sql`delete from link_suggestion where tenant_id = ${tenantId} and id = any (${[...gone]}::uuid[])`.execute(
      trx,
    );
  if (saved.length === 0) return;
  const rows = saved.map(({ id, a, b, kind, rule, confidence, reason, createdAt }) => ({
    id,
    stream_no: a.streamNo,
    key: a.key,
    other_stream_no: b.streamNo,
    other_key: b.key,
    kind,
    rule,
    confidence,
    reason,
    created_at: createdAt.toISOString(),
  }));
  await sql`
    insert into link_suggestion
           (tenant_id, id, stream_no, key, other_stream_no, other_key, kind, rule, confidence, reason, created_at)
    select ${tenantId}, s.id, s.stream_no, s.key, s.other_stream_no, s.other_key, s.kind, s.rule, s.confidence, s.reason, s.created_at
      from jsonb_to_recordset(${jsonText(rows)}::jsonb)
        as s (id uuid, stream_no int, key text, other_stream_no int, other_key text, kind text, rule text, confidence real,
              reason text, created_at timestamptz)
        on conflict (tenant_id, id) do update
       set kind = excluded.kind, rule = excluded.rule, confidence = excluded.confidence, reason = excluded.reason`.execute(
    trx,
  );
}

export interface NewDecision {
  readonly a: LinkPlace;
  readonly b: LinkPlace;
  readonly same: boolean;
}

/** What a person said last about a pair is what counts. */
export async function saveDecisions(
  trx: TenantTransaction,
  tenantId: string,
  decisions: readonly NewDecision[],
  by: { readonly decidedBy: string; readonly decidedAt: Date },
): Promise<void> {
  if (decisions.length === 0) return;
  await sql`
    insert into link_decision (tenant_id, stream_no, key, other_stream_no, other_key, same, decided_by, decided_at)
    select ${tenantId}, d.stream_no, d.key, d.other_stream_no, d.other_key, d.same, ${by.decidedBy}, ${by.decidedAt}
      from unnest(${decisions.map(({ a }) => a.streamNo)}::int[], ${decisions.map(({ a }) => a.key)}::text[],
                  ${decisions.map(({ b }) => b.streamNo)}::int[], ${decisions.map(({ b }) => b.key)}::text[],
                  ${decisions.map(({ same }) => same)}::boolean[]) as d (stream_no, key, other_stream_no, other_key, same)
        on conflict (tenant_id, stream_no, key, other_stream_no, other_key) do update
       set same = excluded.same, decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(trx);
}

/** As if nothing had been said about these pairs. */
export async function dropDecisions(
  trx: TenantTransaction,
  tenantId: string,
  pairs: readonly Pick<NewDecision, 'a' | 'b'>[],
): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    delete from link_decision d
     using unnest(${pairs.map(({ a }) => a.streamNo)}::int[], ${pairs.map(({ a }) => a.key)}::text[],
                  ${pairs.map(({ b }) => b.streamNo)}::int[], ${pairs.map(({ b }) => b.key)}::text[])
             as p (stream_no, key, other_stream_no, other_key)
     where d.tenant_id = ${tenantId} and d.stream_no = p.stream_no and d.key = p.key
       and d.other_stream_no = p.other_stream_no and d.other_key = p.other_key`.execute(trx);
}
