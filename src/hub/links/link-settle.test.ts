/** Which records are one, as facts: no database. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { LinkModel, RuleName } from './link-rules.ts';
import { settle, type Carried, type Decided, type LinkFacts, type LinkRecord } from './link-settle.ts';

type Keys = Partial<Record<RuleName, string>>;

function record(name: string, list: string, keys: Keys, model: LinkModel = 'student'): LinkRecord {
  const own = Object.entries(keys).map(([rule, value]) => ({ rule: rule as RuleName, digest: `${rule} ${value}` }));
  return { name, model, list: `${list} ${model}`, keys: own };
}

function factsOf(records: readonly LinkRecord[], decisions: readonly Decided[] = []): LinkFacts {
  const carried = new Map<string, { rule: RuleName; by: string[] }>();
  for (const { name, keys } of records)
    for (const { rule, digest } of keys) {
      const one = carried.get(digest) ?? { rule, by: [] };
      one.by.push(name);
      carried.set(digest, one);
    }
  return {
    records: new Map(records.map((one) => [one.name, one])),
    neighbours: new Map(),
    carried: carried satisfies Map<string, Carried>,
    decisions,
  };
}

const groups = (records: readonly LinkRecord[], decisions: readonly Decided[] = []) =>
  settle(factsOf(records, decisions)).groups.map(({ members }) => members.map(({ name }) => name).join(' '));
const suggested = (records: readonly LinkRecord[], decisions: readonly Decided[] = []) =>
  settle(factsOf(records, decisions)).suggestions.map(({ a, b, reason }) => `${a} ${b} ${reason}`);
const same = (a: string, b: string): Decided => ({ a, b, same: true });
const apart = (a: string, b: string): Decided => ({ a, b, same: false });

const ada = { usi: 'U1', email: 'ada' };

describe('rules link', () => {
  it('records of different systems by each kind of key, each with its surest link', () => {
    const found = settle(
      factsOf([
        record('m', 'moodle', { usi: 'U1', email: 'ada', student_number: '101' }),
        record('v', 'vettrak', { usi: 'U1', email: 'other', student_number: '101' }),
        record('c', 'canvas', { email: 'ada' }),
      ]),
    );
    expect(found).toEqual({
      groups: [
        {
          kind: 'person',
          confidence: 0.8,
          members: [
            { name: 'c', rule: 'email', confidence: 0.8, other: 'm' },
            { name: 'm', rule: 'usi', confidence: 1, other: 'v' },
            { name: 'v', rule: 'usi', confidence: 1, other: 'm' },
          ],
        },
      ],
      suggestions: [],
    });
  });

  it('nobody by no key, and nobody with himself', () => {
    expect(groups([])).toEqual([]);
    expect(groups([record('m', 'moodle', ada)])).toEqual([]);
    expect(groups([record('m', 'moodle', {}), record('c', 'canvas', {})])).toEqual([]);
  });

  test('two groups whose weakest link joins them are as sure as that link', () => {
    const [one] = settle(
      factsOf(
        [
          record('m', 'moodle', { usi: 'U1' }),
          record('v', 'vettrak', { usi: 'U1', email: 'ada' }),
          record('x', 'xero', { abn: 'A1', email: 'ada' }, 'contact'),
          record('s', 'stripe', { abn: 'A1' }, 'contact'),
        ],
        [same('v', 'x')],
      ),
    ).groups;
    expect(one).toMatchObject({ confidence: 1, kind: 'person' });
    const [other] = settle(
      factsOf([
        record('a', 'moodle', { student_number: '1' }),
        record('b', 'vettrak', { student_number: '1', email: 'ada' }),
        record('c', 'canvas', { email: 'ada', usi: 'U' }),
        record('d', 'axcelerate', { usi: 'U' }),
      ]),
    ).groups;
    expect(other?.confidence).toBe(0.8);
    expect(other?.members.map(({ confidence }) => confidence)).toEqual([0.9, 0.9, 1, 1]);
  });

  it('the same company by its ABN, also twice in one system; and a course by its code across models', () => {
    const companies = [
      record('x1', 'xero', { abn: 'A1' }, 'contact'),
      record('x2', 'xero', { abn: 'A1' }, 'contact'),
      record('s', 'stripe', { abn: 'A1' }, 'contact'),
    ];
    expect(settle(factsOf(companies)).groups).toMatchObject([{ kind: 'company', members: [{}, {}, {}] }]);
    const courses = [
      record('m', 'moodle', { course_code: 'BSB' }, 'course'),
      record('q', 'vettrak', { course_code: 'BSB' }, 'qualification'),
      record('p', 'vettrak', { course_code: 'BSB' }, 'course'),
    ];
    expect(settle(factsOf(courses)).groups).toMatchObject([{ kind: 'course', members: [{}, {}, {}] }]);
  });
});

describe('rules do not link', () => {
  it('by an e-mail address that two of one system have: each pair across systems is suggested', () => {
    const office = [
      record('m1', 'moodle', { email: 'office' }),
      record('m2', 'moodle', { email: 'office' }),
      record('v', 'vettrak', { email: 'office' }),
    ];
    expect(groups(office)).toEqual([]);
    expect(suggested(office)).toEqual(['m1 v shared', 'm2 v shared']);
    expect(groups(office.slice(1))).toEqual(['m2 v']);
  });

  it('by a mailbox of hundreds: of each system the first three are suggested', () => {
    const many = Array.from({ length: 200 }, (_, i) => record(`m${1000 + i}`, 'moodle', { email: 'office' }));
    expect(suggested([...many, record('v', 'vettrak', { email: 'office' })])).toEqual([
      'm1000 v shared',
      'm1001 v shared',
      'm1002 v shared',
    ]);
  });

  it('persons with different USIs, nor suggests it', () => {
    const couple = [
      record('m', 'moodle', { usi: 'U1', email: 'home' }),
      record('v', 'vettrak', { usi: 'U2', email: 'home' }),
    ];
    expect(settle(factsOf(couple))).toEqual({ groups: [], suggestions: [] });
    // Nor by way of a third without one, which goes with the surer link.
    const third = record('c', 'canvas', { email: 'home', student_number: '7' });
    expect(groups([...couple, third])).toEqual(['c m']);
    expect(
      groups(
        [couple[0], { ...record('v', 'vettrak', { usi: 'U2', email: 'home', student_number: '7' }) }, third].filter(
          (one) => one !== undefined,
        ),
      ),
    ).toEqual(['c v']);
  });

  it('two of one system by way of a third: the surer link holds, the other is suggested', () => {
    const records = [
      record('m', 'moodle', { email: 'ada', student_number: '101' }),
      record('v1', 'vettrak', { email: 'ada' }),
      record('v2', 'vettrak', { student_number: '101' }),
    ];
    expect(groups(records)).toEqual(['m v2']);
    expect(suggested(records)).toEqual(['m v1 contradicted']);
  });

  it('a person with a company by their e-mail address: that is suggested', () => {
    const records = [
      record('m', 'moodle', { email: 'accounts' }),
      record('x', 'xero', { email: 'accounts', abn: 'A1' }, 'contact'),
    ];
    expect(groups(records)).toEqual([]);
    expect(suggested(records)).toEqual(['m x contradicted']);
    expect(groups([record('m', 'moodle', { email: 'ada' }), record('x', 'xero', { email: 'ada' }, 'contact')])).toEqual(
      ['m x'],
    );
  });

  it('by a register’s number that more than five of one system carry', () => {
    const staff = Array.from({ length: 6 }, (_, i) => record(`x${i}`, 'xero', { abn: 'A1' }, 'contact'));
    expect(groups(staff)).toEqual([]);
    expect(groups(staff.slice(1))).toEqual(['x1 x2 x3 x4 x5']);
  });
});

describe('what people say', () => {
  const two = [record('m', 'moodle', ada), record('v', 'vettrak', ada)];

  it('links what no rule does, and what rules would hold apart', () => {
    expect(groups([record('m', 'moodle', {}), record('v', 'vettrak', {})], [same('m', 'v')])).toEqual(['m v']);
    const differ = [record('m', 'moodle', { usi: 'U1' }), record('m2', 'moodle', { usi: 'U2' })];
    expect(settle(factsOf(differ, [same('m', 'm2')])).groups).toMatchObject([
      {
        members: [
          { rule: 'hand', other: 'm2' },
          { rule: 'hand', other: 'm' },
        ],
      },
    ]);
  });

  it('keeps apart what rules would link, also by way of a third, and is not asked again', () => {
    expect(settle(factsOf(two, [apart('m', 'v')]))).toEqual({ groups: [], suggestions: [] });
    const third = [...two, record('c', 'canvas', { email: 'ada' })];
    expect(groups(third, [apart('m', 'v')])).toEqual(['c m']);
    expect(suggested(third, [apart('m', 'v')])).toEqual([]);
    expect(groups(third, [apart('m', 'v'), apart('c', 'm')])).toEqual(['c v']);
    expect(suggested([...two, record('v2', 'vettrak', { email: 'ada' })], [apart('m', 'v2')])).toEqual([]);
  });

  it('joins whole groups, although both hold a record of one list, and leaves nobody behind', () => {
    const groupOf = (email: string) =>
      ['moodle', 'vettrak', 'xero'].map((list) => record(`${list}-${email}`, list, { email }));
    const all = [...groupOf('ada'), ...groupOf('home')];
    expect(groups(all)).toHaveLength(2);
    expect(settle(factsOf(all, [same('moodle-ada', 'moodle-home')]))).toMatchObject({
      groups: [{ confidence: 0.8, members: [{ rule: 'hand' }, { rule: 'hand' }, {}, {}, {}, {}] }],
      suggestions: [],
    });
    // Whom somebody keeps apart from one of them stays outside: the word of a person comes first.
    expect(groups(all, [same('moodle-ada', 'moodle-home'), apart('vettrak-ada', 'moodle-home')])).toEqual([
      'moodle-ada moodle-home vettrak-home xero-ada xero-home',
    ]);
  });

  it('about records that are gone means nothing', () => {
    expect(groups(two.slice(1), [same('m', 'v'), apart('v', 'z')])).toEqual([]);
  });
});

test('the order of the facts changes nothing', () => {
  const small = fc.integer({ min: 0, max: 3 });
  const records = fc.array(
    fc.record({
      list: fc.constantFrom('moodle', 'vettrak', 'xero'),
      contact: fc.boolean(),
      usi: fc.option(small),
      abn: fc.option(small),
      number: fc.option(small),
      email: fc.option(small),
    }),
    { maxLength: 12 },
  );
  const decisions = fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.boolean()), { maxLength: 6 });
  fc.assert(
    fc.property(records, decisions, fc.infiniteStream(fc.nat()), (made, said, random) => {
      const all = made.map(({ list, contact, ...keys }, i) => {
        const text = (value: number | null) => (value === null ? {} : { value: String(value) });
        const own: Keys = {
          ...(text(keys.email).value === undefined ? {} : { email: String(keys.email) }),
          ...(contact
            ? keys.abn === null
              ? {}
              : { abn: String(keys.abn) }
            : {
                ...(keys.usi === null ? {} : { usi: String(keys.usi) }),
                ...(keys.number === null ? {} : { student_number: String(keys.number) }),
              }),
        };
        return record(`r${String(i).padStart(2, '0')}`, list, own, contact ? 'contact' : 'student');
      });
      const once = new Map(
        said
          .filter(([a, b]) => a !== b)
          .map(([a, b, yes]): [string, Decided] => {
            const [first, second] = [Math.min(a, b), Math.max(a, b)].map((i) => `r${String(i).padStart(2, '0')}`);
            return [`${first} ${second}`, { a: first ?? '', b: second ?? '', same: yes }];
          }),
      );
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => ({ item, at: random.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const facts = factsOf(all, [...once.values()]);
      const mixed = factsOf(shuffled(all), shuffled([...once.values()]));
      const result = settle(facts);
      const byName = (list: typeof result.groups) =>
        list.toSorted((a, b) => ((a.members[0]?.name ?? '') < (b.members[0]?.name ?? '') ? -1 : 1));
      expect(byName(settle(mixed).groups)).toEqual(byName(result.groups));
      expect(settle(mixed).suggestions).toEqual(result.suggestions);
      // Nobody is in two groups, and nobody is with one he is kept apart from.
      const names = result.groups.flatMap(({ members }) => members.map(({ name }) => name));
      expect(new Set(names).size).toBe(names.length);
      for (const { members } of result.groups)
        for (const { a, b } of [...once.values()].filter((one) => !one.same))
          expect(members.filter(({ name }) => name === a || name === b).length).toBeLessThan(2);
    }),
    { numRuns: 500 },
  );
});
