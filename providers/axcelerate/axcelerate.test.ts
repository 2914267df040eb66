/** The aXcelerate connector through the real engine against its sandbox: connecting, reading month by month, writing, and what a site may send. */
import { type Field, type JsonObject, type SandboxSignIn } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { type Connection, failure, openRig, type Reading, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import axcelerate from './index.ts';
import sandbox, { host, settings, tokens } from './sandbox.ts';
import { cancelEnrolment, deleteContact, mergeContacts, type State } from './sandbox/state.ts';
import { settings as settingFields } from './site.ts';

const day = 24 * 3_600_000;

// --- set-up ---------------------------------------------------------------------------------------------------------------

async function start(switches: Readonly<Record<string, string>> = {}): Promise<Rig<State>> {
  const rig = await openRig({ provider: axcelerate, sandbox, folder: '' });
  onTestFinished(() => rig.stop());
  await rig.box.control.switches('axcelerate', switches);
  return rig;
}

function signInWith(change: Readonly<Record<string, string>>): SandboxSignIn {
  return { method: 'api_key', fields: tokens, settings: { ...settings, ...change } };
}

async function connected(change: Readonly<Record<string, string>> = {}) {
  const rig = await start();
  const connection = await rig.connect(signInWith(change));
  rig.box.exchanges.length = 0;
  return { rig, connection, desk: { state: rig.box.state(), now: () => rig.box.now() } };
}

/** Paths and queries of the calls so far, forgotten when read. */
function callsOf(rig: Rig<State>) {
  const made = rig.box.exchanges.map(({ request }) => ({
    path: `${request.method} ${request.path.replace('/api', '')}`,
    query: Object.fromEntries(request.query),
    form: Object.fromEntries(new URLSearchParams(request.body.toString())),
  }));
  rig.box.exchanges.length = 0;
  return made;
}

function dataOf(
  store: { readonly records: ReadonlyMap<string, { readonly data: object | null }> },
  key: string,
): JsonObject {
  const data = store.records.get(key)?.data;
  if (!isObject(data)) throw new Error(`there is no record ${key}`);
  return data;
}

/** An incremental run that goes on where an earlier one began. */
async function since(connection: Connection, name: string, ms: number, change: Reading = {}) {
  return connection.read(name, { mode: 'incremental', cursor: new Date(ms).toISOString(), ...change });
}

function act(connection: Connection, name: keyof typeof actions, input: JsonObject) {
  const action = actions[name];
  const http = connection.open(`action ${name}`);
  const { settings: given, account } = connection;
  // Each action checks its own input; here they are called by name, as the hub does.
  const run: (context: {
    http: typeof http;
    input: never;
    idempotencyKey: string;
    settings: typeof given;
    account: typeof account;
    method: string;
  }) => Promise<{ output: unknown; records?: readonly { stream: string; items: readonly unknown[] }[] }> = action.run;
  const parsed: unknown = action.input.parse(input);
  return run({ http, input: parsed as never, idempotencyKey: 'test', settings: given, account, method: 'api_key' });
}

// --- connecting -----------------------------------------------------------------------------------------------------------

describe('connecting', () => {
  test('one contact is read, and the log of merges is tried, with both tokens in their headers', async () => {
    const rig = await start();
    const connection = await rig.connect();
    expect(connection.message).toBe(`Connected to aXcelerate at ${host}`);
    expect(connection.account).toEqual({ id: host, name: 'harbourtraining', meta: { merge_log: 'yes' } });
    const [first] = rig.box.exchanges;
    expect(first?.request.headers).toMatchObject({ wstoken: tokens.api_key, apitoken: tokens.api_token });
    expect(callsOf(rig).map(({ path }) => path)).toEqual(['GET /contacts/search', 'POST /log/contactMergeHistory']);
  });

  test.each([
    ['API token', { ...tokens, api_token: 'A54D77B0-API-000000' }],
    ['web service token', { ...tokens, api_key: '7C1E5C22-WS-000000' }],
  ])('a wrong %s is said to be the wrong one, and asked once', async (name, fields) => {
    const rig = await start();
    const error = await failure(rig.connect(undefined, fields));
    expect(error).toMatchObject({
      code: 'auth_revoked',
      message: expect.stringMatching(new RegExp(`The ${name} is missing or not valid`, 'i')),
    });
    expect(rig.box.exchanges).toHaveLength(1);
  });

  test('an organisation without contacts is connected all the same', async () => {
    const rig = await start();
    rig.box.state().contacts = [];
    expect((await rig.connect()).message).toContain('Connected');
  });

  test('a token that was deleted later', async () => {
    const { rig, connection } = await connected();
    await rig.box.fault({ kind: 'status', status: 401, body: { ERROR: true, CODE: 401, MESSAGES: 'Unauthorised' } });
    expect(await failure(connection.read('contacts'))).toMatchObject({ code: 'auth_revoked' });
    expect(rig.box.exchanges).toHaveLength(1);
  });

  test('an address that is no aXcelerate, a zone and a day that are none', async () => {
    const rig = await start();
    await rig.box.fault({ kind: 'html' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`${host} does not answer like aXcelerate`),
      details: { problems: [{ path: 'settings.site' }] },
    });
    await rig.box.clearFaults();
    expect(await failure(rig.connect(signInWith({ time_zone: 'Australia/Nowhere' })))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'settings.time_zone' }] },
    });
    expect(await failure(rig.connect(signInWith({ enrolments_from: '2026-02-31' })))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'settings.enrolments_from' }] },
    });
  });

  test('an outage that calls itself a success', async () => {
    const rig = await start({ errors: 'in_200' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'provider_unavailable',
      message: expect.stringContaining('An unexpected error occurred.'),
      details: { vendorCode: '500' },
    });
  });
});

describe('what the user may not', () => {
  test('the log of merges: contacts are read all the same', async () => {
    const rig = await start({ denied_paths: '/log/contactMergeHistory' });
    const connection = await rig.connect();
    expect(connection.account?.meta).toEqual({ merge_log: 'no' });
    callsOf(rig);
    await since(connection, 'contacts', rig.box.now());
    expect(callsOf(rig).map(({ path }) => path)).toEqual(['GET /contacts/search']);
  });

  test('organisations are left out, classes are refused in words, and nothing is deleted', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('classes');
    await rig.box.control.switches('axcelerate', { denied_paths: '/organisations/ /course/instance/search' });
    expect((await connection.read('organisations')).result).toMatchObject({ outcome: 'absent' });
    expect(await failure(connection.read('classes', { store }))).toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('does not have permission'),
    });
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });
});

describe('the site', () => {
  const field: Field | undefined = settingFields['site'];
  const accepted = (typed: string): string | undefined => {
    const tidied = field?.tidy?.(typed) ?? typed;
    return new RegExp(`^(?:${field?.pattern?.source})$`, 'u').test(tidied) ? tidied : undefined;
  };

  test.each([
    ['harbour', 'harbour.app.axcelerate.com'],
    ['Harbour', 'harbour.app.axcelerate.com'],
    ['Harbour.App.aXcelerate.com', 'harbour.app.axcelerate.com'],
    ['https://harbour.app.axcelerate.com/management/index.cfm?x=1#y', 'harbour.app.axcelerate.com'],
    ['https://harbour.stg.axcelerate.com/api', 'harbour.stg.axcelerate.com'],
    ['https://app.axcelerate.com/', 'app.axcelerate.com'],
    ['students.harbour.example', 'students.harbour.example'],
  ])('%s', (typed, kept) => {
    expect(accepted(typed)).toBe(kept);
    const given = { site: kept };
    const base = typeof axcelerate.baseUrl === 'function' ? axcelerate.baseUrl(given) : '';
    const hosts = typeof axcelerate.hosts === 'function' ? axcelerate.hosts(given) : [];
    expect([base, hosts]).toEqual([`https://${kept}/api`, [kept]]);
  });

  test.each([
    'http://harbour.app.axcelerate.com',
    'https://user:secret@harbour.app.axcelerate.com',
    'https://harbour.app.axcelerate.com:8443',
    'https://10.0.0.7/',
    'https://',
    'javascript:alert(1)',
    'two words',
    '',
  ])('%j is refused', (typed) => {
    expect(accepted(typed)).toBeUndefined();
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

describe('classes', () => {
  test('open and closed, public and in-house, of every type: all there are, and what they are called', async () => {
    const { rig, connection } = await connected();
    const { instances } = rig.box.state();
    const { keys, store } = await connection.read('classes');
    expect(keys).toEqual(new Set(instances.map(({ type, id }) => `${type}:${id}`)));
    expect(callsOf(rig)).toHaveLength(12);
    const first = instances.find(({ type }) => type === 'p');
    const local = Date.parse(`${first?.start.replace(' ', 'T')}:00+08:00`);
    expect(dataOf(store, `p:${first?.id}`)['starts_at']).toBe(new Date(local).toISOString());
  });

  test('a name in many scripts survives the way', async () => {
    const { rig, connection } = await connected();
    const [first] = rig.box.state().instances;
    if (first !== undefined) first.name = 'Giờ học 李 «Größe» 🎓';
    const { store } = await connection.read('classes');
    expect(dataOf(store, `${first?.type}:${first?.id}`)['name']).toBe('Giờ học 李 «Größe» 🎓');
  });

  test('after a pause longer than the vendor can look back, everything is read', async () => {
    const { rig, connection } = await connected();
    const read = await since(connection, 'classes', rig.box.now() - 90 * day);
    expect(read.result).toMatchObject({ outcome: 'full_needed' });
    expect(callsOf(rig)).toEqual([]);
    await since(connection, 'classes', rig.box.now() - 80 * day);
    expect(callsOf(rig)[0]?.query).toMatchObject({
      lastUpdated_min: '2026-08-31 08:00',
      lastUpdated_max: '2026-11-22 00:00',
    });
  });

  test('the units of each class of a program, and of no workshop', async () => {
    const { rig, connection } = await connected();
    const { keys, store } = await connection.read('units');
    const expected = rig.box.state().instances.flatMap(({ id, units }) => units.map((unit) => `${id}:${unit.id}`));
    expect(keys).toEqual(new Set(expected));
    expect(dataOf(store, expected[0] ?? '')).toMatchObject({ code: expect.stringMatching(/^[A-Z]{3}/) });
  });
});

describe('contacts', () => {
  test('who was merged into another is gone with the next change, by the log of their days', async () => {
    const { rig, connection, desk } = await connected();
    const { store } = await connection.read('contacts');
    rig.box.advance(day);
    mergeContacts(desk, 5440, 5441);
    callsOf(rig);
    await since(connection, 'contacts', rig.box.now(), { store });
    expect(store.records.get('5440')?.deleted).toBe(true);
    expect(store.records.get('5441')?.deleted).toBe(false);
    const [search, log] = callsOf(rig);
    // A day before, and by the clock of Perth.
    expect(search?.query['lastUpdated']).toBe('2026-11-20');
    expect(log?.form).toEqual({ dateStart: '2026-11-20 00:00:00', dateEnd: '2026-11-22 23:59:59' });
  });

  test('who was deleted is noticed by a full pass', async () => {
    const { connection, desk } = await connected();
    const { store } = await connection.read('contacts');
    deleteContact(desk, 5440);
    await connection.read('contacts', { store });
    expect(store.records.get('5440')?.deleted).toBe(true);
  });

  test('a page that holds less than it should is not the last one where the list says how long it is', async () => {
    const { rig, connection } = await connected();
    const short = { body: [{ ROWID: 1, COUNT: 8, ORGID: 264_487, NAME: 'Short' }], status: 200 };
    await rig.box.fault({ kind: 'status', ...short, times: 1 });
    expect((await connection.read('organisations')).keys.size).toBe(8);
    expect(callsOf(rig).map(({ query }) => query['offset'])).toEqual(['0', '1']);
  });
});

describe('enrolments', () => {
  test('programs and workshops, month by month since the organisation began, no window longer than allowed', async () => {
    const { rig, connection } = await connected({ enrolments_from: '2026-05-01' });
    const { keys } = await connection.read('enrolments');
    expect(keys).toEqual(new Set(rig.box.state().enrolments.map(({ type, learner }) => `${type}:${learner}`)));
    const calls = callsOf(rig);
    expect(calls.map(({ query }) => [query['type'], query['lastUpdated_min']])).toEqual(
      ['p', 'w'].flatMap((type) =>
        ['05-01', '05-31', '06-30', '07-30', '08-29', '09-28', '10-28'].map((date) => [type, `2026-${date} 00:00`]),
      ),
    );
    expect(calls.at(-1)?.query['lastUpdated_max']).toBe('2026-11-27 00:00');
  });

  test('a day that is yet to come would find nothing, and so is not taken', async () => {
    const { rig, connection } = await connected({ enrolments_from: '2027-01-01' });
    await connection.read('unit_outcomes');
    expect(callsOf(rig)[0]?.query['lastUpdated_min']).toBe('2018-11-01 00:00');
  });

  test('only what changed: two calls, and the status is what it became', async () => {
    const { rig, connection, desk } = await connected();
    const { store } = await connection.read('enrolments');
    rig.box.advance(3 * day);
    const cursor = rig.box.now();
    rig.box.advance(60_000);
    cancelEnrolment(desk, 'w', 417_003);
    callsOf(rig);
    await since(connection, 'enrolments', cursor, { store });
    expect(callsOf(rig)).toHaveLength(2);
    expect(dataOf(store, 'w:417003')).toMatchObject({ status: 'cancelled', vendor_status: 'Cancelled' });
    // Another one altogether.
    expect(dataOf(store, 'p:417003')['status']).not.toBe('cancelled');
  });

  test('a row that leaves its window while it is read takes nobody with it', async () => {
    const { rig, connection, desk } = await connected({ enrolments_from: '2026-09-01' });
    await rig.box.control.grow('axcelerate', 'enrolments', 10);
    const all = desk.state.enrolments;
    // More than one page within one month.
    const [usual] = all.filter(({ type, units }) => type === 'p' && units.length === 1);
    if (usual === undefined) throw new Error('there is no program');
    const at = Date.parse('2026-09-10T00:00:00Z');
    desk.state.enrolments = Array.from({ length: 150 }, (_, nth) => ({
      ...usual,
      learner: 500_000 + nth,
      changed: at,
    }));
    const [first] = desk.state.enrolments;
    let pages = 0;
    const { keys } = await connection.read('enrolments', {
      watch: () => {
        pages += 1;
        if (pages === 1 && first !== undefined) first.changed = rig.box.now();
      },
    });
    expect(keys.size).toBe(160);
    const offsets = callsOf(rig).flatMap(({ query }) =>
      query['type'] === 'p' && query['lastUpdated_min'] === '2026-09-01 00:00' ? [query['offset']] : [],
    );
    // The second page did not begin with the last row of the first: the window was read again.
    expect(offsets).toEqual(['0', '99', '0', '99']);
  });

  test('one whose rows change all the time is given up in the end, and nothing is swept', async () => {
    const { rig, connection, desk } = await connected({ enrolments_from: '2026-09-01' });
    const [usual] = desk.state.enrolments.filter(({ type }) => type === 'p');
    if (usual === undefined) throw new Error('there is no program');
    const at = Date.parse('2026-09-10T00:00:00Z');
    desk.state.enrolments = Array.from({ length: 400 }, (_, nth) => ({
      ...usual,
      learner: 500_000 + nth,
      changed: at,
    }));
    const { store } = await connection.read('enrolments');
    const rest = [...desk.state.enrolments];
    const error = await failure(
      connection.read('enrolments', {
        store,
        watch: () => {
          const [leaving] = rest.splice(0, 1);
          if (leaving !== undefined) leaving.changed = rig.box.now() + day;
        },
      }),
    );
    expect(error.code).toBe('place_expired');
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });

  test('an outcome is kept with its national code, its student and its enrolment', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('unit_outcomes');
    const { enrolments } = rig.box.state();
    const recognised = enrolments.flatMap((one) =>
      one.units.filter(({ outcome }) => outcome === '51').map((unit) => ({ one, unit })),
    )[0];
    expect(dataOf(store, `${recognised?.unit.learner}:${recognised?.unit.instance}`)).toMatchObject({
      student_id: String(recognised?.one.contact),
      enrolment_id: `p:${recognised?.one.learner}`,
      result: 'rpl_granted',
      code: '51',
      vendor_result: 'RPL-G',
    });
    expect(store.records.size).toBe(enrolments.reduce((sum, { units }) => sum + units.length, 0));
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

describe('create_contact', () => {
  const person = {
    first_name: 'Nguyễn Thị',
    last_name: "O'Ng",
    email: 'new.ng@mail.example',
    date_of_birth: '1999-04-01',
  };

  test('makes one, and answers it as the list has it', async () => {
    const { rig, connection } = await connected();
    const { output, records } = await act(connection, 'create_contact', {
      ...person,
      gender: 'other',
      usi: '3aw88yh9u5',
      student_number: 'HT900',
      organisation_id: '264487',
    });
    const id = String(rig.box.state().contacts.at(-1)?.id);
    expect(output).toMatchObject({
      id,
      data: { full_name: "Nguyễn Thị O'Ng", usi: '3AW88YH9U5', student_number: 'HT900', employer_id: '264487' },
    });
    const before = rig.box.state().contacts.length;
    expect(records?.[0]?.items[0]).toMatchObject({ CONTACTID: Number(id), USI_VERIFIED: true });
    expect(await act(connection, 'create_contact', person)).toMatchObject({ output: { id } });
    expect(rig.box.state().contacts.length).toBe(before);
  });

  test('who is there already is who has the names, and nothing that speaks against it', async () => {
    const { rig, connection } = await connected();
    const made = async (change: JsonObject) => {
      const before = rig.box.state().contacts.length;
      await act(connection, 'create_contact', { ...person, ...change });
      return rig.box.state().contacts.length - before;
    };
    expect(await made({})).toBe(1);
    expect(await made({ last_name: "o'ng", email: 'NEW.ng@mail.example' })).toBe(0);
    // Somebody whose name only begins so; the daughter at the same address; another address.
    expect(await made({ last_name: "O'N" })).toBe(1);
    expect(await made({ date_of_birth: '2009-04-01' })).toBe(1);
    expect(await made({ email: 'other.ng@mail.example' })).toBe(1);
    // By the date of birth alone: the first of them.
    const { email: _email, ...bare } = person;
    const before = rig.box.state().contacts.length;
    await act(connection, 'create_contact', bare);
    expect(rig.box.state().contacts.length).toBe(before);
  });

  test.each([
    ['neither address nor date of birth', { email: undefined, date_of_birth: undefined }],
    ['a name of 41 letters', { last_name: 'x'.repeat(41) }],
    ['a USI with a zero', { usi: '0AW88YH9U5' }],
    ['a field nobody knows', { mobile_phone: '1' }],
  ])('%s is refused before anything is sent', (_what, change) => {
    expect(actions.create_contact.input.safeParse({ ...person, ...change }).success).toBe(false);
  });

  test('what the vendor refuses comes in its own words', async () => {
    const { connection } = await connected();
    const error = await failure(act(connection, 'create_contact', { ...person, organisation_id: '1' }));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('Validation Error: The organisation does not exist.'),
      details: { vendorCode: '412' },
    });
  });
});

describe('enrol', () => {
  const later = (rig: Rig<State>, type: 'p' | 'w') => {
    const found = rig.box.state().instances.find((one) => one.type === type && one.open && one.start > '2027');
    return `${type}:${found?.id}`;
  };

  test('quietly, unless told otherwise: no invoice, no e-mail', async () => {
    const { rig, connection } = await connected();
    await act(connection, 'enrol', { student_id: '5440', class_id: later(rig, 'w') });
    const posted = callsOf(rig).find(({ path }) => path === 'POST /course/enrol');
    expect(posted?.form).toMatchObject({ type: 'w', generateInvoice: 'false', suppressNotifications: 'true' });
    await act(connection, 'enrol', {
      student_id: '5441',
      class_id: later(rig, 'w'),
      create_invoice: true,
      notify: true,
    });
    const loud = callsOf(rig).find(({ path }) => path === 'POST /course/enrol');
    expect(loud?.form).toMatchObject({ generateInvoice: 'true', suppressNotifications: 'false' });
  });

  test('in a program, with its units; once; and again after it was cancelled', async () => {
    const { rig, connection, desk } = await connected();
    const input = { student_id: '5440', class_id: later(rig, 'p'), starts_on: '2027-02-15' };
    const first = await act(connection, 'enrol', input);
    expect(first.records?.map(({ stream }) => stream)).toEqual(['enrolments', 'unit_outcomes']);
    expect(first.output).toMatchObject({ data: { status: 'active', starts_on: '2027-02-15', student_id: '5440' } });
    expect(await act(connection, 'enrol', input)).toEqual(first);
    const learner = desk.state.enrolments.at(-1)?.learner ?? 0;
    cancelEnrolment(desk, 'p', learner);
    expect(await act(connection, 'enrol', input)).toMatchObject({ output: { id: `p:${learner + 1}` } });
  });

  test('a class that is closed, a contact that is not there', async () => {
    const { rig, connection } = await connected();
    const closed = rig.box.state().instances.find(({ type, open }) => type === 'p' && !open);
    const { enrolments } = rig.box.state();
    const free = rig.box
      .state()
      .contacts.find(({ id }) => !enrolments.some((one) => one.contact === id && one.instance === closed?.id));
    const refused = act(connection, 'enrol', { student_id: String(free?.id), class_id: `p:${closed?.id}` });
    expect(await failure(refused)).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('Enrolments for this activity are closed.'),
    });
    const nobody = act(connection, 'enrol', { student_id: '1', class_id: later(rig, 'p') });
    expect(await failure(nobody)).toMatchObject({ code: 'not_found' });
  });

  test.each([
    ['a class without its type', { class_id: '32001' }],
    ['e-learning', { class_id: 'el:2598' }],
    ['a start in a workshop', { class_id: 'w:32001', starts_on: '2027-01-01' }],
  ])('%s is refused before anything is sent', (_what, change) => {
    expect(actions.enrol.input.safeParse({ student_id: '5440', ...change }).success).toBe(false);
  });
});

describe('record_unit_outcome', () => {
  test('sets it, and answers it as the list has it', async () => {
    const { rig, connection } = await connected();
    const enrolment = rig.box.state().enrolments.find(({ units }) => units.length === 4);
    const input = {
      student_id: String(enrolment?.contact),
      class_id: `p:${enrolment?.instance}`,
      unit_code: enrolment?.units[2]?.code.toLowerCase() ?? '',
      outcome_code: '60',
      ends_on: '2026-11-19',
    };
    const { output } = await act(connection, 'record_unit_outcome', input);
    expect(output).toMatchObject({
      id: `${enrolment?.units[2]?.learner}:${enrolment?.units[2]?.instance}`,
      data: { result: 'credit_transfer', code: '60', ends_on: '2026-11-19', enrolment_id: `p:${enrolment?.learner}` },
    });
    expect(rig.box.state().enrolments.find(({ learner }) => learner === enrolment?.learner)?.units[2]?.outcome).toBe(
      '60',
    );
    const none = act(connection, 'record_unit_outcome', { ...input, unit_code: 'NONE' });
    expect(await failure(none)).toMatchObject({ code: 'not_found' });
    for (const change of [{ outcome_code: '99' }, { starts_on: '2026-11-20' }])
      expect(actions.record_unit_outcome.input.safeParse({ ...input, ...change }).success).toBe(false);
  });
});
