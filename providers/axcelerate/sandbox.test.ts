/**
 * The sandbox answers as aXcelerate's documentation shows it: names and kinds of every member, paging, filters, refusals. Raw HTTP, no
 * connector; npm has no client of the vendor's.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { course, contact, enrolment, instance } from './documented.ts';
import sandbox, { tokens } from './sandbox.ts';
import { cancelEnrolment, mergeContacts, type State } from './sandbox/state.ts';

type Box = TestSandbox<State>;
type Values = Readonly<Record<string, string>>;

const day = 86_400_000;
const both = { apitoken: tokens.api_token, wstoken: tokens.api_key };

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'axcelerate', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Undefined when there is no body. */
  readonly json: any; // oxlint-disable-line typescript/no-explicit-any
}

async function call(box: Box, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${box.origin}/api${path}`, { headers: both, ...init });
  const text = await answer.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, text, json };
}

const get = (box: Box, path: string, query: Values = {}) =>
  call(box, `${path}?${new URLSearchParams(query).toString()}`);
const send = (box: Box, path: string, form: Values = {}, method = 'POST') =>
  call(box, path, { method, body: new URLSearchParams(form) });

const everything = {
  startDate_min: '1900-01-01',
  startDate_max: '2999-01-01',
  finishDate_min: '1900-01-01',
  finishDate_max: '2999-01-01',
};
const classes = (box: Box, query: Values) =>
  send(box, `/course/instance/search?${new URLSearchParams(query).toString()}`);
const changed = (from: string, to: string) => ({ lastUpdated_min: from, lastUpdated_max: to });

/** What kinds of values a documented member may have: an example shows one. */
function kindsIn(rows: readonly Readonly<Record<string, unknown>>[], name: string): readonly string[] {
  return [
    ...new Set(rows.map((row) => (row[name] === null ? 'null' : Array.isArray(row[name]) ? 'list' : typeof row[name]))),
  ];
}

describe('as documented', () => {
  /** Members of `row` that this sandbox's rows never have, or never in the kind shown. */
  const lacking = (row: Readonly<Record<string, unknown>>, rows: readonly Readonly<Record<string, unknown>>[]) =>
    Object.entries(row).flatMap(([name, value]) => {
      const kinds = kindsIn(rows, name);
      const kind = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
      return kinds.includes(kind) || (kind === 'null' && !kinds.includes('undefined'))
        ? []
        : [`${name}: ${kinds.join()}`];
    });

  test('contacts, courses, classes, and enrolments three deep', async () => {
    const box = await startBox();
    const contacts = await get(box, '/contacts/search', { displayLength: '100' });
    expect(lacking(contact, contacts.json)).toEqual([]);
    const courses = await get(box, '/courses/', { displayLength: '100', public: 'false', current: 'false' });
    expect(lacking(course, courses.json)).toEqual([]);
    const found = await classes(box, { ...everything, type: 'w', enrolmentOpen: 'false', displayLength: '100' });
    expect(lacking(instance, found.json)).toEqual([]);
    const since = changed('2026-06-01', '2026-06-30');
    const programs = await get(box, '/course/enrolments', { type: 'p', ...since });
    expect(lacking(enrolment, programs.json)).toEqual([]);
    const all = Array.from({ length: 7 }, (_, nth) => ({
      from: new Date(Date.parse('2026-05-20') + nth * 30 * day).toISOString().slice(0, 10),
      to: new Date(Date.parse('2026-05-20') + (nth + 1) * 30 * day).toISOString().slice(0, 10),
    }));
    const windows = await Promise.all(all.map(({ from, to }) => get(box, '/course/enrolments', changed(from, to))));
    const units = windows.flatMap(({ json }) => json ?? []).flatMap(({ ACTIVITIES: inside }) => inside);
    expect(lacking(enrolment.ACTIVITIES[0] ?? {}, units)).toEqual([]);
    expect(new Set(units.map(({ TYPE: type }) => type))).toEqual(new Set(['s']));
    const deeper = units.flatMap(({ ACTIVITIES: inside }) => inside);
    expect(deeper.length).toBeGreaterThan(0);
    // The same workshop is an enrolment of its own.
    const workshops = await get(box, '/course/enrolments', {
      type: 'w',
      contactID: String(deeper[0].CONTACTID),
      instanceID: String(deeper[0].INSTANCEID),
    });
    expect(workshops.json[0].LEARNERID).toBe(deeper[0].LEARNERID);
  });

  test('the units of a class, with ids of their own in each', async () => {
    const box = await startBox();
    const program = box.state().instances.find(({ type, units }) => type === 'p' && units.length === 4);
    const { json } = await get(box, '/course/instance/detail', { instanceID: String(program?.id), type: 'p' });
    expect(json.UNITS.map(({ UNITCODE: code }: { UNITCODE: string }) => code)).toEqual([
      'BSBCMM511',
      'BSBLDR523',
      'BSBOPS502',
      'BSBTWK502',
    ]);
    expect(json.QUALIFICATION.CODE).toBe('BSB50420');
    const ids = box.state().instances.flatMap(({ units }) => units.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('numbers mean nothing without the type', async () => {
    const box = await startBox();
    const { instances, enrolments } = box.state();
    for (const id of [32_001, 32_002]) expect(instances.filter((one) => one.id === id).length).toBe(2);
    expect(enrolments.filter(({ learner }) => learner === 417_001).length).toBe(2);
  });
});

describe('both tokens with every call', () => {
  test.each([
    ['neither', {}],
    ['the API token alone', { apitoken: tokens.api_token }],
    ['the web service token alone', { wstoken: tokens.api_key }],
    ['the two exchanged', { apitoken: tokens.api_key, wstoken: tokens.api_token }],
  ])('%s', async (_what, headers) => {
    const box = await startBox();
    const answer = await call(box, '/contacts/search', { headers });
    expect(answer).toMatchObject({ status: 401, json: { error: true, code: '401', data: '' } });
  });
});

describe('lists', () => {
  test('ten rows unless asked for more, a hundred at most; the offset counts rows', async () => {
    const box = await startBox({ contacts: 150 });
    expect((await get(box, '/contacts/search')).json).toHaveLength(10);
    expect((await get(box, '/contacts/search', { displayLength: '500' })).json).toHaveLength(100);
    const rest = await get(box, '/contacts/search', { displayLength: '100', offset: '100' });
    expect(rest.json).toHaveLength(90);
    expect(await get(box, '/contacts/search', { offset: '190' })).toEqual({ status: 204, text: '', json: undefined });
  });

  test('some rows say how many there are', async () => {
    const box = await startBox();
    const { json } = await get(box, '/organisations/', { displayLength: '3', offset: '3' });
    expect(json.map(({ ROWID: row, COUNT: count }: { ROWID: number; COUNT: number }) => [row, count])).toEqual([
      [4, 8],
      [5, 8],
      [6, 8],
    ]);
  });

  test('contacts by how their names begin, by id exactly, by the day they were changed', async () => {
    const box = await startBox();
    const found = await get(box, '/contacts/search', { SURNAME: "d'" });
    expect(found.json.map(({ SURNAME: name }: { SURNAME: string }) => name)).toEqual(["D'Angelo"]);
    expect((await get(box, '/contacts/search', { contactID: '543' })).status).toBe(204);
    expect((await get(box, '/contacts/search', { contactID: '5431' })).json).toHaveLength(1);
    const last = box.state().contacts.at(-1);
    if (last !== undefined) last.changed = box.now();
    // In Perth it is eight hours later.
    expect((await get(box, '/contacts/search', { lastUpdated: '2026-11-20' })).json).toHaveLength(1);
    expect((await get(box, '/contacts/search', { lastUpdated: '2026-11-21' })).status).toBe(204);
  });

  test('classes are those of three months, open and public, unless asked otherwise', async () => {
    const box = await startBox();
    const usual = await classes(box, { type: 'p', displayLength: '100' });
    const wide = await classes(box, { type: 'p', displayLength: '100', ...everything });
    expect((usual.json ?? []).length).toBeLessThan(wide.json.length);
    expect(wide.json.every(({ ENROLMENTOPEN: open }: { ENROLMENTOPEN: boolean }) => open)).toBe(true);
    expect(wide.json[0]).not.toHaveProperty('TYPE');
    const closed = await classes(box, { type: 'p', displayLength: '100', ...everything, enrolmentOpen: '0' });
    expect(closed.json.some(({ ENROLMENTOPEN: open }: { ENROLMENTOPEN: boolean }) => open)).toBe(false);
  });

  test('the filter is by the clock of the organisation, both ends included, to the minute', async () => {
    const box = await startBox();
    const [first] = box.state().enrolments;
    if (first === undefined) throw new Error('nobody is enrolled');
    // 07:30 in Perth.
    first.changed = Date.parse('2026-11-18T23:30:59Z');
    const within = async (from: string, to: string) =>
      ((await get(box, '/course/enrolments', { type: first.type, ...changed(from, to) })).json ?? []).length;
    expect(await within('2026-11-19 07:30', '2026-11-19 07:30')).toBe(1);
    expect(await within('2026-11-19 07:31', '2026-11-19 08:00')).toBe(0);
    expect(await within('2026-11-19 07:00', '2026-11-19 07:29')).toBe(0);
  });

  test('grown rows are told apart by when they were changed', async () => {
    const box = await startBox({ enrolments: 40 });
    box.advance(3 * day);
    await box.control.touch('axcelerate', 'enrolments', 0.25);
    box.advance(day);
    const count = async (from: string, to: string) =>
      ((await get(box, '/course/enrolments', { contactID: '', ...changed(from, to) })).json ?? []).filter(
        ({ LEARNERID: id }: { LEARNERID: number }) => id >= 10_000_000,
      ).length;
    // They begin a week old.
    expect(await count('2026-11-12', '2026-11-22')).toBe(30);
    expect(await count('2026-11-23', '2026-11-24')).toBe(10);
    expect(await count('2026-11-12', '2026-11-25')).toBe(40);
    expect(await count('2026-10-01', '2026-10-20')).toBe(0);
  });
});

describe('refusals', () => {
  const refusals: readonly (readonly [string, number, (box: Box) => Promise<Answer>])[] = [
    ['half a window', 412, (box) => get(box, '/course/enrolments', { lastUpdated_min: '2026-01-01' })],
    ['a window of 31 days', 412, (box) => get(box, '/course/enrolments', changed('2026-01-01', '2026-02-01'))],
    ['a window of 91 days', 412, (box) => classes(box, changed('2026-01-01', '2026-04-02'))],
    ['a window and dates', 412, (box) => classes(box, { ...everything, ...changed('2026-01-01', '2026-01-02') })],
    ['a date that is none', 412, (box) => get(box, '/course/enrolments', changed('2026-02-31', '2026-03-01'))],
    ['enrolments in e-learning', 412, (box) => get(box, '/course/enrolments', { type: 'el' })],
    ['an offset that is no number', 412, (box) => get(box, '/contacts/search', { offset: '-1' })],
    ['a contact that is not there', 404, (box) => get(box, '/contact/1')],
    ['a class that is not there', 404, (box) => get(box, '/course/instance/detail', { instanceID: '1', type: 'p' })],
    ['no name', 412, (box) => send(box, '/contact/', { givenName: 'Ana' })],
    ['a name of 41 letters', 412, (box) => send(box, '/contact/', { givenName: 'Ana', surname: 'x'.repeat(41) })],
    [
      'a USI with a letter O',
      412,
      (box) => send(box, '/contact/', { givenName: 'A', surname: 'B', USI: 'O234567890' }),
    ],
    ['born tomorrow', 412, (box) => send(box, '/contact/', { givenName: 'A', surname: 'B', dob: '2026-11-21' })],
    ['an outcome nobody knows', 412, (box) => outcome(box, { competent: '99' })],
    ['an outcome of a unit that is not there', 404, (box) => outcome(box, { subjectCode: 'NONE' })],
  ];

  async function outcome(box: Box, change: Values): Promise<Answer> {
    const one = box.state().enrolments.find(({ units }) => units.length > 0);
    const usual = {
      type: 's',
      contactID: String(one?.contact),
      programInstanceID: String(one?.instance),
      subjectCode: one?.units[0]?.code ?? '',
      competent: '20',
    };
    return send(box, '/course/enrolment', { ...usual, ...change }, 'PUT');
  }

  test.each(refusals)('%s: %d', async (_what, status, ask) => {
    const box = await startBox();
    const before = JSON.stringify(box.state());
    const answer = await ask(box);
    expect(answer.status).toBe(status);
    const names = Object.keys(answer.json).map((name) => name.toLowerCase());
    expect(names).toEqual(['error', 'code', 'messages', 'details', 'data']);
    expect(JSON.stringify(box.state())).toBe(before);
  });

  test('an error in a 200, in capitals', async () => {
    const box = await startBox();
    await box.control.switches('axcelerate', { errors: 'in_200' });
    expect(await get(box, '/courses/')).toMatchObject({ status: 200, json: { ERROR: true, CODE: '500' } });
  });
});

describe('writing', () => {
  test('the same contact twice is two contacts, unless the address must be unique', async () => {
    const box = await startBox();
    const form = { givenName: 'Ana', surname: 'Ng', emailAddress: 'ana@example.org' };
    const [one, two] = [await send(box, '/contact/', form), await send(box, '/contact/', form)];
    expect(one.json.CONTACTID).not.toBe(two.json.CONTACTID);
    const unique = await send(box, '/contact/', { ...form, checkEmailAddressUnique: 'true' });
    expect(unique.status).toBe(412);
  });

  test('enrolling twice is refused; without being told otherwise a workshop is invoiced', async () => {
    const box = await startBox();
    const later = box.state().instances.find(({ type, open }) => type === 'w' && open);
    const form = { contactID: '5440', instanceID: String(later?.id), type: 'w' };
    const first = await send(box, '/course/enrol', form);
    expect(first.json).toEqual({
      INVOICEID: 61_649,
      CONTACTID: 5440,
      LEARNERID: expect.any(Number),
      AMOUNT: later?.cost,
    });
    expect((await send(box, '/course/enrol', form)).status).toBe(412);
    const learner: number = first.json.LEARNERID;
    cancelEnrolment({ state: box.state(), now: () => box.now() }, 'w', learner);
    expect((await send(box, '/course/enrol', { ...form, generateInvoice: 'false' })).json.INVOICEID).toBe(0);
  });

  test('merges are in the log of their day', async () => {
    const box = await startBox();
    const log = (from: string, to: string) =>
      send(box, '/log/contactMergeHistory', { dateStart: `${from} 00:00:00`, dateEnd: `${to} 23:59:59` });
    expect((await log('2026-11-01', '2026-11-30')).json).toEqual([{ merged: false }]);
    mergeContacts({ state: box.state(), now: () => box.now() }, 5440, 5441);
    expect((await log('2026-11-20', '2026-11-20')).json).toMatchObject([
      { OLDCONTACTID: 5440, CURRENTCONTACTID: 5441, MERGEDUTC: '2026-11-20 00:00' },
    ]);
    expect((await log('2026-11-21', '2026-11-30')).json).toEqual([{ merged: false }]);
  });
});

// --- webhooks -------------------------------------------------------------------------------------------------------------

interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function listening(box: Box, secret: string): Promise<readonly Told[]> {
  const told: Told[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      told.push({ headers: incoming.headers, body: Buffer.concat(parts) });
      response.writeHead(200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  await box.control.enterWebhookAddress('axcelerate', { url, secret });
  return told;
}

describe('what it tells', () => {
  test('an envelope of its own, signed with the private key over the bytes of the body', async () => {
    const box = await startBox();
    const told = await listening(box, 'a private key nobody else knows');
    await send(box, '/contact/', { givenName: 'Zoë', surname: 'Ng' });
    await box.control.webhooksSettled('axcelerate');
    const [only, ...more] = told;
    expect(more).toEqual([]);
    const { headers, body } = only ?? { headers: {}, body: Buffer.alloc(0) };
    const content: unknown = JSON.parse(body.toString());
    expect(content).toEqual({
      type: 'contact.contact_created',
      message: expect.any(Object),
      clientId: expect.any(Number),
      messageId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      timestamp: '2026-11-20T00:00:00.000Z',
    });
    expect(headers['ax-signature-version']).toBe('1');
    const right = createHmac('sha256', 'a private key nobody else knows').update(body).digest('hex');
    expect(headers['ax-signature']).toBe(right);
  });

  test('nothing of what was refused; an outcome tells its class and its unit', async () => {
    const box = await startBox();
    const told = await listening(box, 'a private key nobody else knows');
    await send(box, '/contact/', { givenName: 'Ana' });
    const one = box.state().enrolments.find(({ type, units }) => type === 'p' && units.length > 0);
    const form = {
      type: 's',
      contactID: String(one?.contact),
      instanceID: String(one?.units[0]?.instance),
      competent: '41',
    };
    expect((await send(box, '/course/enrolment', form, 'PUT')).json.STATUS).toBe('success');
    await box.control.webhooksSettled('axcelerate');
    const types = told.map(({ body }) => JSON.parse(body.toString()).type);
    expect(types).toEqual(['student.class_enrolment_updated', 'student.unit_enrolment_status_changed']);
  });

  test('without a private key it signs nothing, and says so', async () => {
    const box = await startBox();
    const told = await listening(box, '');
    await send(box, '/contact/', { givenName: 'Ana', surname: 'Ng' });
    await box.control.webhooksSettled('axcelerate');
    expect(told[0]?.headers).toMatchObject({ 'ax-signature-version': '0', 'ax-signature': '' });
  });
});
