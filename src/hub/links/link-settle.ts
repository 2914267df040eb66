/**
 * Which records are one: a pure function of facts, namely the keys records carry and what people decided about pairs. Whatever the order in
 * which records and decisions came, the same facts give the same groups.
 *
 * Links of rules are tried from the surest to the least sure (ties by the records' names), and one is made unless something speaks against it:
 *   - a person said that two of those it would join are different;
 *   - a register's number says so (both sides have a USI, and none in common);
 *   - both sides hold a record of one list (model and integration) and the key is not certain: a list rarely names one person twice;
 *   - one side is a person for sure, the other a company for sure.
 * Links made by hand come before all of them, and only people's words count against them. What rules alone have joined is a part; a link
 * by hand joins whole parts, so that the last three are asked of parts: two groups that a person made one stay whole.
 * Called by link-settling.ts.
 */
import type { LinkKind } from '../../store/links-tables.ts';
import {
  contradictedConfidence,
  linkedFrom,
  linkModels,
  rules,
  sharedConfidence,
  type Key,
  type LinkModel,
  type RuleName,
} from './link-rules.ts';

export interface LinkRecord {
  /** Names the record among the facts; also decides ties. */
  readonly name: string;
  readonly model: LinkModel;
  /** Names its integration and model. */
  readonly list: string;
  readonly keys: readonly Key[];
}

/** One key and who carries it; where they are very many, some of each list, more than the rule allows. */
export interface Carried {
  readonly rule: RuleName;
  /** Names, in any order. */
  readonly by: readonly string[];
}

export interface Decided {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

export interface LinkFacts {
  /** The records alive whose groups are asked for, by name: with every record they could be in a group with. */
  readonly records: ReadonlyMap<string, LinkRecord>;
  /** Others that carry a shared key of theirs: only suggested, never linked. */
  readonly neighbours: ReadonlyMap<string, LinkRecord>;
  /** Every key of the records, by digest. */
  readonly carried: ReadonlyMap<string, Carried>;
  readonly decisions: readonly Decided[];
}

export type MemberRule = RuleName | 'hand';

export interface SettledMember {
  readonly name: string;
  /** The surest link that holds it in the group, and to whom. */
  readonly rule: MemberRule;
  readonly confidence: number;
  readonly other: string;
}

export interface SettledGroup {
  readonly kind: LinkKind;
  /** Of its weakest link. */
  readonly confidence: number;
  /** Two or more, by name. */
  readonly members: readonly SettledMember[];
}

export interface Suggested {
  /** `a` comes before `b`. */
  readonly a: string;
  readonly b: string;
  readonly kind: LinkKind;
  readonly rule: RuleName;
  readonly confidence: number;
  /** shared: too many carry the key. contradicted: something speaks against it. */
  readonly reason: 'shared' | 'contradicted';
}

export interface Settled {
  readonly groups: readonly SettledGroup[];
  /** Each pair once, with the surest reason. */
  readonly suggestions: readonly Suggested[];
}

export function settle(facts: LinkFacts): Settled {
  const apart = apartOf(facts.decisions);
  const joined: Joined = { clusters: new Map(), parts: new Map() };
  for (const record of facts.records.values()) {
    joined.clusters.set(record.name, { records: [record], confidence: 1, held: new Map() });
    joined.parts.set(record.name, partOf(record));
  }
  for (const link of linksOf(facts)) join(joined, link, apart);
  return {
    groups: [...new Set(joined.clusters.values())].filter(({ records }) => records.length > 1).map(groupOf),
    suggestions: suggestionsOf(facts, joined.clusters, apart),
  };
}

/** Too many in one list carry it. */
export function isShared({ rule, by }: Carried, listOf: (name: string) => string | undefined): boolean {
  const counts = new Map<string, number>();
  for (const name of by) {
    const list = listOf(name);
    if (list === undefined) continue;
    const count = (counts.get(list) ?? 0) + 1;
    if (count > rules[rule].most) return true;
    counts.set(list, count);
  }
  return false;
}

/** The order of pairs, here and in the database. */
export function ordered(a: string, b: string): readonly [string, string] {
  return a < b ? [a, b] : [b, a];
}

interface Link {
  readonly a: string;
  readonly b: string;
  readonly rule: MemberRule;
  readonly confidence: number;
}

/** Records found to be one so far. */
interface Cluster {
  readonly records: readonly LinkRecord[];
  /** Of the weakest link. */
  readonly confidence: number;
  readonly held: ReadonlyMap<string, SettledMember>;
}

/** What rules alone have found to be one. */
interface Part {
  readonly names: readonly string[];
  readonly lists: ReadonlySet<string>;
  /** Digests of certain keys, by rule. */
  readonly certain: ReadonlyMap<RuleName, ReadonlySet<string>>;
  readonly person: boolean;
  readonly company: boolean;
}

interface Joined {
  readonly clusters: Map<string, Cluster>;
  readonly parts: Map<string, Part>;
}

type Apart = ReadonlyMap<string, ReadonlySet<string>>;

function apartOf(decisions: readonly Decided[]): Apart {
  const apart = new Map<string, Set<string>>();
  const add = (a: string, b: string) => void apart.set(a, (apart.get(a) ?? new Set()).add(b));
  for (const { a, b, same } of decisions) {
    if (same) continue;
    add(a, b);
    add(b, a);
  }
  return apart;
}

function partOf({ name, list, model, keys }: LinkRecord): Part {
  const certain = new Map<RuleName, Set<string>>();
  for (const { rule, digest } of keys)
    if (rules[rule].certain) certain.set(rule, (certain.get(rule) ?? new Set()).add(digest));
  return {
    names: [name],
    lists: new Set([list]),
    certain,
    person: model === 'student',
    company: keys.some(({ rule }) => rule === 'abn'),
  };
}

/** By hand first, then by rules from the surest on. */
function linksOf(facts: LinkFacts): readonly Link[] {
  const { records, carried, decisions } = facts;
  const there = ({ a, b }: Link) => records.has(a) && records.has(b);
  const byHand = decisions.filter(({ same }) => same).map(({ a, b }): Link => ({ a, b, rule: 'hand', confidence: 1 }));
  const byRule = [...carried.values()].flatMap((one) => {
    const confidence = sharedIn(facts, one) ? sharedConfidence : rules[one.rule].confidence;
    return confidence < linkedFrom ? [] : pairs(one.by).map(([a, b]): Link => ({ a, b, rule: one.rule, confidence }));
  });
  return [...byHand.filter(there).toSorted(bySureness), ...byRule.filter(there).toSorted(bySureness)];
}

function sharedIn({ records, neighbours }: LinkFacts, carried: Carried): boolean {
  return isShared(carried, (name) => (records.get(name) ?? neighbours.get(name))?.list);
}

function bySureness(one: Link, other: Link): number {
  if (one.confidence !== other.confidence) return other.confidence - one.confidence;
  const [a, b] = [ordered(one.a, one.b), ordered(other.a, other.b)];
  return compare(a[0], b[0]) || compare(a[1], b[1]) || compare(one.rule, other.rule);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pairs(names: readonly string[]): (readonly [string, string])[] {
  const sorted = names.toSorted(compare);
  return sorted.flatMap((a, index) => sorted.slice(index + 1).map((b): readonly [string, string] => [a, b]));
}

function join({ clusters, parts }: Joined, link: Link, apart: Apart): void {
  const [one, other] = [clusters.get(link.a), clusters.get(link.b)];
  if (one === undefined || other === undefined || (one !== other && saidApart(one, other, apart))) return;
  if (link.rule !== 'hand' && !joinParts(parts, link, link.rule)) return;
  if (one === other) return;
  const held = new Map([...one.held, ...other.held]);
  const hold = (name: string, to: string) => {
    // Links come from the surest on: the first that holds a record is its surest.
    if (!held.has(name)) held.set(name, { name, rule: link.rule, confidence: link.confidence, other: to });
  };
  hold(link.a, link.b);
  hold(link.b, link.a);
  const both: Cluster = {
    records: [...one.records, ...other.records],
    confidence: Math.min(one.confidence, other.confidence, link.confidence),
    held,
  };
  for (const { name } of both.records) clusters.set(name, both);
}

/** False: something speaks against it. */
function joinParts(parts: Map<string, Part>, link: Link, rule: RuleName): boolean {
  const [one, other] = [parts.get(link.a), parts.get(link.b)];
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  if (contradicts(one, other, rule)) return false;
  const both: Part = {
    names: [...one.names, ...other.names],
    lists: new Set([...one.lists, ...other.lists]),
    certain: merged(one.certain, other.certain),
    person: one.person || other.person,
    company: one.company || other.company,
  };
  for (const name of both.names) parts.set(name, both);
  return true;
}

function merged(one: Part['certain'], other: Part['certain']): Part['certain'] {
  const both = new Map(one);
  for (const [rule, digests] of other) both.set(rule, new Set([...(both.get(rule) ?? []), ...digests]));
  return both;
}

function saidApart(one: Cluster, other: Cluster, apart: Apart): boolean {
  const names = new Set(other.records.map(({ name }) => name));
  return one.records.some(({ name }) => [...(apart.get(name) ?? [])].some((stranger) => names.has(stranger)));
}

function contradicts(one: Part, other: Part, rule: RuleName): boolean {
  if (differentForSure(one, other)) return true;
  if (one.person !== one.company && other.person !== other.company && one.person !== other.person) return true;
  return !rules[rule].certain && [...one.lists].some((list) => other.lists.has(list));
}

/** Both have a register's number, and none in common. */
function differentForSure(one: Part, other: Part): boolean {
  return [...one.certain].some(([rule, digests]) => {
    const others = other.certain.get(rule);
    return others !== undefined && ![...digests].some((digest) => others.has(digest));
  });
}

function groupOf({ records, confidence, held }: Cluster): SettledGroup {
  return { kind: kindOf(records), confidence, members: [...held.values()].toSorted((a, b) => compare(a.name, b.name)) };
}

/** Courses and the like; a person as soon as one of them learns; a company when one has an ABN and nobody learns. */
function kindOf(records: readonly LinkRecord[]): LinkKind {
  const [first] = records;
  if (first !== undefined && linkModels[first.model].is === 'course') return 'course';
  if (records.some(({ model }) => model === 'student')) return 'person';
  return records.some(({ keys }) => keys.some(({ rule }) => rule === 'abn')) ? 'company' : 'person';
}

/** Of a key that many share, so many of each list are proposed. A person can look at a few pairs, not at hundreds. */
const proposedOfList = 3;

function suggestionsOf(facts: LinkFacts, clusters: ReadonlyMap<string, Cluster>, apart: Apart): readonly Suggested[] {
  const { records, neighbours, carried } = facts;
  const recordOf = (name: string) => records.get(name) ?? neighbours.get(name);
  const decided = new Set(facts.decisions.map(({ a, b }) => ordered(a, b).join('\0')));
  const found = new Map<string, Suggested>();
  for (const one of carried.values()) {
    const shared = sharedIn(facts, one);
    const proposed = shared ? fewOfEach(one.by, recordOf) : one.by;
    for (const [a, b] of pairs(proposed)) {
      const [left, right] = [recordOf(a), recordOf(b)];
      const pair = [a, b].join('\0');
      if (left === undefined || right === undefined || decided.has(pair)) continue;
      if (!records.has(a) && !records.has(b)) continue;
      if (shared && left.list === right.list) continue;
      const [group, other] = [clusters.get(a), clusters.get(b)];
      if (group !== undefined && group === other) continue;
      if (differentForSure(partOf(left), partOf(right))) continue;
      // What a person keeps apart is not asked about again by way of a third record.
      if (!shared && group !== undefined && other !== undefined && saidApart(group, other, apart)) continue;
      const suggestion: Suggested = {
        a,
        b,
        kind: kindOf([left, right]),
        rule: one.rule,
        confidence: shared ? sharedConfidence : contradictedConfidence,
        reason: shared ? 'shared' : 'contradicted',
      };
      const known = found.get(pair);
      if (known === undefined || better(suggestion, known)) found.set(pair, suggestion);
    }
  }
  return [...found.values()].toSorted((one, other) => compare(one.a, other.a) || compare(one.b, other.b));
}

function better(one: Suggested, other: Suggested): boolean {
  if (one.confidence !== other.confidence) return one.confidence > other.confidence;
  return rules[one.rule].confidence !== rules[other.rule].confidence
    ? rules[one.rule].confidence > rules[other.rule].confidence
    : one.rule < other.rule;
}

function fewOfEach(names: readonly string[], recordOf: (name: string) => LinkRecord | undefined): readonly string[] {
  const taken = new Map<string, number>();
  return names.toSorted(compare).filter((name) => {
    const list = recordOf(name)?.list;
    if (list === undefined) return false;
    const count = taken.get(list) ?? 0;
    taken.set(list, count + 1);
    return count < proposedOfList;
  });
}
