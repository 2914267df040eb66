/** Moodle's events as plugins post them: in whatever form, known again, and told by the sandbox for what its functions write. */
import fc from 'fast-check';
import { PlugboardError, type JsonObject, type JsonValue, type WebhookEvent } from 'plugboard/contract';
import { testSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import moodle from './index.ts';
import sandbox from './sandbox.ts';
import { sandboxToken } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';
import { webhooks } from './webhooks.ts';

const enrolled = {
  eventname: '\\core\\event\\user_enrolment_created',
  component: 'core',
  objecttable: 'user_enrolments',
  objectid: 4001,
  crud: 'c',
  contextinstanceid: 7,
  userid: 2,
  courseid: 7,
  relateduserid: 42,
  timecreated: 1772409600,
};
const request = (body = '', type = 'application/json') => ({
  method: 'POST',
  url: '',
  headers: { 'content-type': type },
  body: Buffer.from(body),
});
/** What `verify` makes of a body that is not simply JSON. */
async function readFrom(body: string): Promise<JsonValue | undefined> {
  const keys = () => Promise.reject(new Error('not asked for'));
  const verified = await webhooks.verify(request(body), { secrets: [], nowMs: 0, settings: {}, keys });
  return verified.genuine ? verified.content : undefined;
}
const eventsOf = (content: JsonValue): readonly WebhookEvent[] => webhooks.events(content, request());
const wakes = (payload: JsonObject): readonly string[] | undefined =>
  webhooks.effect({ type: 'x', payload }, { settings: {}, account: undefined, method: 'api_key' })?.wake;

describe('in whatever form', () => {
  const read = { type: enrolled.eventname, at: '2026-03-02T00:00:00.000Z', payload: enrolled };

  test.each<[string, JsonValue]>([
    ['bare', enrolled],
    ['in a list', [enrolled]],
    ['in an envelope', { event: enrolled }],
    ['as data', { site: 'x', data: enrolled }],
    ['several', { events: [enrolled] }],
  ])('%s', (_what, content) => {
    expect(eventsOf(content)).toEqual([{ ...read, id: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });

  test('a form, though the plugin calls it JSON; numbers are texts there', async () => {
    const texts = Object.fromEntries(Object.entries(enrolled).map(([name, value]) => [name, String(value)]));
    const form = new URLSearchParams({ ...texts, 'other[enrol]': 'manual' }).toString();
    expect(await readFrom(form)).toEqual({ ...texts, 'other[enrol]': 'manual' });
    // The same event in either form is one event.
    expect(eventsOf(texts)[0]?.id).toBe(eventsOf(enrolled)[0]?.id);
  });

  test('a template that puts the name between quotes as it is', async () => {
    const sent = (name: string) => `{ "eventname" : "${name}", "courseid": "7", "relateduserid": "42" }`;
    for (const name of ['\\core\\event\\role_assigned', '\\tool_x\\event\\user_done', '\\mod_b\\event\\new_u0041'])
      expect(await readFrom(sent(name))).toMatchObject({ eventname: name, courseid: '7' });
    expect(await readFrom(sent('\\\\core\\\\event\\\\role_assigned'))).toBeUndefined();
    expect(await readFrom('{"eventname":"\\core\\event\\x"')).toBeUndefined();
  });

  test('the plugin’s own password is not kept', () => {
    expect(JSON.stringify(eventsOf({ ...enrolled, token: 'the-plugins-token' }))).not.toContain('the-plugins-token');
  });

  test.each<[string, JsonValue]>([
    ['nothing known', { hello: 'world' }],
    ['a text', 'x'],
    ['an empty envelope', { data: null }],
    ['a list in a list', [[enrolled]]],
    ['a list with something else in it', [enrolled, 7]],
  ])('%s is refused', (_what, content) => {
    expect(() => eventsOf(content)).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });

  test('however deep and large a body is, it is read or refused in words', () => {
    const deep = 200_000;
    for (const text of [
      `${'['.repeat(deep)}${']'.repeat(deep)}`,
      `${'{"data":'.repeat(deep)}1${'}'.repeat(deep)}`,
      `{"eventname":"x","other":${'['.repeat(deep)}${']'.repeat(deep)}}`,
    ]) {
      const content: JsonValue = JSON.parse(text);
      const outcome = () => {
        try {
          return eventsOf(content).length === 1 ? 'read' : 'lost';
        } catch (error) {
          return error instanceof PlugboardError ? error.code : 'a bug';
        }
      };
      expect(['read', 'decode_failed']).toContain(outcome());
    }
  });
});

describe('known again', () => {
  test('by whom and what it is about and when; three people put into a course in one second are three events', () => {
    const id = (change: JsonObject) => eventsOf({ ...enrolled, ...change })[0]?.id;
    const role = { eventname: '\\core\\event\\role_assigned', objectid: 5 };
    expect(new Set([42, 43, 44].map((relateduserid) => id({ ...role, relateduserid }))).size).toBe(3);
    expect(id({ crud: 'u', other: 'x' })).toBe(id({}));
    expect(id({ timecreated: 1772409601 })).not.toBe(id({}));
  });

  test('by its content where it does not say enough', () => {
    expect(eventsOf({ courseid: 7, userid: 42 })[0]).toMatchObject({ type: 'unnamed', id: undefined });
    expect(eventsOf({ eventname: 'x', timecreated: 1772409600 })[0]?.id).toBeUndefined();
  });

  test('nonsense is no moment', () => {
    for (const timecreated of [0, -5, 'soon', 1e300, null])
      expect(eventsOf({ ...enrolled, timecreated })[0]?.at).toBeUndefined();
  });
});

describe('what follows', () => {
  test('the lists of what the event is about', () => {
    expect(wakes(enrolled)).toEqual(['enrolments']);
    expect(wakes({ eventname: '\\core\\event\\course_completed' })).toEqual(['completion']);
    expect(wakes({ eventname: 'core\\event\\user_graded' })).toEqual(['grades']);
    expect(wakes({ eventname: '\\mod_assign\\event\\submission_graded' })).toEqual(['submissions', 'grades']);
  });

  test('nothing of an event nobody listed: pages are looked at all day', () => {
    expect(wakes({ eventname: '\\core\\event\\course_viewed', courseid: 7, userid: 42 })).toBeUndefined();
    expect(wakes({ eventname: 'constructor' })).toBeUndefined();
  });

  test('of one without a name, the lists of the course and the person it names', () => {
    expect(wakes({ courseid: '7', relateduserid: 42, userid: 2 })).toEqual(['enrolments', 'grades', 'completion']);
    expect(wakes({ courseid: 7 })).toEqual(['courses', 'activities', 'enrolments']);
    expect(wakes({ userid: 42, courseid: 1 })).toEqual(['users']);
    expect(wakes({ userid: 0, courseid: 1 })).toBeUndefined();
  });

  test('it is total, and answers streams there are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => {
        const woken = wakes(JSON.parse(JSON.stringify(any))) ?? [];
        expect(woken.every((name) => Object.hasOwn(moodle.streams, name))).toBe(true);
      }),
    );
  });
});

describe('the sandbox', () => {
  async function startBox() {
    const box = await testSandbox<State>({ key: 'moodle', sandbox });
    onTestFinished(() => box.stop());
    await box.control.enterWebhookAddress('moodle', { url: `${box.origin}/nowhere` });
    const call = async (wsfunction: string, form: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ wstoken: sandboxToken, moodlewsrestformat: 'json', wsfunction, ...form });
      await fetch(`${box.origin}/moodle/webservice/rest/server.php`, { method: 'POST', body });
      const { deliveries } = await box.control.webhooksSettled('moodle');
      await box.control.forgetWebhooks('moodle');
      return deliveries.flatMap(({ types }) => types.map((type) => type.split('\\').at(-1)));
    };
    return { box, call };
  }

  test('raises what its functions do, and nothing when they are undone', async () => {
    const { box, call } = await startBox();
    const place = { 'enrolments[0][userid]': '107', 'enrolments[0][courseid]': '12' };
    expect(await call('enrol_manual_enrol_users', { ...place, 'enrolments[0][roleid]': '9' })).toEqual([
      'user_enrolment_created',
      'role_assigned',
    ]);
    const half = { ...place, 'enrolments[0][roleid]': '9', 'enrolments[0][suspend]': '1' };
    const wrong = { 'enrolments[1][userid]': '999', 'enrolments[1][courseid]': '12', 'enrolments[1][roleid]': '9' };
    expect(await call('enrol_manual_enrol_users', { ...half, ...wrong })).toEqual([]);
    expect(await call('enrol_manual_unenrol_users', place)).toEqual(['role_unassigned', 'user_enrolment_deleted']);
    expect(await call('core_user_update_users', { 'users[0][id]': '107', 'users[0][city]': 'Perth' })).toEqual([
      'user_updated',
    ]);
    const sent = box.exchanges.find(({ request: one }) => one.path === '/nowhere')?.request;
    expect(eventsOf(JSON.parse(String(sent?.body)))[0]).toMatchObject({
      type: '\\core\\event\\user_enrolment_created',
      payload: { relateduserid: 107, courseid: 12 },
    });
  });

  test('sends a form where the plugin does, and that is read as well', async () => {
    const { box } = await startBox();
    await box.control.switches('moodle', { webhook_format: 'form' });
    await box.control.sendWebhooks('moodle', { type: '\\core\\event\\course_completed' });
    await box.control.webhooksSettled('moodle');
    const sent = box.exchanges.find(({ request: one }) => one.path === '/nowhere')?.request;
    const content = (await readFrom(String(sent?.body))) ?? null;
    expect(eventsOf(content)[0]).toMatchObject({ type: '\\core\\event\\course_completed', id: expect.any(String) });
  });
});
