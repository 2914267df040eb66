/** The connector run by the engine against the sandbox, where what matters is what the two make of it together. */
import { fileURLToPath } from 'node:url';
import { PlugboardError, type SandboxSignIn } from 'plugboard/contract';
import { openRig, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import canvas from './index.ts';
import sandbox, { domain, tokens, vanityDomain } from './sandbox.ts';
import type { State } from './sandbox/state.ts';
import { streams } from './streams.ts';

const diploma = '211';

async function startRig(): Promise<Rig<State>> {
  const rig = await openRig({ provider: canvas, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  return rig;
}

function tokenOf(token: string, site = domain): SandboxSignIn {
  return { method: 'api_key', fields: { api_key: token }, settings: { domain: site } };
}

const byCourse = Object.entries(streams).flatMap(([name, { partitions }]) => (partitions === undefined ? [] : [name]));

describe('a course the person may not look into', () => {
  test.each(byCourse)(
    '%s: it is left out and named, the rest is read, and nothing stored is taken for gone',
    async (name) => {
      const rig = await startRig();
      const all = await (await rig.connect()).read(name);
      expect(all.result).toMatchObject({ outcome: 'complete', parts: { missed: [] } });
      const before = new Set(all.keys);
      const limited = await rig.connect(tokenOf(tokens.limited));
      const rest = await limited.read(name, { store: all.store });
      expect(rest.result).toMatchObject({
        outcome: 'complete',
        swept: undefined,
        parts: { missed: [expect.objectContaining({ of: 'courses', key: diploma })] },
      });
      expect(new Set(rest.keys)).toEqual(before);
      const alone = await limited.read(name);
      expect(alone.keys.size).toBeGreaterThan(0);
      expect(alone.keys.size).toBeLessThan(before.size);
    },
  );
});

describe('changes', () => {
  test('a course that is deleted takes what was in it along', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('enrolments');
    const inside = rig.box
      .state()
      .enrolments.filter((one) => one.course === diploma && one.type === 'StudentEnrollment');
    const diplomaCourse = rig.box.state().courses.find(({ id }) => id === diploma);
    Object.assign(diplomaCourse ?? {}, { state: 'deleted' });
    expect((await connection.read('courses')).keys.has(diploma)).toBe(false);
    const after = await connection.read('enrolments', { store: before.store });
    const gone = inside.filter(({ id }) => after.keys.has(id));
    expect([inside.length > 0, gone]).toEqual([true, []]);
  });

  test('a mark that changes without a word of it anywhere is noticed', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const before = await connection.read('gradebook');
    const submission = rig.box.state().submissions.find(({ grades, excused }) => grades.length > 0 && !excused);
    submission?.grades.push({ grade: '1', score: 1, at: rig.box.now(), grader: '101' });
    const pages = before.store.pages.length;
    const after = await connection.read('gradebook', { store: before.store });
    const written = after.store.pages.slice(pages).flatMap(({ changed }) => changed);
    expect(written).toHaveLength(1);
  });
});

describe('a difficult site', () => {
  test('a throttle that bites is waited out', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.switches('canvas', { limits: 'tight' });
    const started = rig.box.now();
    const read = await connection.read('enrolments');
    expect(read.result.outcome).toBe('complete');
    expect(read.retries).toBeGreaterThan(5);
    // Sixteen calls of 120, of which 600 were free and 10 a second are.
    expect(rig.box.now() - started).toBeGreaterThan(100_000);
  });

  test('a next page on another site ends the run', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    await rig.box.control.grow('canvas', 'users', 200);
    await rig.box.control.switches('canvas', { next_link: 'elsewhere' });
    const error: unknown = await connection.read('users').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PlugboardError);
    expect(error).toMatchObject({ code: 'blocked_host', message: expect.stringContaining('attacker.example') });
  });

  test('a site with a name of its own works alike, and another school is never reached', async () => {
    const rig = await startRig();
    const connection = await rig.connect(tokenOf(tokens.administrator, vanityDomain));
    await rig.box.control.grow('canvas', 'users', 200);
    expect((await connection.read('users')).keys.size).toBeGreaterThan(200);
    const strange = await rig
      .connect(tokenOf(tokens.administrator, 'other.instructure.com'))
      .catch((reason: unknown) => reason);
    expect(strange).toMatchObject({ code: 'blocked_host' });
  });

  test('ids beyond 2^53 stay whole to the last digit', async () => {
    const rig = await startRig();
    const read = await (await rig.connect()).read('users');
    expect(read.keys).toContain('21070000000000040');
  });

  test('a HTML page with a good status says that this is not Canvas', async () => {
    const rig = await startRig();
    await rig.box.fault({ kind: 'html' });
    const error: unknown = await rig.connect().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: `${domain} does not answer like Canvas: check the name of the site.`,
    });
  });
});
