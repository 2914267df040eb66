/** Reading links as callers see them, within a transaction of their tenant. Used by links.ts and link-decisions.ts. */
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import {
  decisionsOf,
  keysOf,
  membersOf,
  type LinkPlace,
  type MemberRow,
  type SuggestionRow,
} from '../../store/links.ts';
import type { LinkTables } from '../../store/links-tables.ts';
import { showId } from '../ids.ts';
import { linkModelNames, rules, ruleNames, type RuleName } from './link-rules.ts';
import { linkName } from './link-settling.ts';
import type { LinkedRecord, LinkGroup, LinkGroupDetail, LinkMember, LinkSuggestion } from './link-views.ts';
import { streamsOf } from '../records/record-queries.ts';
import { showRecordId, type StreamFacts } from '../records/record-views.ts';

/** The tenant's linked streams, by number. */
export type LinkFacts = ReadonlyMap<number, StreamFacts>;

export async function linkFacts(trx: TenantTransaction, tenantId: string): Promise<LinkFacts> {
  const streams = await streamsOf(trx, tenantId, { models: linkModelNames });
  return new Map(streams.map((stream) => [stream.streamNo, stream]));
}

/** Undefined: of a stream that is gone, or is not linked. */
export function linkedRecord(facts: LinkFacts, place: LinkPlace): LinkedRecord | undefined {
  const stream = facts.get(place.streamNo);
  return (
    stream && {
      record: showRecordId(place),
      model: stream.model,
      integration_id: showId('int', stream.integrationId),
      provider: stream.provider,
      stream: stream.stream,
      key: place.key,
    }
  );
}

/** These groups, in this order; those that are not there are left out. */
export async function readGroups(
  trx: TenantTransaction,
  tenantId: string,
  ids: readonly string[],
): Promise<LinkGroup[]> {
  if (ids.length === 0) return [];
  const facts = await linkFacts(trx, tenantId);
  const rows = await trx
    .withTables<LinkTables>()
    .selectFrom('link_group')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...ids])
    .execute();
  const members = Map.groupBy(await membersOf(trx, tenantId, ids), ({ groupId }) => groupId);
  const groups = new Map(
    rows.map((row): [string, LinkGroup] => [
      row.id,
      {
        id: showId('lnk', row.id),
        kind: row.kind,
        confidence: row.confidence,
        created_at: row.created_at.toISOString(),
        updated_at: row.updated_at.toISOString(),
        members: (members.get(row.id) ?? []).flatMap((member) => memberView(facts, member)),
      },
    ]),
  );
  return ids.flatMap((id) => groups.get(id) ?? []);
}

function memberView(facts: LinkFacts, member: MemberRow): LinkMember[] {
  const record = linkedRecord(facts, member);
  const rule = member.rule === 'hand' ? 'hand' : knownRule(member.rule);
  if (record === undefined || rule === undefined) return [];
  return [
    {
      ...record,
      rule,
      confidence: member.confidence,
      linked_to: showRecordId(member.other),
      linked_at: member.linkedAt.toISOString(),
      linked_by: member.linkedBy,
    },
  ];
}

function knownRule(name: string): RuleName | undefined {
  return ruleNames.find((one) => one === name);
}

/** One group, and why. Throws `not_found`. */
export async function readGroup(
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  named: string,
): Promise<LinkGroupDetail> {
  const [group] = await readGroups(trx, tenantId, [id]);
  if (group === undefined) throw noGroup(named);
  const members = await membersOf(trx, tenantId, [id]);
  return {
    ...group,
    evidence: await evidenceOf(trx, tenantId, members),
    decisions: await saidOf(trx, tenantId, members),
  };
}

export function noGroup(named: string) {
  return fail('not_found', `There is no link group "${named.slice(0, 60)}".`);
}

async function evidenceOf(
  trx: TenantTransaction,
  tenantId: string,
  members: readonly MemberRow[],
): Promise<LinkGroupDetail['evidence']> {
  const carried = Map.groupBy(await keysOf(trx, tenantId, members), ({ digest }) => digest.toString('hex'));
  return [...carried.values()]
    .flatMap((rows) => {
      const rule = knownRule(rows[0]?.rule ?? '');
      if (rule === undefined || rows.length < 2) return [];
      return [{ rule, confidence: rules[rule].confidence, records: rows.map(showRecordId).toSorted() }];
    })
    .toSorted((a, b) => b.confidence - a.confidence || (a.records.join(' ') < b.records.join(' ') ? -1 : 1));
}

async function saidOf(
  trx: TenantTransaction,
  tenantId: string,
  members: readonly MemberRow[],
): Promise<LinkGroupDetail['decisions']> {
  const rows = await decisionsOf(trx, tenantId, members);
  const once = new Map(rows.map((row) => [`${linkName(row.a)}\0${linkName(row.b)}`, row]));
  return [...once.values()]
    .toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime())
    .map(({ a, b, same, decidedAt, decidedBy }) => ({
      records: [showRecordId(a), showRecordId(b)],
      same,
      decided_at: decidedAt.toISOString(),
      decided_by: decidedBy,
    }));
}

export function suggestionView(facts: LinkFacts, row: SuggestionRow): LinkSuggestion[] {
  const records = [row.a, row.b].flatMap((place) => linkedRecord(facts, place) ?? []);
  const rule = knownRule(row.rule);
  if (rule === undefined || records.length < 2) return [];
  return [
    {
      id: showId('sug', row.id),
      kind: row.kind,
      rule,
      confidence: row.confidence,
      reason: row.reason,
      records,
      created_at: row.createdAt.toISOString(),
    },
  ];
}
