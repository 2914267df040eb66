/**
 * What the members of a unit's result are called. VETtrak's own pages do not say, so the names are read from the site's WSDL when it is
 * connected, by what they end in, and a person can correct them. Called by site.ts (finding) and streams.ts (using).
 */
import type { Account, JsonObject, Settings } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';

export const unitMembers = ['code', 'name', 'result', 'start', 'finish', 'percentage'] as const;
export type UnitMember = (typeof unitMembers)[number];
export type UnitTags = Readonly<Partial<Record<UnitMember, string>>>;

/** First match wins; letter case and underscores do not count. A unit without code or result would say nothing. */
const patterns: Readonly<Record<UnitMember, readonly RegExp[]>> = {
  code: [/^(enun)?unitcode$/, /unit.*code$/],
  name: [/^(enun)?unitname$/, /unit.*(name|title)$/],
  result: [/result(name)?$/, /resuname$/, /result.*name$/],
  start: [/start(date)?$/],
  finish: [/(finish|end|completion)(date)?$/],
  percentage: [/(percentage|percent|score|mark)$/],
};
const needed: readonly UnitMember[] = ['code', 'result'];

/** The names among those the type has. */
export function matchUnitTags(names: readonly string[]): UnitTags {
  const plain = names.map((name) => ({ name, plain: name.toLowerCase().replaceAll('_', '') }));
  const found: Partial<Record<UnitMember, string>> = {};
  for (const member of unitMembers) {
    const pattern = patterns[member].find((one) => plain.some((name) => one.test(name.plain)));
    const match = pattern === undefined ? undefined : plain.find((name) => pattern.test(name.plain));
    if (match !== undefined) found[member] = match.name;
  }
  return found;
}

/** Why these names are not enough, or undefined when they are. */
export function lacking(tags: UnitTags): string | undefined {
  const missing = needed.filter((member) => tags[member] === undefined);
  return missing.length === 0 ? undefined : missing.join(' and ');
}

/** `code=Unit_Code, result=Resu_Name`, as typed by a person or kept with the account. Anything else in it is ignored. */
export function parseUnitTags(text: string | undefined): UnitTags {
  const known: readonly string[] = unitMembers;
  return Object.fromEntries(
    (text ?? '').split(',').flatMap((pair) => {
      const [member = '', tag = ''] = pair.split('=').map((part) => part.trim());
      return known.includes(member) && tag !== '' ? [[member, tag]] : [];
    }),
  );
}

export function formatUnitTags(tags: UnitTags): string {
  return unitMembers.flatMap((member) => (tags[member] === undefined ? [] : [`${member}=${tags[member]}`])).join(', ');
}

/** What a person typed outranks what was found. */
export function unitTagsFor(settings: Settings, account: Account | undefined): UnitTags {
  return { ...parseUnitTags(account?.meta['unit_tags']), ...parseUnitTags(settings['unit_tags']) };
}

/** The unit's members under our names, null where there is nothing. */
export function unitOf(item: JsonObject, tags: UnitTags): Readonly<Record<UnitMember, string | null>> {
  const value = (member: UnitMember): string | null => {
    const tag = tags[member];
    return tag === undefined ? null : (textAt(item, tag) ?? null);
  };
  return {
    code: value('code'),
    name: value('name'),
    result: value('result'),
    start: value('start'),
    finish: value('finish'),
    percentage: value('percentage'),
  };
}
