/**
 * Working out the groups of some records anew, and writing down what is different: gathers every record they could be in a group with,
 * asks settle(), compares. Within a transaction that has taken the tenant's links. Called by link-follow.ts and link-decisions.ts.
 */
import type { TenantTransaction } from '../../store/index.ts';
import {
  aliveOf,
  carriersOf,
  decisionsOf,
  fellowsOf,
  groupsOf,
  keysOf,
  suggestionsOf as openSuggestionsOf,
  type DecisionRow,
  type GroupRow,
  type LinkPlace,
  type MemberRow,
  type SuggestionRow,
} from '../../store/links.ts';
import type { LinkStream } from '../../store/links-feed.ts';
import { saveGroups, saveSuggestions } from '../../store/links-writing.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import { isLinkModel, rules, ruleNames, type RuleName } from './link-rules.ts';
import {
  isShared,
  ordered,
  settle,
  type Carried,
  type LinkRecord,
  type Settled,
  type SettledMember,
} from './link-settle.ts';

/** The tenant's streams whose records are linked, by number. */
export type LinkStreams = ReadonlyMap<number, LinkStream>;

export interface Links {
  readonly trx: TenantTransaction;
  readonly tenantId: string;
  readonly streams: LinkStreams;
}

/** By whom a link of a rule was made. */
export const byRules = 'rules';

/**
 * Links that hang together are worked out together: so many steps from the records asked about, and so many records for each of them. Only
 * data made for the purpose hang together further than that, and nobody else is to wait for them.
 */
const mostSteps = 25;
const mostPerRecord = 50;
const mostAtLeast = 2_000;

export function linkName({ streamNo, key }: LinkPlace): string {
  return `${streamNo}:${key}`;
}

export function linkPlace(name: string): LinkPlace {
  const colon = name.indexOf(':');
  return { streamNo: Number(name.slice(0, colon)), key: name.slice(colon + 1) };
}

/** Who carries these keys, for settling: enough of each list to know which keys are shared. */
export async function carriers(
  { trx, tenantId, streams }: Links,
  digests: readonly string[],
): Promise<ReadonlyMap<string, Carried>> {
  const rows = await carriersOf(
    trx,
    tenantId,
    digests.map((digest) => Buffer.from(digest, 'hex')),
    { streamNos: [...streams.keys()], perStream: Math.max(...ruleNames.map((name) => rules[name].most)) + 1 },
  );
  const carried = new Map<string, { rule: RuleName; by: string[] }>();
  for (const row of rows) {
    const rule = ruleNames.find((name) => name === row.rule);
    if (rule === undefined || !streams.has(row.streamNo)) continue;
    const digest = row.digest.toString('hex');
    const known = carried.get(digest) ?? { rule, by: [] };
    known.by.push(linkName(row));
    carried.set(digest, known);
  }
  return carried;
}

interface Gathered {
  /** Records looked at, alive or not. */
  readonly seen: ReadonlySet<string>;
  readonly alive: ReadonlyMap<string, LinkRecord>;
  readonly carried: ReadonlyMap<string, Carried>;
  readonly decisions: ReadonlyMap<string, DecisionRow>;
  readonly members: ReadonlyMap<string, MemberRow>;
}

/** Works out the groups of these records and of all they hang together with. */
export async function settleAround(
  context: HubContext,
  links: Links,
  places: readonly LinkPlace[],
): Promise<readonly string[]> {
  if (places.length === 0) return [];
  const gathered = await gather(links, places);
  const settled = settle({
    records: gathered.alive,
    neighbours: await neighboursOf(links, gathered),
    carried: gathered.carried,
    decisions: [...gathered.decisions.values()].map(({ a, b, same }) => ({ a: linkName(a), b: linkName(b), same })),
  });
  await writeSuggestions(context, links, gathered, settled);
  return writeGroups(context, links, gathered, settled);
}

async function gather(links: Links, places: readonly LinkPlace[]): Promise<Gathered> {
  const seen = new Set<string>();
  const alive = new Map<string, LinkRecord>();
  const carried = new Map<string, Carried>();
  const decisions = new Map<string, DecisionRow>();
  const members = new Map<string, MemberRow>();
  const most = Math.max(mostAtLeast, places.length * mostPerRecord);
  let frontier = new Set(places.map(linkName));
  for (let steps = 1; frontier.size > 0; steps += 1) {
    const far = steps > mostSteps || seen.size + frontier.size > most;
    for (const name of frontier) seen.add(name);
    const found = await look(links, [...frontier]);
    for (const record of found.records) alive.set(record.name, record);
    for (const decision of found.decisions) decisions.set(`${linkName(decision.a)}\0${linkName(decision.b)}`, decision);
    for (const member of found.fellows) members.set(linkName(member), member);
    const digests = found.records.flatMap(({ keys }) => keys.map(({ digest }) => digest));
    const unknown = new Set(digests.filter((one) => !carried.has(one)));
    for (const [digest, one] of await carriers(links, [...unknown])) carried.set(digest, one);
    const linked = [
      ...digests.flatMap((digest) => {
        const one = carried.get(digest);
        return one === undefined || isShared(one, (name) => listOf(links.streams, name)) ? [] : one.by;
      }),
      ...found.decisions.flatMap(({ a, b, same }) => (same ? [linkName(a), linkName(b)] : [])),
    ];
    // Groups are always looked at whole.
    const next = [...found.fellows.map(linkName), ...(far ? [] : linked)];
    frontier = new Set(next.filter((name) => !seen.has(name)));
  }
  return { seen, alive, carried, decisions, members };
}

async function look({ trx, tenantId, streams }: Links, names: readonly string[]) {
  const places = names.map(linkPlace);
  const keys = await keysOf(trx, tenantId, places);
  const living = await aliveOf(trx, tenantId, places);
  return {
    records: recordsOf(streams, living, keys),
    decisions: await decisionsOf(trx, tenantId, places),
    fellows: await fellowsOf(trx, tenantId, places),
  };
}

function recordsOf(
  streams: LinkStreams,
  places: readonly LinkPlace[],
  keys: Awaited<ReturnType<typeof keysOf>>,
): readonly LinkRecord[] {
  const keysBy = Map.groupBy(keys, linkName);
  return places.flatMap((place) => {
    const name = linkName(place);
    const model = streams.get(place.streamNo)?.model ?? '';
    const list = listOf(streams, name);
    if (list === undefined || !isLinkModel(model)) return [];
    const own = (keysBy.get(name) ?? []).flatMap(({ rule, digest }) => {
      const known = ruleNames.find((one) => one === rule);
      return known === undefined ? [] : [{ rule: known, digest: digest.toString('hex') }];
    });
    return [{ name, model, list, keys: own }];
  });
}

/** A list is what an integration has of one model. */
function listOf(streams: LinkStreams, name: string): string | undefined {
  const stream = streams.get(linkPlace(name).streamNo);
  return stream === undefined ? undefined : `${stream.integrationId} ${stream.model}`;
}

async function neighboursOf(
  { trx, tenantId, streams }: Links,
  { seen, carried }: Gathered,
): Promise<ReadonlyMap<string, LinkRecord>> {
  const names = new Set([...carried.values()].flatMap(({ by }) => by.filter((name) => !seen.has(name))));
  const places = [...names].map(linkPlace);
  const records = recordsOf(streams, places, await keysOf(trx, tenantId, places));
  return new Map(records.map((record) => [record.name, record]));
}

/** Answers the ids of the groups there are now. */
async function writeGroups(
  context: HubContext,
  { trx, tenantId }: Links,
  { seen, decisions, members: before }: Gathered,
  { groups }: Settled,
): Promise<readonly string[]> {
  const ids = keptIds(groups, before);
  const all = groups.map((group, index) => ({ ...group, id: ids[index] ?? newId(context) }));
  const kept = new Set(all.map(({ id }) => id));
  const stored = await groupsOf(trx, tenantId, [...new Set([...before.values()].map(({ groupId }) => groupId))]);
  const known = new Map(stored.map((group) => [group.id, group]));
  const now = new Date(context.clock.now());
  const members = all.flatMap(({ id, members: settled }) => settled.map((one) => memberRow(id, one, decisions, now)));
  const changed = members.filter((row) => !sameLink(row, before.get(linkName(row))));
  const joined = new Set(changed.map(({ groupId }) => groupId));
  const inGroup = new Set(members.map(linkName));
  await saveGroups(trx, tenantId, {
    groups: all
      .map(({ id, kind, confidence, members: { length } }) => ({ id, kind, confidence, members: length }))
      .filter((group) => joined.has(group.id) || !sameGroup(group, known.get(group.id))),
    members: changed,
    left: [...seen].filter((name) => before.has(name) && !inGroup.has(name)).map(linkPlace),
    emptied: [...known.keys()].filter((id) => !kept.has(id)),
    now,
  });
  return [...kept];
}

function memberRow(
  groupId: string,
  { name, rule, confidence, other }: SettledMember,
  decisions: Gathered['decisions'],
  now: Date,
): MemberRow {
  const decision = rule === 'hand' ? decisions.get(ordered(name, other).join('\0')) : undefined;
  const made = { linkedAt: decision?.decidedAt ?? now, linkedBy: decision?.decidedBy ?? byRules };
  return { ...linkPlace(name), groupId, rule, confidence, other: linkPlace(other), ...made };
}

function sameGroup(group: GroupRow, stored: GroupRow | undefined): boolean {
  return (
    stored !== undefined &&
    stored.kind === group.kind &&
    stored.members === group.members &&
    stored.confidence === group.confidence
  );
}

function sameLink(row: MemberRow, before: MemberRow | undefined): boolean {
  return (
    before !== undefined &&
    before.groupId === row.groupId &&
    before.rule === row.rule &&
    before.confidence === row.confidence &&
    before.linkedBy === row.linkedBy &&
    linkName(before.other) === linkName(row.other)
  );
}

/** A group keeps the id of the one it has most members from; of two that merge, the older. */
function keptIds(groups: Settled['groups'], before: ReadonlyMap<string, MemberRow>): readonly (string | undefined)[] {
  const claims = groups.flatMap(({ members }, index) => {
    const counts = new Map<string, number>();
    for (const { name } of members) {
      const id = before.get(name)?.groupId;
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return [...counts].map(([id, count]) => ({ id, count, index }));
  });
  const ids: (string | undefined)[] = groups.map(() => undefined);
  const taken = new Set<string>();
  for (const { id, index } of claims.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))) {
    if (taken.has(id) || ids[index] !== undefined) continue;
    taken.add(id);
    ids[index] = id;
  }
  return ids;
}

async function writeSuggestions(
  context: HubContext,
  { trx, tenantId }: Links,
  { seen }: Gathered,
  { suggestions }: Settled,
): Promise<void> {
  const open = await openSuggestionsOf(trx, tenantId, [...seen].map(linkPlace));
  const known = new Map(open.map((one) => [`${linkName(one.a)}\0${linkName(one.b)}`, one]));
  const wanted = new Set(suggestions.map(({ a, b }) => `${a}\0${b}`));
  const saved = suggestions.flatMap(({ a, b, ...facts }): SuggestionRow[] => {
    const before = known.get(`${a}\0${b}`);
    const { kind, rule, confidence, reason } = facts;
    if (before?.rule === rule && before.reason === reason && before.kind === kind && before.confidence === confidence)
      return [];
    const kept = { id: before?.id ?? newId(context), createdAt: before?.createdAt ?? new Date(context.clock.now()) };
    return [{ ...kept, a: linkPlace(a), b: linkPlace(b), ...facts }];
  });
  const gone = [...known].filter(([pair]) => !wanted.has(pair)).map(([, { id }]) => id);
  await saveSuggestions(trx, tenantId, { gone, saved });
}
