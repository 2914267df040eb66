/** The VETtrak connector through the real engine against its sandbox: connecting, sessions, reading, writing, and what a site may send. */
import fc from 'fast-check';
import { models, PlugboardError, type Field, type JsonObject, type SandboxSignIn } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { type Connection, failure, openRig, type Reading, type Rig } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actions } from './actions.ts';
import vettrak from './index.ts';
import sandbox, { gatewayKey, host, path } from './sandbox.ts';
import { apiUser } from './sandbox/seed.ts';
import { deleteAward, deleteClient, deleteEnrolment, type State } from './sandbox/state.ts';
import { settings as settingFields } from './site.ts';
import { streams } from './streams.ts';

const hour = 3_600_000;
const day = 24 * hour;

// --- set-up ---------------------------------------------------------------------------------------------------------------

async function start(switches: Readonly<Record<string, string>> = {}): Promise<Rig<State>> {
  const rig = await openRig({ provider: vettrak, sandbox, folder: '' });
  onTestFinished(() => rig.stop());
  await rig.box.control.switches('vettrak', switches);
  return rig;
}

const [usual] = sandbox.signIns;

function signInWith(
  settings: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): SandboxSignIn {
  if (usual === undefined) throw new Error('the sandbox has no sign-in');
  return { ...usual, fields: { ...usual.fields, ...fields }, settings: { ...usual.settings, ...settings } };
}

async function connected(
  switches: Readonly<Record<string, string>> = {},
  settings: Readonly<Record<string, string>> = {},
) {
  const rig = await start(switches);
  return { rig, connection: await rig.connect(signInWith(settings)) };
}

/** Names of the operations called so far, forgotten when read. */
function callsOf(rig: Rig<State>): string[] {
  const made = rig.box.exchanges.map(({ request }) => {
    const action = request.headers['soapaction'] ?? '';
    return action === ''
      ? `${request.method} ${request.query.toString()}`
      : action.slice(action.lastIndexOf('/') + 1, -1);
  });
  rig.box.exchanges.length = 0;
  return made;
}

function lastBody(rig: Rig<State>, operation: string): string {
  const exchange = rig.box.exchanges.findLast(
    ({ request }) => request.headers['soapaction']?.endsWith(`/${operation}"`) === true,
  );
  return exchange?.request.body.toString('utf8') ?? '';
}

/** An incremental run that goes on where an earlier one began. */
async function since(connection: Connection, name: string, cursorMs: number, change: Reading) {
  return connection.read(name, { mode: 'incremental', cursor: new Date(cursorMs).toISOString(), ...change });
}

function dataOf(
  store: { readonly records: ReadonlyMap<string, { readonly data: object | null }> },
  key: string,
): JsonObject {
  const data = store.records.get(key)?.data;
  if (!isObject(data)) throw new Error(`there is no record ${key}`);
  return data;
}

function act(connection: Connection, name: keyof typeof actions, input: JsonObject) {
  const action = actions[name];
  const { settings, account } = connection;
  const http = connection.open(`action ${name}`);
  // Each action checks its own input; here they are called by name, as the hub does.
  const run: (context: {
    http: typeof http;
    input: never;
    idempotencyKey: string;
    settings: typeof settings;
    account: typeof account;
    method: string;
  }) => Promise<{ output: unknown; records?: readonly { stream: string; items: readonly unknown[] }[] }> = action.run;
  const parsed: unknown = action.input.parse(input);
  return run({ http, input: parsed as never, idempotencyKey: 'test', settings, account, method: 'session' });
}

// --- connecting -----------------------------------------------------------------------------------------------------------

describe('connecting', () => {
  test('the login, the WSDL, and the proof that clients may be listed', async () => {
    const { rig, connection } = await connected();
    expect(connection.message).toBe(
      `Connected to VETtrak at ${host} (unit results: code=Unit_Code, name=Unit_Name, result=Resu_Name, ` +
        'start=Enun_StartDate, finish=Enun_FinishDate, percentage=Enun_Percentage)',
    );
    expect(connection.account).toMatchObject({
      id: `${host}/vettrakapi/vt_api.asmx`,
      name: host,
      meta: { missing_operations: '' },
    });
    expect(connection.absent).toEqual({});
    expect(callsOf(rig)).toEqual(['ValidateClient', 'GET WSDL=', 'GetAccessibleClients', 'GetDeletedRecordsSince']);
  });

  test('what the version of the site lacks is told stream by stream', async () => {
    const { connection } = await connected({
      missing_operations: 'GetAwardsModifiedSince, UpdateResult GetWebProgrammesForDates',
    });
    const lacks = (what: string) => `The VETtrak API of this site does not have ${what}; a newer version of it does.`;
    expect(connection.absent).toEqual({
      awards: lacks('GetAwardsModifiedSince'),
      qualifications: lacks('GetAwardsModifiedSince'),
      add_award: lacks('GetAwardsModifiedSince'),
      record_unit_result: lacks('UpdateResult'),
      programmes: lacks('GetWebProgrammesForDates'),
      occurrences: lacks('GetWebProgrammesForDates'),
    });
    // One type of programmes is listed by another operation.
    const typed = await connected({ missing_operations: 'GetWebProgrammesForDates' }, { programme_type: 'Workshops' });
    expect(typed.connection.absent).toEqual({});
  });

  test('an operation that goes missing afterwards is a refusal, not an empty list', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('awards');
    await rig.box.control.switches('vettrak', { missing_operations: 'GetAwardsModifiedSince' });
    expect(await failure(connection.read('awards', { store }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('did not recognize the value of HTTP Header SOAPAction'),
    });
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });

  test('a site that hides the names of unit results has none, until somebody gives them', async () => {
    const { connection } = await connected({ unit_tags: 'none' });
    const reason =
      "The WSDL of this site does not show what VETtrak calls the code and result of a unit's result: give the names in the setting unit_tags.";
    expect(connection.absent).toEqual({ unit_results: reason, record_unit_result: reason });
    const unit_tags = 'code=A1, name = A2,result=A3,start=A4,finish=A5,percentage=A6';
    const told = await connected({ unit_tags: 'none' }, { unit_tags });
    expect(told.connection.absent).toEqual({});
    const { store } = await told.connection.read('unit_results');
    const usualNames = await (await connected()).connection.read('unit_results');
    expect(store.records.get('11001:HLTAID009')?.data).toEqual(usualNames.store.records.get('11001:HLTAID009')?.data);
  });

  test('other names that end alike are found', async () => {
    const { connection } = await connected({ unit_tags: 'other' });
    expect(connection.account?.meta['unit_tags']).toBe(
      'code=EnrolledUnitCode, name=EnrolledUnitName, result=CurrentResult, start=Start, finish=Finish, percentage=Score',
    );
    expect((await connection.read('unit_results')).keys).toContain('11001:HLTAID009');
  });

  test('a wrong password, a wrong address, no VETtrak, no such time zone', async () => {
    const rig = await start();
    const wrong = await failure(rig.connect(usual, { ...apiUser, password: `Tr&ck "it's" <2025>` }));
    expect(wrong).toMatchObject({
      code: 'auth_revoked',
      message: expect.stringContaining('Invalid Username/Password Combination.'),
    });
    expect(wrong.message).not.toContain('2025');
    const stranger = { code: 'invalid_request', details: { problems: [{ path: 'settings.api_url' }] } };
    const elsewhere = await failure(rig.connect(signInWith({ api_url: `https://${host}/Other/VT_API.asmx` })));
    expect(elsewhere).toMatchObject({ ...stranger, message: expect.stringContaining('404') });
    await rig.box.fault({ kind: 'html' });
    expect(await failure(rig.connect())).toMatchObject({
      ...stranger,
      message: expect.stringContaining('an HTML page instead of XML'),
    });
    await rig.box.clearFaults();
    expect(await failure(rig.connect(signInWith({ time_zone: 'Australia/Nowhere' })))).toMatchObject({
      code: 'invalid_request',
      details: { problems: [{ path: 'settings.time_zone' }] },
    });
  });

  test('a service that signs in but has no WSDL of VETtrak is not taken for one', async () => {
    const rig = await start();
    await rig.box.fault({ kind: 'html', method: 'GET' });
    expect(await failure(rig.connect())).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`https://${host}${path} does not answer like VETtrak's API`),
      details: { problems: [{ path: 'settings.api_url' }] },
    });
  });

  test('a gateway gets its key with every call, the login included', async () => {
    const rig = await start({ gateway: 'on' });
    await expect(rig.connect()).rejects.toThrow(PlugboardError);
    const connection = await rig.connect(signInWith({}, { api_key: gatewayKey }));
    expect((await connection.read('awards')).keys.size).toBeGreaterThan(0);
    expect(rig.logged().join('\n')).not.toContain(gatewayKey);
    const { request } = rig.box.exchanges.at(-1) ?? {};
    expect(request?.headers['x-api-key']).toBe(gatewayKey);
  });
});

describe('the address', () => {
  const field: Field | undefined = settingFields['api_url'];
  const accepted = (typed: string): string | undefined => {
    const tidied = field?.tidy?.(typed) ?? typed;
    return new RegExp(`^(?:${field?.pattern?.source})$`, 'u').test(tidied) ? tidied : undefined;
  };

  test.each([
    ['https://training.example.org/VETtrakAPI/VT_API.asmx', 'https://training.example.org/VETtrakAPI/VT_API.asmx'],
    ['training.example.org/VETtrakAPI/VT_API.asmx?WSDL', 'https://training.example.org/VETtrakAPI/VT_API.asmx'],
    ['https://training.example.org/VT_API.asmx?op=GetClientDetails#x', 'https://training.example.org/VT_API.asmx'],
    [
      'https://sthservices.ozsoft.com.au/AB_API/VT_API.asmx/API_Handshake',
      'https://sthservices.ozsoft.com.au/AB_API/VT_API.asmx',
    ],
    ['https://training.example.org:8443/a/b/vt_api.ASMX', 'https://training.example.org:8443/a/b/vt_api.ASMX'],
  ])('%s', (typed, kept) => {
    expect(accepted(typed)).toBe(kept);
  });

  test.each([
    'http://training.example.org/VETtrakAPI/VT_API.asmx',
    'ftp://training.example.org/VT_API.asmx',
    'https://training.example.org/VETtrakAPI/',
    'https://training.example.org',
    'https://user:secret@training.example.org/VT_API.asmx',
    'https://training.example.org\\@evil.example/VT_API.asmx',
    'https://evil.example/?x=/VT_API.asmx',
    'https://evil.example#/VT_API.asmx',
    'https:///VT_API.asmx',
    'https://training.example.org/VT API.asmx',
    'https://training.example.org/a/../VT_API.asmx\n',
    'javascript:alert(1)//VT_API.asmx',
    '',
  ])('%j is refused', (typed) => {
    expect(accepted(typed)).toBeUndefined();
  });

  test('what is accepted leads to the host that is written, and nowhere else', () => {
    const part = fc.constantFrom(
      'a',
      'VETtrakAPI',
      '.',
      '..',
      '%2e',
      '@evil.example',
      ':8443',
      '\\\\evil.example',
      '?',
      '#',
      '/',
      ' ',
      '\n',
    );
    const tail = fc.oneof(fc.constantFrom('', '?WSDL', '/X', '#y', '@evil.example'), fc.string());
    let kept = 0;
    fc.assert(
      fc.property(fc.domain(), fc.array(part, { maxLength: 4 }), tail, (domain, parts, end) => {
        const typed = accepted(`https://${domain}/${parts.join('')}/VT_API.asmx${end}`);
        if (typed === undefined) return;
        kept += 1;
        const hosts = typeof vettrak.hosts === 'function' ? vettrak.hosts({ api_url: typed }) : vettrak.hosts;
        expect(hosts).toEqual([domain.toLowerCase()]);
        expect(new URL(typed).protocol).toBe('https:');
        expect(accepted(typed)).toBe(typed);
      }),
      { numRuns: 2_000 },
    );
    expect(kept).toBeGreaterThan(20);
  });

  test('a private address is what the egress guard refuses', async () => {
    const rig = await start();
    const inside = await failure(rig.connect(signInWith({ api_url: 'https://127.0.0.1/VETtrakAPI/VT_API.asmx' })));
    expect(inside.code).toBe('blocked_host');
  });
});

describe('an address that sends calls on', () => {
  test.each([
    ['http://10.0.0.7/VETtrakAPI/VT_API.asmx', 'type the public https address of the site instead'],
    ['https://new.college.example/VT_API.asmx', 'type https://new.college.example/VT_API.asmx there'],
  ])('to %s is not followed, and says what to type', async (location, advice) => {
    const rig = await start();
    const connection = await rig.connect();
    await rig.box.fault({ kind: 'status', status: 307, headers: { location }, body: '' });
    const moved = [await failure(rig.connect()), await failure(connection.read('awards'))];
    for (const error of moved) {
      expect(error).toMatchObject({ message: expect.stringContaining(advice) });
      expect(error.message).toContain(new URL(location).origin);
    }
    expect(moved[1]?.code).toBe('blocked_host');
  });
});

// --- sessions -------------------------------------------------------------------------------------------------------------

describe('the session', () => {
  test('one that was idle too long is renewed in the middle of a run, once', async () => {
    const { rig, connection } = await connected();
    callsOf(rig);
    let pages = 0;
    const { keys } = await connection.read('enrolments', {
      watch: () => {
        pages += 1;
        if (pages === 5) for (const one of Object.values(rig.box.state().sessions)) one.used -= 2 * hour;
      },
    });
    expect(keys.size).toBe(64);
    expect(callsOf(rig).filter((name) => name === 'ValidateClient')).toHaveLength(1);
  });

  test('one that VETtrak has forgotten is renewed too', async () => {
    const { rig, connection } = await connected();
    rig.box.state().sessions = {};
    callsOf(rig);
    expect((await connection.read('awards')).keys.size).toBe(rig.box.state().awards.length);
    expect(callsOf(rig)).toEqual(['GetAwardsModifiedSince', 'ValidateClient', 'GetAwardsModifiedSince']);
  });

  test('after an hour of silence the engine signs in before it calls', async () => {
    const { rig, connection } = await connected();
    rig.box.advance(2 * hour);
    callsOf(rig);
    await connection.read('awards');
    expect(callsOf(rig)).toEqual(['ValidateClient', 'GetAwardsModifiedSince']);
  });

  test('a password changed at VETtrak ends in words', async () => {
    const { rig, connection } = await connected();
    const user = rig.box.state().users[apiUser.username];
    if (user !== undefined) user.password = 'another';
    rig.box.state().sessions = {};
    expect(await failure(connection.read('awards'))).toMatchObject({ code: 'auth_revoked' });
  });

  test('the token is in no checkpoint and no log, whatever is in it', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('clients');
    const token = Object.keys(rig.box.state().sessions)[0] ?? '';
    expect(token).toMatch(/['&<>"].*[$&]/);
    const kept = JSON.stringify(store.pages.map(({ checkpoint }) => checkpoint)) + rig.logged().join('\n');
    expect(kept).not.toContain(token.slice(4, 16));
    expect(lastBody(rig, 'GetClientDetails')).toContain(`<sToken>&#39;&#38;7&#60;${token.slice(4, 16)}`);
  });
});

// --- reading --------------------------------------------------------------------------------------------------------------

describe('clients', () => {
  test('are whole, with their zeros', async () => {
    const { rig, connection } = await connected();
    const { store, keys } = await connection.read('clients');
    expect(keys.size).toBe(rig.box.state().clients.length);
    const person = rig.box.state().clients.find(({ code }) => code === '00108');
    expect(dataOf(store, '00108')).toMatchObject({
      first_name: 'Liam',
      last_name: "D'Angelo",
      full_name: "Liam D'Angelo",
      student_number: '00108',
      usi: person?.usi,
      date_of_birth: person?.dob,
      gender: 'male',
      phones: [{ kind: 'mobile', number: person?.mobile }],
      addresses: [{ kind: 'street', postcode: person?.address.postcode, region: person?.address.state }],
    });
  });

  test('only one changed: the list of one is a list', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('clients');
    rig.box.advance(3 * day);
    const cursor = rig.box.now();
    const person = rig.box.state().clients.find(({ code }) => code === '00108');
    Object.assign(person ?? {}, { email: 'liam@new.example', modified: rig.box.now() });
    callsOf(rig);
    await since(connection, 'clients', cursor, { store });
    expect(dataOf(store, '00108')).toMatchObject({ email: 'liam@new.example' });
    expect([...store.writes.values()].filter((times) => times > 1)).toHaveLength(1);
    expect(callsOf(rig)).toEqual([
      'ValidateClient',
      'GetAccessibleClients',
      'GetClientDetails',
      'GetDeletedRecordsSince',
    ]);
  });

  test('are asked for in the time of the site, two hours early', async () => {
    const { rig, connection } = await connected();
    await since(connection, 'clients', Date.parse('2026-11-20T00:00:00Z'), {});
    // Perth is eight hours ahead.
    expect(lastBody(rig, 'GetAccessibleClients')).toContain(
      '<clientCode>00100</clientCode><sinceDate>2026-11-20T06:00:00</sinceDate>',
    );
    await connection.read('clients');
    expect(lastBody(rig, 'GetAccessibleClients')).toContain('<sinceDate xsi:nil="true"/>');
  });

  test('none changed is no error', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('clients');
    rig.box.advance(3 * day);
    const { keys } = await since(connection, 'clients', rig.box.now(), { store });
    expect(keys.size).toBe(rig.box.state().clients.length);
  });

  test('one deleted while they are read is left out', async () => {
    const { rig, connection } = await connected();
    let gone = false;
    const deleting = setInterval(() => {
      if (gone || rig.box.exchanges.length < 8) return;
      gone = true;
      deleteClient({ ...contextOf(rig) }, '00139');
    }, 1);
    onTestFinished(() => clearInterval(deleting));
    const { keys } = await connection.read('clients');
    expect(gone).toBe(true);
    expect(keys).not.toContain('00139');
  });
});

/** What the vendor's side of a story needs of a sandbox context. */
function contextOf(rig: Rig<State>) {
  return { state: rig.box.state(), now: () => rig.box.now() };
}

describe('deletions', () => {
  test('are told by VETtrak between full passes: clients, enrolments, awards', async () => {
    const { rig, connection } = await connected();
    const state = rig.box.state();
    const stores = {
      clients: (await connection.read('clients')).store,
      enrolments: (await connection.read('enrolments')).store,
      awards: (await connection.read('awards')).store,
    };
    rig.box.advance(3 * day);
    const cursor = rig.box.now();
    const enrolment = state.enrolments.find(({ client }) => client !== '00108')?.id ?? 0;
    const award = state.awards.find((one) => one.enrolment !== enrolment && one.client !== '00108')?.id ?? 0;
    deleteClient(contextOf(rig), '00108');
    deleteEnrolment(contextOf(rig), enrolment);
    deleteAward(contextOf(rig), award);
    for (const name of ['clients', 'enrolments', 'awards'] as const) {
      const { keys } = await since(connection, name, cursor, { store: stores[name] });
      expect(keys.size).toBe(state[name].length);
    }
    expect(stores.clients.records.get('00108')?.deleted).toBe(true);
    expect(stores.enrolments.records.get(String(enrolment))?.deleted).toBe(true);
    expect(stores.awards.records.get(String(award))?.deleted).toBe(true);
  });

  test('are noticed by a full pass where the list of deletions is missing', async () => {
    const { rig, connection } = await connected({ missing_operations: 'GetDeletedRecordsSince' });
    expect(connection.absent).toEqual({});
    const { store } = await connection.read('awards');
    const [award] = rig.box.state().awards;
    deleteAward(contextOf(rig), award?.id ?? 0);
    rig.box.advance(3 * day);
    await since(connection, 'awards', rig.box.now(), { store });
    expect(store.records.get(String(award?.id))?.deleted).toBe(false);
    await connection.read('awards', { store });
    expect(store.records.get(String(award?.id))?.deleted).toBe(true);
  });

  test('what is full or not listed any more is not deleted; what VETtrak says is deleted is', async () => {
    const { rig, connection } = await connected();
    const state = rig.box.state();
    const programmes = await connection.read('programmes');
    const occurrences = await connection.read('occurrences');
    expect(occurrences.keys.size).toBe(state.occurrences.length);
    for (const one of state.occurrences.filter(({ programme }) => programme === 202)) one.places = 0;
    await connection.read('programmes', { store: programmes.store });
    await connection.read('occurrences', { store: occurrences.store });
    expect(programmes.store.records.get('202')?.deleted).toBe(false);
    const some = state.occurrences.find(({ programme }) => programme === 202)?.id ?? 0;
    expect(occurrences.store.records.get(String(some))?.deleted).toBe(false);

    state.programmes = state.programmes.filter(({ id }) => id !== 202);
    state.occurrences = state.occurrences.filter(({ programme }) => programme !== 202);
    state.deleted.push(
      { table: 'PROGRAMME', id: '202', at: rig.box.now() },
      { table: 'ENROLMENT', id: String(some), at: rig.box.now() },
    );
    await connection.read('programmes', { store: programmes.store });
    await connection.read('occurrences', { store: occurrences.store });
    expect(programmes.store.records.get('202')?.deleted).toBe(true);
    expect(occurrences.store.records.get(String(some))?.deleted).toBe(true);
  });
});

describe('enrolments and unit results', () => {
  test('an incremental run walks the clients that changed, a full one finds the rest', async () => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('unit_results');
    rig.box.advance(3 * day);
    const cursor = rig.box.now();
    const unit = rig.box.state().units.find(({ result }) => result === '');
    Object.assign(unit ?? {}, { result: 'Not Yet Competent', start: '2026-11-20T00:00:00' });
    const key = `${unit?.enrolment}:${unit?.code}`;
    callsOf(rig);
    await since(connection, 'unit_results', cursor, { store });
    expect(callsOf(rig)).toEqual(['ValidateClient', 'GetAccessibleClients']);
    expect(dataOf(store, key)).toMatchObject({ result: 'not_started' });
    await connection.read('unit_results', { store });
    expect(dataOf(store, key)).toMatchObject({ result: 'not_yet_competent', vendor_result: 'Not Yet Competent' });
  });

  test('a unit found through a linked enrolment is the same unit', async () => {
    const { rig, connection } = await connected();
    const state = rig.box.state();
    const own = state.units.find(({ enrolment }) =>
      state.enrolments.some(({ id, qualification }) => id === enrolment && qualification !== ''),
    );
    const other = state.enrolments.find(
      ({ id, client, occurrence }) =>
        id !== own?.enrolment &&
        client === state.enrolments.find((one) => one.id === own?.enrolment)?.client &&
        occurrence !== 0,
    );
    const programme = state.programmes.find(
      ({ id }) => id === state.occurrences.find((one) => one.id === other?.occurrence)?.programme,
    );
    programme?.units.push({ code: own?.code ?? '', name: own?.name ?? '' });
    other?.linked.push(own?.enrolment ?? 0);
    const { keys, store } = await connection.read('unit_results');
    expect(keys.size).toBe(state.units.length);
    expect(dataOf(store, `${own?.enrolment}:${own?.code}`)).toMatchObject({
      enrolment_id: String(own?.enrolment),
      student_id: other?.client,
    });
  });

  test('every status and result the seeded college has is read', async () => {
    const { rig, connection } = await connected();
    const enrolments = await connection.read('enrolments');
    const units = await connection.read('unit_results');
    const statuses = new Set(
      [...enrolments.store.records.values()].map(({ data }) => models.enrolment.parse(data).status),
    );
    expect(statuses).toEqual(new Set(['active', 'completed', 'withdrawn']));
    const results = [...units.store.records.values()].map(({ data }) => models.outcome.parse(data));
    expect(results.filter(({ result }) => result === 'unknown')).toEqual([]);
    for (const { enrolment, code, percentage } of rig.box.state().units)
      expect(dataOf(units.store, `${enrolment}:${code}`)['score_percent']).toBe(
        percentage === -1 ? null : String(percentage),
      );
  });
});

describe('programmes, occurrences, qualifications', () => {
  test('a type of programme can be chosen', async () => {
    const { connection } = await connected({}, { programme_type: 'Workshops' });
    expect((await connection.read('programmes')).keys).toEqual(new Set(['213']));
    expect((await connection.read('occurrences')).keys.size).toBeGreaterThan(0);
  });

  test('occurrences know their programme, their moments, and their sessions when these are wanted', async () => {
    const plain = await connected();
    const some = plain.rig.box.state().occurrences.find(({ programme }) => programme === 202);
    const key = String(some?.id);
    expect(dataOf((await plain.connection.read('occurrences')).store, key)).toMatchObject({
      course_id: '202',
      starts_at: new Date(Date.parse(`${some?.start}+08:00`)).toISOString(),
      time_zone: 'Australia/Perth',
      sessions: [],
    });
    const { connection } = await connected({}, { class_sessions: 'yes' });
    expect(dataOf((await connection.read('occurrences')).store, key)['sessions']).toEqual([
      {
        starts_at: new Date(Date.parse(`${some?.start}+08:00`)).toISOString(),
        ends_at: expect.any(String),
        location: 'R1',
      },
    ]);
  });

  test('without the licence they are absent, not failed', async () => {
    const { connection } = await connected({ short_courses: 'off' });
    for (const name of ['programmes', 'occurrences']) {
      const { result } = await connection.read(name);
      expect(result).toMatchObject({
        outcome: 'absent',
        reason: expect.stringContaining('not licensed for Short Courses'),
      });
    }
  });

  test('qualifications have the name the awards know', async () => {
    const { connection } = await connected();
    const { store } = await connection.read('qualifications');
    expect(dataOf(store, 'BSB50420:WA')).toMatchObject({
      code: 'BSB50420',
      name: 'Diploma of Leadership and Management',
      level: 'Diploma',
      hours: 240,
      region: 'WA',
    });
  });
});

// --- what a vendor may send -----------------------------------------------------------------------------------------------

describe('hostile and broken answers', () => {
  const xml = (body: string) =>
    ({
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body,
      path: 'asmx',
    }) as const;
  const soap = (inner: string) =>
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${inner}</soap:Body></soap:Envelope>`;
  const result = (inner: string) =>
    soap(
      `<GetAwardsModifiedSinceResponse><GetAwardsModifiedSinceResult>${inner}</GetAwardsModifiedSinceResult></GetAwardsModifiedSinceResponse>`,
    );

  test.each([
    [
      'entities',
      'XML with a document type, which is refused because it may define entities',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${result('<Auth><Status>1</Status></Auth><QuclList><TQucl><Qucl_ID>&e;</Qucl_ID></TQucl></QuclList>')}`,
    ],
    [
      'a billion laughs',
      'XML with a document type',
      `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>`,
    ],
    [
      'another document',
      'an HTML page instead of XML',
      '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Welcome</h1></body></html>',
    ],
    ['an empty body', '', soap('')],
    ['an answer to something else', '', soap('<FooResponse><FooResult/></FooResponse>')],
    ['no word on how it went', '', result('<QuclList/>')],
    ['nesting without end', 'XML nested more than', '<a>'.repeat(5000)],
  ])('%s is not taken for an empty list', async (_what, words, body) => {
    const { rig, connection } = await connected();
    const { store } = await connection.read('awards');
    await rig.box.fault(xml(body));
    expect(await failure(connection.read('awards', { store }))).toMatchObject({
      code: 'decode_failed',
      message: expect.stringContaining(words),
    });
    expect([...store.records.values()].filter(({ deleted }) => deleted)).toEqual([]);
  });

  test.each([
    ['7', 'provider_unavailable'],
    ['', 'provider_unavailable'],
    ['one', 'provider_unavailable'],
    ['-3', 'provider_unavailable'],
    ['-5', 'unsupported'],
    ['-1', 'invalid_request'],
  ])('status %j is %s', async (number, code) => {
    const { rig, connection } = await connected();
    await rig.box.fault(
      xml(result(`<Auth><Status>${number}</Status><StatusMessage>It went wrong.</StatusMessage></Auth>`)),
    );
    expect(await failure(connection.read('awards'))).toMatchObject({
      code,
      message: expect.stringContaining('It went wrong.'),
    });
  });

  test('an item without an id costs that item', async () => {
    const { rig, connection } = await connected();
    const items =
      '<TQucl><Qucl_Cert>1</Qucl_Cert></TQucl><TQucl><Qucl_ID>7</Qucl_ID><Expiry xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/><Qual_Name/></TQucl>';
    await rig.box.fault(xml(result(`<Auth><Status>1</Status></Auth><QuclList>${items}</QuclList>`)));
    const { store } = await connection.read('awards');
    expect([...store.records.values()].filter(({ problem }) => problem !== null)).toHaveLength(1);
    expect(dataOf(store, '7')).toMatchObject({ number: null, course_name: null, expires_on: null });
  });
});

// --- writing --------------------------------------------------------------------------------------------------------------

describe('actions', () => {
  const ana = { first_name: 'Ana "A" & Co', last_name: '<Ng>', date_of_birth: '1999-12-31' };

  test('a client is created once, whatever its name', async () => {
    const { rig, connection } = await connected();
    const before = rig.box.state().clients.length;
    const made = await act(connection, 'create_client', { ...ana, email: 'ana@mail.example' });
    expect(made.output).toMatchObject({
      id: '00141',
      data: { first_name: 'Ana "A" & Co', last_name: '<Ng>', date_of_birth: '1999-12-31', email: 'ana@mail.example' },
    });
    expect((await act(connection, 'create_client', ana)).output).toEqual(made.output);
    expect(rig.box.state().clients).toHaveLength(before + 1);
    expect(streams.clients.key(Object(made.records?.[0]?.items[0]))).toBe('00141');
  });

  test('a client whose answer was lost is not made twice', async () => {
    const { rig, connection } = await connected();
    const before = rig.box.state().clients.length;
    await rig.box.fault({ kind: 'lose_answer', times: 1 });
    expect((await act(connection, 'create_client', ana)).output).toMatchObject({ id: '00141' });
    expect(rig.box.state().clients).toHaveLength(before + 1);
  });

  test('an address that is needed and one that is taken', async () => {
    const { rig, connection } = await connected({ email_usernames: 'on' });
    expect(await failure(act(connection, 'create_client', ana))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('email address must be specified'),
    });
    const email = rig.box.state().clients.find(({ code }) => code === '00108')?.username ?? '';
    expect(await failure(act(connection, 'create_client', { ...ana, email }))).toMatchObject({ code: 'conflict' });
  });

  test('a client is enrolled once', async () => {
    const { rig, connection } = await connected();
    const place = rig.box.state().occurrences.find(({ lms, start: begins }) => lms && begins > '2027');
    const input = { student_id: '00108', class_id: String(place?.id) };
    const { output, records } = await act(connection, 'enrol_client', input);
    expect(output).toMatchObject({
      id: '11065',
      data: { student_id: '00108', status: 'active', fee: expect.stringMatching(/^\d+\.\d\d$/) },
    });
    const { store } = await connection.read('enrolments');
    expect(models.enrolment.parse(dataOf(store, '11065'))).toEqual(Object(output).data);
    expect(records?.[0]).toMatchObject({ stream: 'enrolments', items: [{ ID: '11065' }] });
    expect(await failure(act(connection, 'enrol_client', input))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('already enrolled'),
    });
    expect(await failure(act(connection, 'enrol_client', { ...input, class_id: '99' }))).toMatchObject({
      code: 'invalid_request',
    });
  });

  test('a result has a name the site knows', async () => {
    const { rig, connection } = await connected();
    const unit = rig.box.state().units.find(({ result }) => result === '');
    const student = rig.box.state().enrolments.find(({ id }) => id === unit?.enrolment)?.client ?? '';
    const input = {
      student_id: student,
      enrolment_id: String(unit?.enrolment),
      unit_code: unit?.code ?? '',
      starts_on: '2026-11-01',
      ends_on: '2026-11-02',
    };
    const unknown = await failure(act(connection, 'record_unit_result', { ...input, result: 'Splendid' }));
    expect(unknown).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('It has: Competent, Not Yet Competent,'),
      details: { problems: [{ path: 'result' }] },
    });
    const { output } = await act(connection, 'record_unit_result', {
      ...input,
      result: 'credit TRANSFER',
      score_percent: 0,
    });
    expect(output).toMatchObject({
      id: `${unit?.enrolment}:${unit?.code}`,
      data: {
        student_id: student,
        result: 'credit_transfer',
        vendor_result: 'Credit Transfer',
        starts_on: '2026-11-01',
        ends_on: '2026-11-02',
        score_percent: '0',
      },
    });
    const { store } = await connection.read('unit_results');
    expect(dataOf(store, `${unit?.enrolment}:${unit?.code}`)).toEqual(Object(output).data);
    expect(
      await failure(act(connection, 'record_unit_result', { ...input, unit_code: 'NONE', result: 'Competent' })),
    ).toMatchObject({ code: 'invalid_request' });
    expect(() =>
      actions.record_unit_result.input.parse({ ...input, result: 'Competent', ends_on: '2026-10-31' }),
    ).toThrow('must not be before starts_on');
  });

  test('an award is issued and found again', async () => {
    const { rig, connection } = await connected();
    const input = {
      enrolment_id: '11001',
      type: 'Statement of Attainment',
      number: 'SOA & 1',
      issued_on: '2026-11-19',
      expires_on: '2029-11-19',
    };
    const { output } = await act(connection, 'add_award', input);
    expect(output).toMatchObject({
      id: String(rig.box.state().next.award - 1),
      data: {
        number: 'SOA & 1',
        type: 'statement_of_attainment',
        issued_on: '2026-11-19',
        expires_on: '2029-11-19',
        enrolment_id: '11001',
      },
    });
    expect(await failure(act(connection, 'add_award', input))).toMatchObject({ code: 'conflict' });
    const numbered = await act(connection, 'add_award', { enrolment_id: '11001', type: 'Testamur' });
    expect(numbered.output).toMatchObject({ data: { number: expect.stringMatching(/^HT-/), type: 'qualification' } });
  });
});
