import { describe, expect, test } from 'vitest';
import { fail, type PlugboardError } from '../../contract/errors.ts';
import { stream, type PagesContext } from '../../contract/stream.ts';
import { node, School, schoolStreams } from '../../testing/school-vendor.ts';
import { alive, attempt, keep } from '../../testing/school-runs.ts';

const minute = 60_000;

/** Two students with two enrolments each, three units in each. */
function smallSchool(): School {
  const school = new School();
  for (const s of ['s1', 's2']) {
    const student = node(s, school.now);
    school.students.set(s, student);
    for (const e of ['e1', 'e2']) {
      const enrolment = node(e, school.now);
      student.children.set(e, enrolment);
      for (const u of ['u1', 'u2', 'u3']) enrolment.children.set(u, node(u, school.now));
    }
  }
  school.now += minute;
  return school;
}

const urls = (school: School): string[] =>
  school.asked.map(({ url, query }) => `${url}?${String(query?.['since'] ?? '')}`);

describe('a list that comes in parts', () => {
  test('is read part by part, in the order of their keys, with each item in it', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams());
    expect(await attempt(kept)).toMatchObject({ outcome: 'complete', parts: { missed: [] }, swept: { deleted: 0 } });
    expect(alive(kept.store)).toEqual(['s1/e1', 's1/e2', 's2/e1', 's2/e2']);
    expect(urls(school)).toEqual(['/?', '/s1?', '/s2?']);
    expect(kept.store.pages.at(-1)?.checkpoint).toEqual({
      kind: 'partition',
      partition: 's2',
      inner: null,
      missed: [],
    });
  });

  test('may come in parts of parts', async () => {
    const school = smallSchool();
    const kept = keep(school, 'units', schoolStreams());
    await attempt(kept);
    expect(alive(kept.store)).toHaveLength(12);
    expect(urls(school)).toEqual(['/?', '/s1?', '/s2?', '/s1/e1?', '/s1/e2?', '/s2/e1?', '/s2/e2?']);
  });

  test('small parts are stored together', async () => {
    const school = new School();
    for (let i = 0; i < 250; i += 1) {
      const student = node(`s${String(i).padStart(3, '0')}`, school.now);
      school.students.set(student.id, student);
      for (let e = 0; e < i % 3; e += 1) student.children.set(`e${e}`, node(`e${e}`, school.now));
    }
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    expect(kept.store.pages.length).toBeLessThanOrEqual(4);
    expect(alive(kept.store)).toHaveLength(249);
  });

  test('ten thousand parts', async () => {
    const school = new School();
    school.size = 1000;
    for (let i = 0; i < 10_500; i += 1) {
      const student = node(`s${i}`, school.now);
      school.students.set(student.id, student);
      if (i % 100 === 0) student.children.set('e', node('e', school.now));
    }
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    expect(alive(kept.store)).toHaveLength(105);
    expect(school.stats.requests).toBe(11 + 10_500);
    expect(JSON.stringify(kept.partCursor).length).toBeLessThan(10_500 * 10);
  });

  test('no parts at all count as read', async () => {
    const kept = keep(new School(), 'units', schoolStreams());
    expect(await attempt(kept)).toMatchObject({ outcome: 'complete' });
    expect(kept.store.pages).toMatchObject([{ no: 1, read: 0 }]);
    expect(kept.cursor).toBeDefined();
  });

  test('a key met twice is walked once; deleted parents are not; the key may be anything of the item', async () => {
    const school = smallSchool();
    const deleted = school.find('s2');
    if (deleted !== undefined) deleted.deleted = true;
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    expect(urls(school)).toEqual(['/?', '/s1?']);

    const odd = keep(school, 'enrolments', schoolStreams({ enrolments: { key: () => 's1' } }));
    school.asked.length = 0;
    await attempt(odd);
    expect(urls(school)).toEqual(['/?', '/s1?']);
    const none = keep(
      school,
      'enrolments',
      schoolStreams({ enrolments: { key: ({ path }) => (path === 's1' ? undefined : '\u0000') } }),
    );
    school.asked.length = 0;
    await attempt(none);
    expect(urls(school)).toEqual(['/?']);
  });

  test('a vendor that ignores the page it is asked for ends the run, in whichever part; equal parts are fine', async () => {
    const school = smallSchool();
    const streams = schoolStreams();
    const deaf = stream({
      ...streams.enrolments,
      paginate: ({ request, number }) => (request.url === '/s2' && number < 9 ? request : undefined),
    });
    await expect(attempt(keep(school, 'enrolments', { ...streams, enrolments: deaf }))).rejects.toMatchObject({
      code: 'decode_failed',
    });
    expect(school.asked.length).toBeLessThan(8);
    const alike = stream({ ...streams.enrolments, key: () => 'same' });
    expect(await attempt(keep(school, 'enrolments', { ...streams, enrolments: alike }))).toMatchObject({
      outcome: 'complete',
    });
  });

  test('the next part is asked for while a page is stored', async () => {
    const school = smallSchool();
    for (const student of school.students.values())
      for (let i = 0; i < 400; i += 1) student.children.set(`x${i}`, node(`x${i}`, school.now));
    school.size = 500;
    const kept = keep(school, 'enrolments', schoolStreams());
    const { store } = kept;
    let askedMeanwhile = 0;
    await attempt(kept, {
      store: {
        ...store,
        store: async (page) => {
          for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          askedMeanwhile = Math.max(askedMeanwhile, school.asked.length);
          return store.store(page);
        },
      },
    });
    expect(askedMeanwhile).toBe(3);
  });

  test('a parent that walks itself is asked for keys only', async () => {
    const school = smallSchool();
    const told: unknown[] = [];
    const { students, ...streams } = schoolStreams();
    const { request: _request, items: _items, paginate: _paginate, ...core } = students;
    const walking = stream({
      ...core,
      async *pages({ keysOnly, partition, resume }: PagesContext) {
        told.push([keysOnly, partition, resume]);
        yield { items: [{ path: 's2' }], resume: 1 };
        yield { items: [{ path: 's1' }], resume: 2 };
      },
    });
    await attempt(keep(school, 'enrolments', { ...streams, students: walking }));
    expect(told).toEqual([[true, '', undefined]]);
    expect(urls(school)).toEqual(['/s1?', '/s2?']);
  });

  test('a part may walk itself, and is gone on with where its last page said', async () => {
    const school = smallSchool();
    const told: unknown[] = [];
    const streams = schoolStreams();
    const { request: _request, items: _items, paginate: _paginate, ...core } = streams.enrolments;
    let dies = true;
    const walking = stream({
      ...core,
      async *pages({ keysOnly, partition, resume, http }: PagesContext) {
        told.push([keysOnly, partition, resume]);
        await http.send({ url: `/${partition}` });
        for (let i = typeof resume === 'number' ? resume : 0; i < 3; i += 1) {
          if (dies && partition === 's2' && i === 2) throw fail('provider_unavailable', 'down');
          yield {
            items: [{ path: `${partition}/${i}`, at: school.now, version: 1 }],
            resume: i === 2 ? undefined : i + 1,
          };
        }
      },
    });
    const kept = keep(school, 'enrolments', { ...streams, enrolments: walking });
    await expect(attempt(kept)).rejects.toMatchObject({ code: 'provider_unavailable' });
    dies = false;
    await attempt(kept);
    expect(told).toEqual([
      [false, 's1', undefined],
      [false, 's2', undefined],
      [false, 's2', 2],
    ]);
    expect(alive(kept.store)).toEqual(['s1/0', 's1/1', 's1/2', 's2/0', 's2/1', 's2/2']);
    expect(kept.store.pages.reduce((sum, page) => sum + page.read, 0)).toBe(6);
  });
});

describe('the cursor of each part', () => {
  test('a part is read from where it was last read to, a new one from the beginning', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    const first = kept.partCursor;
    expect(first).toEqual({ read: { [new Date(school.now).toISOString()]: ['s1', 's2'] }, due: {} });
    school.students.set('s0', node('s0', 0));
    school.find('s0')?.children.set('old', node('old', 0));
    school.students.delete('s2');
    const since = school.now - 2000;
    school.now += minute;
    school.asked.length = 0;
    await attempt(kept);
    expect(urls(school)).toEqual(['/?', '/s0?', `/s1?${since}`]);
    expect(alive(kept.store)).toContain('s0/old');
    expect(kept.partCursor).toEqual({ read: { [new Date(school.now).toISOString()]: ['s0', 's1'] }, due: {} });
    // Back again, it may have changed in between.
    school.students.set('s2', node('s2', 0));
    school.asked.length = 0;
    await attempt(kept);
    expect(urls(school)).toContain('/s2?');
  });

  test('a moment chosen by the caller is read from exactly, and moves no cursor past what it left out', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    const { partCursor, cursor } = kept;
    school.students.set('s3', node('s3', 0));
    school.asked.length = 0;
    const chosen = new Date(school.now + 1000).toISOString();
    school.now += minute;
    await attempt(kept, { since: chosen });
    expect(urls(school)).toEqual(['/?', ...['/s1', '/s2', '/s3'].map((url) => `${url}?${Date.parse(chosen)}`)]);
    expect({ partCursor: kept.partCursor, cursor: kept.cursor }).toEqual({ partCursor, cursor });
    // An earlier one leaves nothing out of what was read before.
    await attempt(kept, { since: new Date(0).toISOString() });
    expect(kept.partCursor?.read[new Date(school.now).toISOString()]).toEqual(['s1', 's2']);
  });

  test('of another account it is worth nothing', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    kept.cursor = undefined;
    const s1 = school.find('s1');
    if (s1 !== undefined) s1.refuses = 'permission_denied';
    await attempt(kept);
    expect(Object.values(kept.partCursor?.read ?? {})).toEqual([['s2']]);
  });
});

describe('walking only what has changed', () => {
  const onlyChanged = { onlyChanged: true };

  test('the parent is asked for changes, and the others keep where they were read to', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams({ enrolments: onlyChanged }));
    await attempt(kept);
    const before = new Date(school.now).toISOString();
    school.now += minute;
    const s2 = school.find('s2');
    if (s2 !== undefined) s2.at = school.now;
    school.asked.length = 0;
    const since = Date.parse(before) - 2000;
    await attempt(kept);
    expect(urls(school)).toEqual([`/?${since}`, `/s2?${since}`]);
    expect(kept.partCursor).toEqual({
      read: { [before]: ['s1'], [new Date(school.now).toISOString()]: ['s2'] },
      due: {},
    });
    // A full pass looks at all of them.
    school.asked.length = 0;
    await attempt(kept, { mode: 'full' });
    expect(urls(school)).toEqual(['/?', '/s1?', '/s2?']);
  });

  test('what was left out is tried again although it has not changed', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams({ enrolments: onlyChanged }));
    const s1 = school.find('s1');
    if (s1 !== undefined) s1.refuses = 'permission_denied';
    await attempt(kept);
    expect(kept.partCursor?.due).toEqual({ students: ['s1'] });
    school.now += minute;
    if (s1 !== undefined) s1.refuses = undefined;
    await attempt(kept);
    expect(alive(kept.store)).toHaveLength(4);
    expect(kept.partCursor?.due).toEqual({});
    school.asked.length = 0;
    await attempt(kept);
    expect(urls(school)).toHaveLength(1);
  });

  test('a partitioned parent is listed whole, and what is neither changed nor new is left out', async () => {
    const school = smallSchool();
    const kept = keep(school, 'units', schoolStreams({ units: onlyChanged }));
    await attempt(kept);
    school.now += minute;
    const changed = school.find('s2/e1');
    if (changed !== undefined) changed.at = school.now;
    // A student who has only now come into sight, with an old enrolment.
    const late = node('s3', 0);
    late.children.set('e1', node('e1', 0));
    school.students.set('s3', late);
    school.asked.length = 0;
    await attempt(kept);
    expect(urls(school).map((url) => url.split('?')[0])).toEqual(['/', '/s1', '/s2', '/s3', '/s2/e1', '/s3/e1']);
  });

  test('what changed while it was out of sight is read when it comes back: parts are measured by their own moment', async () => {
    const school = smallSchool();
    const kept = keep(school, 'units', schoolStreams({ units: onlyChanged }));
    await attempt(kept);
    school.now += minute;
    const [s2, enrolment, unit] = [school.find('s2'), school.find('s2/e1'), school.find('s2/e1')?.children.get('u1')];
    if (s2 === undefined || enrolment === undefined || unit === undefined) throw new Error('not such a school');
    s2.refuses = 'permission_denied';
    enrolment.at = school.now;
    Object.assign(unit, { at: school.now, version: 2 });
    school.now += minute;
    await attempt(kept);
    s2.refuses = undefined;
    school.now += minute;
    await attempt(kept);
    expect(kept.store.records.get('s2/e1/u1')?.data).toMatchObject({ name: '2' });
  });

  test('where all of them do, only changed students are asked for changed enrolments; refused ones come again', async () => {
    const school = smallSchool();
    const kept = keep(school, 'units', schoolStreams({ enrolments: onlyChanged, units: onlyChanged }));
    const s1 = school.find('s1');
    if (s1 !== undefined) s1.refuses = 'not_found';
    expect(await attempt(kept)).toMatchObject({
      parts: { missed: [{ of: 'students', key: 's1', code: 'not_found' }] },
    });
    expect(alive(kept.store)).toHaveLength(6);
    school.now += minute;
    if (s1 !== undefined) s1.refuses = undefined;
    await attempt(kept);
    expect(alive(kept.store)).toHaveLength(12);
    school.asked.length = 0;
    await attempt(kept);
    expect(urls(school)).toHaveLength(1);
  });
});

describe('a part that may not be read', () => {
  const refuse = (
    school: School,
    path: string,
    code: 'permission_denied' | 'not_found' | 'auth_revoked' | 'rate_limited' | undefined,
  ) => {
    const found = school.find(path);
    if (found !== undefined) found.refuses = code;
  };

  test('is left out: the rest goes on, nothing is swept, and it keeps its older moment', async () => {
    const school = smallSchool();
    const kept = keep(school, 'enrolments', schoolStreams());
    await attempt(kept);
    const before = new Date(school.now).toISOString();
    school.now += minute;
    refuse(school, 's1', 'permission_denied');
    school.find('s2')?.children.delete('e2');
    const result = await attempt(kept, { mode: 'full' });
    expect(result).toMatchObject({
      outcome: 'complete',
      swept: undefined,
      parts: {
        missed: [{ of: 'students', key: 's1', code: 'permission_denied', message: 's1 may not be seen.' }],
      },
    });
    expect(alive(kept.store)).toHaveLength(4);
    expect(kept.partCursor).toEqual({
      read: { [before]: ['s1'], [new Date(school.now).toISOString()]: ['s2'] },
      due: { students: ['s1'] },
    });
    refuse(school, 's1', undefined);
    expect(await attempt(kept, { mode: 'full' })).toMatchObject({ swept: { deleted: 1 } });
  });

  test('that is empty counts as empty, where the provider says so', async () => {
    const school = smallSchool();
    refuse(school, 's1', 'not_found');
    const emptyOn = ({ code }: PlugboardError) => code === 'not_found';
    const kept = keep(school, 'enrolments', schoolStreams({ enrolments: { emptyOn } }));
    expect(await attempt(kept)).toMatchObject({ parts: { missed: [] }, swept: { deleted: 0 } });
    expect(await attempt(keep(school, 'units', schoolStreams({ enrolments: { emptyOn } })))).toMatchObject({
      parts: { missed: [] },
    });
  });

  test('says so in words for the first twenty, and for all of them by name', async () => {
    const school = new School();
    for (let i = 0; i < 30; i += 1) {
      school.students.set(`s${i}`, node(`s${i}`, school.now));
      refuse(school, `s${i}`, i === 7 ? undefined : 'not_found');
    }
    const result = await attempt(keep(school, 'enrolments', schoolStreams()));
    const missed = result.outcome === 'complete' ? (result.parts?.missed ?? []) : [];
    expect(missed).toHaveLength(29);
    expect(missed.filter(({ message }) => message !== undefined)).toHaveLength(20);
  });

  test.each(['auth_revoked', 'rate_limited'] as const)(
    '%s is not about the part: the run fails, and goes on there',
    async (code) => {
      const school = smallSchool();
      refuse(school, 's2', code);
      const kept = keep(school, 'enrolments', schoolStreams());
      await expect(attempt(kept)).rejects.toMatchObject({ code });
      refuse(school, 's2', undefined);
      school.asked.length = 0;
      expect(await attempt(kept)).toMatchObject({ outcome: 'complete', swept: { deleted: 0 } });
      expect(urls(school)).toEqual(['/s2?']);
      expect(alive(kept.store)).toHaveLength(4);
    },
  );

  test('none of them: then it is the stream that may not be read, or that the account lacks', async () => {
    const school = smallSchool();
    for (const s of ['s1', 's2']) refuse(school, s, 'permission_denied');
    const streams = schoolStreams();
    await expect(attempt(keep(school, 'enrolments', streams))).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(attempt(keep(school, 'units', streams))).rejects.toMatchObject({ code: 'permission_denied' });
    const absentOn = { codes: ['permission_denied' as const], reason: 'Not switched on.' };
    const enrolments = stream({ ...streams.enrolments, absentOn });
    const absent = { outcome: 'absent', reason: 'Not switched on.' };
    expect(await attempt(keep(school, 'enrolments', { ...streams, enrolments }))).toEqual(absent);
    // Also where it is the parent.
    expect(await attempt(keep(school, 'units', { ...streams, enrolments }))).toEqual(absent);
    school.before = () => {
      throw fail('permission_denied', 'no');
    };
    const students = stream({ ...streams.students, absentOn });
    expect(await attempt(keep(school, 'units', { ...streams, students }))).toEqual(absent);
    await expect(attempt(keep(school, 'enrolments', { ...streams, enrolments }))).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });

  test('gone while it is read, on its second page', async () => {
    const school = smallSchool();
    school.size = 1;
    school.before = ({ url, query }) => {
      if (url === '/s1' && query?.['after'] === 'e1') throw fail('not_found', 'gone');
    };
    const kept = keep(school, 'enrolments', schoolStreams());
    expect(await attempt(kept)).toMatchObject({ parts: { missed: [{ key: 's1' }] }, swept: undefined });
    expect(alive(kept.store)).toEqual(['s1/e1', 's2/e1', 's2/e2']);
  });
});

describe('a list of parts', () => {
  test('is kept on the way: listing goes on where it stopped, and is not done twice', async () => {
    const school = smallSchool();
    const kept = keep(school, 'units', schoolStreams());
    school.before = ({ url }) => {
      if (url === '/s2') throw fail('provider_unavailable', 'down');
    };
    await expect(attempt(kept)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(kept.run?.partLists).toMatchObject([
      { of: 'students', keys: ['s1', 's2'] },
      { of: 'enrolments', keys: ['s1/e1', 's1/e2'], after: 's1' },
    ]);
    school.before = ({ url }) => {
      if (url === '/s1/e2') throw fail('provider_unavailable', 'down');
    };
    school.asked.length = 0;
    await expect(attempt(kept)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(urls(school)).toEqual(['/s2?', '/s1/e1?']);
    school.before = () => undefined;
    school.asked.length = 0;
    await attempt(kept);
    expect(urls(school)).toEqual(['/s1/e2?', '/s2/e1?', '/s2/e2?']);
    expect(alive(kept.store)).toHaveLength(12);
  });
});

describe("a vendor's own list of what was deleted", () => {
  test('is asked for once everything is stored, and ids of other things do no harm', async () => {
    const school = smallSchool();
    const gone: string[] = [];
    const asked: (string | undefined)[] = [];
    const streams = schoolStreams();
    const enrolments = stream({
      ...streams.enrolments,
      deletions: 'never',
      gone: {
        request: ({ since }) => (asked.push(since), since === undefined ? undefined : { url: '/' }),
        keys: () => gone,
      },
    });
    const kept = keep(school, 'enrolments', { ...streams, enrolments });
    await attempt(kept);
    const since = new Date(school.now - 2000).toISOString();
    school.now += minute;
    school.find('s1')?.children.delete('e1');
    gone.push('s1/e1', 's1/e1', 'something else');
    await attempt(kept);
    expect(alive(kept.store)).toEqual(['s1/e2', 's2/e1', 's2/e2']);
    expect(asked).toEqual([undefined, since]);
    const [last, ...more] = kept.store.pages.toReversed();
    expect(last).toMatchObject({ read: 1, checkpoint: { kind: 'partition', partition: 's2', inner: null } });
    const pages = more.length;
    await attempt(kept);
    expect(kept.store.pages.slice(pages + 1).flatMap(({ changed }) => changed)).toEqual([]);
  });
});
