/**
 * What people say about records: these two are one, this one does not belong, yes or no to a suggestion. What is kept is the word about
 * each pair; the groups follow from it as they do from the keys (link-settle.ts), so that no rule can undo what a person did.
 */
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { aliveOf, decisionsOf, fellowsOf, membersOf, suggestionRow, type LinkPlace } from '../../store/links.ts';
import { takeLinks } from '../../store/links-feed.ts';
import type { LinkTables } from '../../store/links-tables.ts';
import { dropDecisions, saveDecisions, type NewDecision } from '../../store/links-writing.ts';
import type { HubContext } from '../context.ts';
import { printable, readId, showId } from '../ids.ts';
import { invalidInput, parseInput } from '../inputs.ts';
import { linksIn } from './link-follow.ts';
import { linkFacts, noGroup, readGroups, suggestionView } from './link-queries.ts';
import { isLinkModel, linkModelNames, linkModels } from './link-rules.ts';
import { linkName, linkPlace, settleAround, type Links } from './link-settling.ts';
import { ordered } from './link-settle.ts';
import { LinkRecords, type LinkGroup, type LinkSuggestion, type UnlinkedRecord } from './link-views.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import { noRecord, readRecordId, showRecordId } from '../records/record-views.ts';
import type { Tenants } from '../access/tenants.ts';

interface Said {
  readonly links: Links;
  readonly actor: string;
}

export function linkDecisions(context: HubContext, tenants: Tenants) {
  const { store } = context;

  /** Everything in one transaction that has taken the tenant's links; the audit entry comes last. */
  const saying = async <T>(
    principal: Principal,
    tenant: string,
    action: string,
    say: (said: Said) => Promise<{ readonly answer: T; readonly target: string; readonly details: Details }>,
  ): Promise<T> => {
    const { id: tenantId } = await tenants.enter(principal, 'connect', tenant);
    return store.inTenant(tenantId, async (trx) => {
      await takeLinks(trx, tenantId, { skipBusy: false });
      const actor = nameOf(principal);
      const { answer, target, details } = await say({ links: await linksIn(trx, tenantId), actor });
      await store.audit.append(trx, { tenantId, actor, action, target, details });
      return answer;
    });
  };

  /**
   * Says that two records are one: their groups become one. Throws `invalid_request` for records that cannot be one, and `conflict` when
   * they are linked already, or when a person keeps two others apart that would come together by it.
   */
  const link = (principal: Principal, tenant: string, input: LinkRecords): Promise<LinkGroup> =>
    saying(principal, tenant, 'link.made', async (said) => {
      const [a, b] = parseInput(LinkRecords, input).records.map(readRecordId);
      if (a === undefined || b === undefined) throw new Error('two records were checked');
      const group = await join(context, said, a, b);
      return { answer: group, target: group.id, details: recordsIn(a, b) };
    });

  /** Takes a record out of its group, for good: it is kept apart from each of the others until somebody links them by hand. */
  const unlink = (principal: Principal, tenant: string, group: string, record: string): Promise<UnlinkedRecord> =>
    saying(principal, tenant, 'link.undone', async ({ links, actor }) => {
      const place = readRecordId(record);
      const members = await membersOf(links.trx, links.tenantId, [readId('lnk', group)]);
      if (members.length === 0) throw noGroup(printable(group));
      const others = members.filter((member) => linkName(member) !== linkName(place));
      if (others.length === members.length)
        throw fail('not_found', `The record "${printable(record)}" is no member of this group.`);
      await decide(
        context,
        { links, actor },
        others.map((other) => pairOf(place, other, false)),
      );
      await settleAround(context, links, members);
      const left = await fellowsOf(links.trx, links.tenantId, members);
      const ids = [...new Set(left.map(({ groupId }) => groupId))];
      const groups = await readGroups(links.trx, links.tenantId, ids);
      return { answer: { groups }, target: group, details: { record: showRecordId(place), others: others.length } };
    });

  const accept = (principal: Principal, tenant: string, suggestion: string): Promise<LinkGroup> =>
    saying(principal, tenant, 'link.suggestion_accepted', async (said) => {
      const { a, b } = await readSuggestion(said.links, suggestion);
      const group = await join(context, said, a, b);
      return { answer: group, target: suggestion, details: { group: group.id, ...recordsIn(a, b) } };
    });

  /** It is not made again, and no rule links the two. */
  const reject = (principal: Principal, tenant: string, suggestion: string): Promise<LinkSuggestion> =>
    saying(principal, tenant, 'link.suggestion_rejected', async (said) => {
      const row = await readSuggestion(said.links, suggestion);
      const [answer] = suggestionView(await linkFacts(said.links.trx, said.links.tenantId), row);
      if (answer === undefined) throw noSuggestion(suggestion);
      await decide(context, said, [pairOf(row.a, row.b, false)]);
      await settleAround(context, said.links, [row.a, row.b]);
      return { answer, target: suggestion, details: recordsIn(row.a, row.b) };
    });

  return { link, unlink, accept, reject };
}

type Details = Readonly<Record<string, string | number>>;

function recordsIn(a: LinkPlace, b: LinkPlace): Details {
  return { record: showRecordId(a), other: showRecordId(b) };
}

async function join(context: HubContext, said: Said, a: LinkPlace, b: LinkPlace): Promise<LinkGroup> {
  const { trx, tenantId } = said.links;
  await checkPair(said.links, a, b);
  const fellows = await fellowsOf(trx, tenantId, [a, b]);
  const groupIdOf = (place: LinkPlace) => fellows.find((one) => linkName(one) === linkName(place))?.groupId;
  const group = groupIdOf(a);
  if (group !== undefined && group === groupIdOf(b))
    throw fail('conflict', `These records are linked already, in ${showId('lnk', group)}.`, {
      meta: { group: showId('lnk', group) },
    });
  const sideOf = (place: LinkPlace) => [
    place,
    ...fellows.filter((one) => one.groupId === groupIdOf(place) && linkName(one) !== linkName(place)),
  ];
  const [left, right] = [sideOf(a), sideOf(b)];
  await dropDecisions(trx, tenantId, await overruled(trx, tenantId, left, right));
  await decide(context, said, [pairOf(a, b, true)]);
  const ids = await settleAround(context, said.links, [...left, ...right]);
  const joined = (await readGroups(trx, tenantId, ids)).find(({ members }) =>
    [a, b].every((place) => members.some(({ record }) => record === showRecordId(place))),
  );
  if (joined !== undefined) return joined;
  throw fail(
    'conflict',
    'These records cannot be linked: what people said about others they are linked with forbids it.',
    {
      next: 'Look at their groups, and unlink what does not belong.',
    },
  );
}

/** Throws unless both are there, alive, and of models that can be one. */
async function checkPair({ trx, tenantId, streams }: Links, a: LinkPlace, b: LinkPlace): Promise<void> {
  if (linkName(a) === linkName(b))
    throw invalidInput([{ path: 'records', message: 'a record cannot be linked with itself' }]);
  const known = await trx
    .selectFrom('record')
    .innerJoin('stream_state as s', (on) =>
      on.onRef('s.tenant_id', '=', 'record.tenant_id').onRef('s.stream_no', '=', 'record.stream_no'),
    )
    .select(['record.stream_no', 'record.key', 's.model'])
    .where('record.tenant_id', '=', tenantId)
    .where((where) =>
      where.or([a, b].map(({ streamNo, key }) => where.and({ 'record.stream_no': streamNo, 'record.key': key }))),
    )
    .execute();
  const models = [a, b].map((place) => {
    const row = known.find(({ stream_no: streamNo, key }) => linkName({ streamNo, key }) === linkName(place));
    if (row === undefined) throw noRecord(showRecordId(place));
    return row.model;
  });
  for (const model of models) {
    if (!isLinkModel(model))
      throw invalidInput([
        {
          path: 'records',
          message: `a record of the model "${model}" cannot be linked; ${linkModelNames.join(', ')} can`,
        },
      ]);
  }
  const [one = '', other = ''] = models;
  if (isLinkModel(one) && isLinkModel(other) && linkModels[one].is !== linkModels[other].is)
    throw invalidInput([{ path: 'records', message: `a ${one} and a ${other} cannot be one` }]);
  const alive = new Set((await aliveOf(trx, tenantId, [a, b])).map(linkName));
  for (const place of [a, b]) {
    if (!alive.has(linkName(place)) || !streams.has(place.streamNo))
      throw fail('conflict', `The record ${showRecordId(place)} was deleted, or could never be mapped.`);
  }
}

/**
 * What was said against it about the two themselves: the newer word counts. What was said about two others does not give way unseen.
 * Both sides begin with the record that is linked.
 */
async function overruled(
  trx: TenantTransaction,
  tenantId: string,
  left: readonly LinkPlace[],
  right: readonly LinkPlace[],
): Promise<readonly Pick<NewDecision, 'a' | 'b'>[]> {
  const [leftNames, rightNames] = [left, right].map((side) => new Set(side.map(linkName)));
  const themselves = new Set([left[0], right[0]].flatMap((place) => (place === undefined ? [] : [linkName(place)])));
  const against = (await decisionsOf(trx, tenantId, left)).filter(({ a, b, same }) => {
    const [one, other] = [linkName(a), linkName(b)];
    const across = (leftNames?.has(one) && rightNames?.has(other)) || (leftNames?.has(other) && rightNames?.has(one));
    return !same && across === true;
  });
  const others = against.find(({ a, b }) => !themselves.has(linkName(a)) && !themselves.has(linkName(b)));
  if (others !== undefined) {
    const [one, other] = [showRecordId(others.a), showRecordId(others.b)];
    throw fail(
      'conflict',
      `Somebody (${others.decidedBy}) keeps ${one} and ${other} apart, who would become one by this.`,
      {
        next: 'Unlink one of them from its group first, or link the two by hand.',
        meta: { record: one, other },
      },
    );
  }
  return against;
}

function pairOf(one: LinkPlace, other: LinkPlace, same: boolean): NewDecision {
  const [a, b] = ordered(linkName(one), linkName(other));
  return { a: linkPlace(a), b: linkPlace(b), same };
}

async function decide(context: HubContext, { links, actor }: Said, decisions: readonly NewDecision[]): Promise<void> {
  await saveDecisions(links.trx, links.tenantId, decisions, {
    decidedBy: actor,
    decidedAt: new Date(context.clock.now()),
  });
}

async function readSuggestion({ trx, tenantId }: Links, suggestion: string) {
  const row = await trx
    .withTables<LinkTables>()
    .selectFrom('link_suggestion')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', readId('sug', suggestion))
    .executeTakeFirst();
  if (row === undefined) throw noSuggestion(suggestion);
  return suggestionRow(row);
}

function noSuggestion(named: string) {
  return fail('not_found', `There is no open link suggestion "${printable(named)}"; it may have been decided.`);
}
