/** The connector run by the engine against the sandbox, where what matters is what the two make of it together. */
import { fileURLToPath } from 'node:url';
import { type SandboxSignIn } from 'plugboard/contract';
import { failure, openRig, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import brightspace from './index.ts';
import sandbox, { app, domain, strangeDomain, vanityDomain } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { streams } from './streams.ts';

const key = 'd2l_brightspace';
const diploma = 7011;
const hour = 3_600_000;

async function startRig(): Promise<Rig<State>> {
  const rig = await openRig({ provider: brightspace, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  return rig;
}

function at(site: string, more: Readonly<Record<string, string>> = {}): SandboxSignIn {
  return { method: 'oauth2', app, fields: {}, settings: { domain: site, ...more } };
}

function grantsOf(rig: Rig<State>) {
  return Object.values(rig.box.state().oauth.grants);
}

/** Takes scopes away from the sign-in, as a registration with fewer of them would. */
function withoutScopes(rig: Rig<State>, ...scopes: readonly string[]): void {
  for (const grant of grantsOf(rig))
    grant.scope = grant.scope
      .split(' ')
      .filter((one) => !scopes.includes(one))
      .join(' ');
}

const byCourse = Object.entries(streams).flatMap(([name, { partitions }]) => (partitions === undefined ? [] : [name]));

describe('refresh tokens that are good for one use', () => {
  test('twenty at once renew once, and again an hour later; none is used twice', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    for (let round = 1; round <= 3; round += 1) {
      rig.box.advance(2 * hour);
      const reads = Array.from({ length: 20 }, () => connection.read('users'));
      for (const { result } of await Promise.all(reads)) expect(result.outcome).toBe('complete');
      expect(grantsOf(rig)).toMatchObject([{ refreshes: round, reuses: 0, ended: null }]);
    }
  });

  test.each([
    { kind: 'status', status: 503, times: 1 } as const,
    { kind: 'reset', times: 1 } as const,
    { kind: 'status', status: 429, times: 1 } as const,
  ])('a renewal that fails with $kind $status does not lose the grant', async (fault) => {
    const rig = await startRig();
    const connection = await rig.connect();
    rig.box.advance(2 * hour);
    await rig.box.fault({ ...fault, path: '/core/connect/token' });
    const error = await failure(connection.read('users'));
    expect(['provider_unavailable', 'rate_limited', 'timeout']).toContain(error.code);
    expect((await connection.read('users')).result.outcome).toBe('complete');
    expect(grantsOf(rig)).toMatchObject([{ refreshes: 1, reuses: 0 }]);
  });

  test('when the answer with the new one is lost, a person is asked, in words, and nothing stored is touched', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('users');
    rig.box.advance(2 * hour);
    await rig.box.fault({ kind: 'lose_answer', path: '/core/connect/token', times: 1 });
    expect((await failure(connection.read('users', { store: before.store }))).code).not.toBe('auth_revoked');
    const error = await failure(connection.read('users', { store: before.store }));
    expect(error).toMatchObject({ code: 'auth_revoked', message: expect.stringContaining('D2L Brightspace') });
    expect([...before.store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });

  test('an answer of the API that is lost while the token is renewed costs nothing', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    rig.box.advance(2 * hour);
    await rig.box.fault({ kind: 'lose_answer', path: '/users/', times: 2 });
    expect((await connection.read('users')).result.outcome).toBe('complete');
    expect(grantsOf(rig)).toMatchObject([{ refreshes: 1, reuses: 0 }]);
  });
});

describe('a course the role may not look into', () => {
  test.each(byCourse)('%s: it is left out and named, the rest is read, nothing is taken for gone', async (name) => {
    const rig = await startRig();
    const connection = await rig.connect();
    const all = await connection.read(name);
    expect(all.result).toMatchObject({ outcome: 'complete', parts: { missed: [] } });
    const before = new Set(all.keys);
    rig.box.state().callers[0]?.shut_out.push(diploma);
    const rest = await connection.read(name, { store: all.store });
    expect(rest.result).toMatchObject({
      outcome: 'complete',
      swept: undefined,
      parts: { missed: [expect.objectContaining({ of: 'courses', key: String(diploma), code: 'permission_denied' })] },
    });
    expect(new Set(rest.keys)).toEqual(before);
    const alone = await connection.read(name);
    expect(alone.keys.size).toBeGreaterThan(0);
    expect(alone.keys.size).toBeLessThan(before.size);
  });

  test('it stays among the courses, with what the structure says of it', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    rig.box.state().callers[0]?.shut_out.push(diploma);
    const { store, keys } = await connection.read('courses');
    expect(keys.size).toBe(15);
    expect(store.records.get(String(diploma))?.data).toMatchObject({ name: expect.any(String), status: null });
    expect(store.records.get('7001')?.data).toMatchObject({ status: 'published' });
  });
});

describe('what is gone', () => {
  test('whoever leaves a course, a mark that is taken back, a course that is deleted with all in it', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const state = rig.box.state();
    const [before, marks] = [await connection.read('enrolments'), await connection.read('grades')];
    const left = state.enrolments.find(({ course }) => course === 7001);
    const mark = state.grades.find(({ item }) => item !== null);
    state.enrolments = state.enrolments.filter((one) => one !== left && one.course !== diploma);
    state.grades = state.grades.filter((one) => one !== mark);
    state.courses = state.courses.filter(({ id }) => id !== diploma);
    const after = await connection.read('enrolments', { store: before.store });
    expect(after.keys).not.toContain(`7001:${left?.user}`);
    expect([...after.keys].filter((one) => one.startsWith(`${diploma}:`))).toEqual([]);
    const markKey = `${mark?.item}:${mark?.course}:${mark?.user}`;
    expect(marks.store.records.get(markKey)?.deleted).toBe(false);
    expect((await connection.read('grades', { store: marks.store })).keys).not.toContain(markKey);
    expect((await connection.read('courses')).keys).not.toContain(String(diploma));
  });
});

describe('pages', () => {
  async function withCourses(count: number) {
    const rig = await startRig();
    const connection = await rig.connect();
    const state = rig.box.state();
    const [model] = state.courses;
    if (model === undefined) throw new Error('there is no course');
    state.courses = Array.from({ length: count }, (_, index) => ({ ...model, id: 8000 + index, code: `C-${index}` }));
    return connection;
  }

  test.each([0, 1, 99, 100, 101, 205])('%i courses arrive, each once, in as many calls as it takes', async (count) => {
    const connection = await withCourses(count);
    const read = await connection.read('courses');
    expect([read.keys.size, read.requests]).toEqual([count, count + Math.max(1, Math.ceil(count / 100))]);
    expect([...read.store.writes.values()].every((times) => times === 1)).toBe(true);
  });

  test('a run that was cut off after a page goes on with the next', async () => {
    const connection = await withCourses(205);
    const { store } = await connection.read('courses');
    const [first] = store.pages;
    const rest = await connection.read('courses', { checkpoint: first?.checkpoint ?? undefined, pagesStored: 1 });
    expect([rest.keys.size, rest.requests]).toEqual([105, 107]);
  });

  test('a next page on another site ends the run', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.grow(key, 'grades', 300);
    await rig.box.control.switches(key, { next_page: 'elsewhere' });
    expect(await failure(connection.read('grades'))).toMatchObject({
      code: 'blocked_host',
      message: expect.stringContaining('attacker.example'),
    });
  });

  test('more items without a bookmark is no end of the list', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.fault({ kind: 'alter', at: 'PagingInfo', value: { HasMoreItems: true }, path: '/users/$' });
    expect(await failure(connection.read('users'))).toMatchObject({ code: 'decode_failed' });
    await rig.box.clearFaults();
    await rig.box.fault({
      kind: 'alter',
      at: 'PagingInfo',
      value: { HasMoreItems: true, Bookmark: '7' },
      path: '/users/$',
    });
    expect(await failure(connection.read('users'))).toMatchObject({ code: 'decode_failed' });
  });
});

describe('credits', () => {
  test('what is left is followed: used up, the next minute is waited for, and no call is refused', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.switches(key, { limits: 'tight' });
    const started = rig.box.now();
    const read = await connection.read('courses');
    expect(read.result.outcome).toBe('complete');
    // Sixteen calls, four at once, ten a minute.
    expect(rig.box.now() - started).toBeGreaterThan(30_000);
    expect(rig.box.exchanges.filter(({ status }) => status === 429)).toEqual([]);
  });
});

describe('versions of the API', () => {
  test.each([
    ['current', 'lp 1.53, le 1.92'],
    ['newer', 'lp 1.53, le 1.92'],
    ['retired', 'lp 1.58, le 1.100'],
  ])('%s: %s', async (versions, spoken) => {
    const rig = await startRig();
    await rig.box.control.switches(key, { versions });
    const connection = await rig.connect();
    expect(connection.message).toContain(spoken);
    expect((await connection.read('final_grades')).keys.size).toBeGreaterThan(0);
  });

  test('a site too old is told so; one whose version was taken away says what to do', async () => {
    const rig = await startRig();
    await rig.box.control.switches(key, { versions: 'old' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('1.30'),
    });
    await rig.box.control.switches(key, { versions: 'current' });
    const connection = await rig.connect();
    await rig.box.control.switches(key, { versions: 'retired' });
    expect(await failure(connection.read('users'))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('test the connection'),
    });
    expect((await (await rig.connect()).read('users')).keys.size).toBe(40);
  });
});

describe('sites', () => {
  test('one with a name of its own works alike', async () => {
    const rig = await startRig();
    const connection = await rig.connect(at(vanityDomain));
    expect(connection.account).toMatchObject({ id: `${vanityDomain}/6606`, name: 'Harbour Training' });
    expect((await connection.read('enrolments')).keys.size).toBeGreaterThan(50);
  });

  test('a sign-in does not count at another organisation, which is said', async () => {
    const rig = await startRig();
    expect(await failure(rig.connect(at(strangeDomain)))).toMatchObject({
      code: 'auth_revoked',
      message: expect.stringContaining('one organisation only'),
    });
  });

  test('what is no Brightspace is said to be none', async () => {
    const rig = await startRig();
    await rig.box.fault({ kind: 'html', path: '/d2l/api/versions/' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'invalid_request',
      message: `${domain} does not answer like Brightspace: check the name of the site.`,
    });
    await rig.box.clearFaults();
    await rig.box.fault({ kind: 'status', status: 200, body: { hello: 'world' }, path: '/d2l/api/versions/' });
    expect((await failure(rig.connect())).code).toBe('invalid_request');
    await rig.box.clearFaults();
    expect((await failure(rig.connect(at('other.brightspace.com')))).code).toBe('blocked_host');
  });
});

describe('scopes', () => {
  test('one that was not granted costs its own lists only, and says what to add where', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    withoutScopes(rig, 'grades:gradevalues:read', 'users:userdata:read');
    expect((await connection.read('enrolments')).result.outcome).toBe('complete');
    expect(await failure(connection.read('users'))).toMatchObject({
      code: 'permission_denied',
      message: expect.stringMatching(/users:userdata:read.*OAuth 2\.0 registration/),
    });
    // Not one course could be read: that is no empty list.
    expect(await failure(connection.read('final_grades'))).toMatchObject({ code: 'permission_denied' });
  });

  test('courses without their details are still walked', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    withoutScopes(rig, 'orgunits:course:read');
    expect((await connection.read('courses')).keys.size).toBe(15);
    expect((await connection.read('enrolments')).keys.size).toBeGreaterThan(50);
  });
});
