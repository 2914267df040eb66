/** The connector run by the engine against the sandbox: bad addresses, sites that are something else, courses that may not be seen. */
import { fileURLToPath } from 'node:url';
import { type SandboxSignIn } from 'plugboard/contract';
import { failure, openRig, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import moodle from './index.ts';
import sandbox from './sandbox.ts';
import { sandboxToken } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';
import type { streams } from './streams.ts';

async function startRig(mood = 'normal'): Promise<Rig<State>> {
  const rig = await openRig({ provider: moodle, sandbox, folder: fileURLToPath(new URL('.', import.meta.url)) });
  onTestFinished(() => rig.stop());
  await rig.box.control.switches('moodle', { mood });
  return rig;
}

function at(site_url: string): SandboxSignIn {
  return { method: 'api_key', fields: { api_key: sandboxToken }, settings: { site_url } };
}

describe('an address', () => {
  test.each([
    ['a name that leads to a private address', 'https://intranet.school.example'],
    ['a private address', 'https://10.0.0.7/moodle'],
    ['this very machine', 'https://127.0.0.1/moodle'],
    ['without https', 'http://lms.harbourtraining.example/moodle'],
  ])('%s is never called, whatever was let through before', async (_name, site) => {
    const rig = await startRig();
    const error = await failure(rig.connect(at(site)));
    expect(error.code).toBe('blocked_host');
    expect(error.message).toMatch(/not public|may not be called|https/);
    expect(rig.box.exchanges).toEqual([]);
  });

  test.each([
    ['private_redirect', 'blocked_host', 'http://10.0.0.7', 'type the public https address of the site instead'],
    [
      'moved',
      'blocked_host',
      'https://new.harbourtraining.example',
      'type https://new.harbourtraining.example/moodle there',
    ],
    ['not_a_moodle', 'not_found', 'There is no Moodle web service at this address', 'Check the site address'],
    ['login_wall', 'not_found', 'sign-in page', 'Check the site address'],
    ['services_off', 'permission_denied', 'its web services or the REST protocol are off', ''],
  ])('of a site in the mood "%s" is %s, and says what to do', async (mood, code, what, advice) => {
    const rig = await startRig(mood);
    for (const signIn of sandbox.signIns) {
      const error = await failure(rig.connect(signIn));
      expect(error.code).toBe(code);
      expect(error.message).toContain(what);
      expect(error.message).toContain(advice);
    }
    expect(rig.logged().join('\n')).not.toContain(sandboxToken);
  });

  test('a site that stops being one in the middle of a run deletes nothing', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    const { store, keys } = await connection.read('users');
    for (const mood of ['not_a_moodle', 'login_wall', 'private_redirect', 'maintenance']) {
      await rig.box.control.switches('moodle', { mood });
      await failure(connection.read('users', { store }));
    }
    expect([...store.records.values()].filter(({ deleted }) => !deleted)).toHaveLength(keys.size);
  });
});

describe('a course the token may not see', () => {
  const hidden = '13';
  const byCourse = ['activities', 'enrolments', 'grades', 'assignments'] as const;
  const deeper = ['completion', 'activity_completion', 'submissions'] as const;
  const courseOf = (key: string, name: keyof typeof streams, rig: Rig<State>): string => {
    const { modules, submissions } = rig.box.state();
    const module = modules.find(({ id }) => String(id) === (name === 'activity_completion' ? key.split(':')[1] : key));
    if (name === 'activities' || name === 'activity_completion') return String(module?.course);
    if (name === 'assignments') return key;
    if (name === 'submissions') return String(submissions.find(({ id }) => String(id) === key)?.assignment);
    return key.split(':')[0] ?? '';
  };

  test.each([...byCourse, ...deeper])(
    '%s: it is left out and named, the rest is read, and nothing stored is taken for gone',
    async (name) => {
      const rig = await startRig();
      const connection = await rig.connect();
      const all = await connection.read(name);
      expect(all.result).toMatchObject({ outcome: 'complete', parts: { missed: [] } });
      const before = new Set(all.keys);
      rig.box.state().denied.push({ course: Number(hidden), capability: 'moodle/course:view' });
      const rest = await connection.read(name, { store: all.store });
      const key = expect.stringMatching(new RegExp(`^${hidden}(:|$)`));
      expect(rest.result).toMatchObject({ outcome: 'complete', swept: undefined });
      expect(rest.result).toMatchObject({
        parts: { missed: expect.arrayContaining([expect.objectContaining({ key, code: 'permission_denied' })]) },
      });
      expect(new Set(rest.keys)).toEqual(before);
      const alone = await connection.read(name);
      expect(alone.keys.size).toBeGreaterThan(0);
      const courses = new Set([...alone.keys].map((one) => courseOf(one, name, rig)));
      expect(courses).not.toContain(hidden);
    },
  );

  test('what is said names the right it takes', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    rig.box.state().denied.push({ course: Number(hidden), capability: 'moodle/course:view' });
    const { result } = await connection.read('activities');
    const missed = 'parts' in result ? result.parts?.missed : undefined;
    expect(missed).toHaveLength(1);
    expect(missed?.[0]?.message).toContain(
      "the token's account may not see this course. Give its role moodle/course:view",
    );
  });

  test('where none may be seen, the run fails and says why', async () => {
    const rig = await startRig();
    const connection = await rig.connect();
    rig.box.state().denied.push({ course: 0, capability: 'moodle/course:view' });
    expect(await failure(connection.read('activities'))).toMatchObject({ code: 'permission_denied' });
  });
});
