import { describe, expect, test } from 'vitest';
import {
  basic,
  parseXml,
  type ListStream,
  action,
  asDeclared,
  asInstalled,
  bearer,
  defineProvider,
  isJsonObject,
  session,
  stream,
  z,
  type JsonObject,
  type PagesStream,
  type Provider,
  type Settings,
  type StreamContext,
} from './index.ts';
import { OverrideProfile, withProfile } from './override-profile.ts';

const acme = defineProvider({
  key: 'acme',
  name: 'Acme',
  category: 'messaging',
  priority: 'medium',
  summary: 'A vendor.',
  features: [],
  docs: 'https://acme.example',
  truth: 'our proposal',
  baseUrl: 'https://api.acme.example',
  hosts: ['api.acme.example'],
  auth: [bearer({ label: 'Key', summary: 'A key.', fields: {} })],
  limits: [],
  check: async () => ({ message: 'ok', account: undefined }),
  streams: {
    contacts: stream({
      model: 'product',
      summary: 'People.',
      raw: z.looseObject({ id: z.string() }),
      incremental: { style: 'none' },
      deletions: 'swept',
      request: () => ({ url: '/contacts' }),
      items: (body) => (isJsonObject(body) && Array.isArray(body['data']) ? body['data'] : []),
      paginate: () => undefined,
      key: ({ id }) => (typeof id === 'string' ? id : undefined),
      map: ({ id }) => ({
        name: id,
        description: null,
        code: null,
        is_active: true,
        default_price_id: null,
        url: null,
        created_at: null,
        updated_at: null,
        custom: {},
      }),
    }),
  },
  actions: {},
});

const request = { url: '/contacts', query: { limit: 100 } };
const context = { partition: '', request };

function itemsOf(provider: Provider, body: unknown): readonly unknown[] {
  const contacts = provider.streams['contacts'];
  if (contacts === undefined || 'pages' in contacts) throw new Error('contacts is a list');
  return contacts.items(body, context);
}

function resolved<T extends string | readonly string[]>(value: T | ((settings: Settings) => T)): T {
  return typeof value === 'function' ? value({}) : value;
}

describe('withProfile', () => {
  test('no profile, no change', () => {
    expect(withProfile(acme, undefined)).toBe(acme);
    expect(itemsOf(withProfile(acme, {}), { data: [{ id: '1' }] })).toEqual([{ id: '1' }]);
  });

  test('another address may be reached, and only that one more', () => {
    const provider = withProfile(acme, { base_url: 'https://crm.client.example/api/v7/' });
    expect(resolved(provider.baseUrl)).toBe('https://crm.client.example/api/v7');
    expect(resolved(provider.hosts)).toEqual(['api.acme.example', 'crm.client.example']);
  });

  test('paths are other ones, with their parts kept', () => {
    const { outgoing } = withProfile(acme, {
      paths: { '/contacts': '/people', '/contacts/{id}/notes/{note}': '/v2/notes/{note}/of/{id}', '/a.b': '/c' },
    });
    const urlOf = (url: string) => outgoing?.({ url }).url;
    expect(urlOf('/contacts')).toBe('/people');
    expect(urlOf('/contacts?x=1')).toBe('/people?x=1');
    expect(urlOf('/contacts/7/notes/9')).toBe('/v2/notes/9/of/7');
    expect(urlOf('/contacts/7')).toBe('/contacts/7');
    expect(urlOf('/contactsandmore')).toBe('/contactsandmore');
    expect(urlOf('/aXb')).toBe('/aXb');
    expect(urlOf('https://api.acme.example/contacts')).toBe('https://api.acme.example/contacts');
    expect(outgoing?.(request)).toEqual({ ...request, url: '/people' });
  });

  test('lists and fields are elsewhere, and what is not there stays as it was', () => {
    const provider = withProfile(acme, {
      lists: { contacts: 'payload.rows' },
      fields: { contacts: { id: 'uuid', first_name: 'person.given name', 'extra.level': 'lvl' } },
    });
    const rows: JsonObject[] = [{ uuid: 'u1', person: { 'given name': 'Ana' }, lvl: 0 }, { id: 'old' }, { uuid: null }];
    expect(itemsOf(provider, { payload: { rows } })).toEqual([
      { ...rows[0], id: 'u1', first_name: 'Ana', extra: { level: 0 } },
      { id: 'old' },
      { uuid: null, id: null },
    ]);
    expect(itemsOf(withProfile(acme, { lists: { contacts: null } }), [{ id: '1' }])).toEqual([{ id: '1' }]);
    expect(() => itemsOf(provider, { payload: {} })).toThrow('where the override profile says it is');
  });

  test('headers are added, the key goes elsewhere', () => {
    const provider = withProfile(acme, {
      headers: { 'x-org': '7' },
      key_place: { in: 'header', name: 'x-api-key' },
    });
    expect(provider.headers?.({ settings: {}, account: undefined })).toEqual({ 'x-org': '7' });
    expect(provider.auth[0]).toMatchObject({ place: { in: 'header', name: 'x-api-key', prefix: '' } });
  });

  test('the token of a session goes elsewhere where it has one place, and stays where the way signs for itself', () => {
    const base = { label: '', summary: '', fields: {}, login: () => request, session: () => ({ token: 't' }) };
    const placed = session({ ...base, place: { in: 'header', name: 'x-token' } });
    const signing = session({ ...base, key: 'own', sign: (one) => one });
    const profile = { key_place: { in: 'header', name: 'authorization', prefix: 'Bearer ' } } as const;
    const { auth } = withProfile({ ...acme, auth: [placed, signing] }, profile);
    expect(auth[0]).toEqual({ ...placed, place: profile.key_place });
    expect(auth[1]).toBe(signing);
    expect(() => withProfile({ ...acme, auth: [signing] }, profile)).toThrow('no way in by a key or token');
  });

  test('requests and actions are told what the fields are called, and where the lists are', async () => {
    const told: unknown[] = [];
    const contacts = acme.streams['contacts'];
    if (contacts === undefined || 'pages' in contacts) throw new Error('contacts is a list');
    const asking = {
      ...acme,
      streams: { contacts: { ...contacts, request: ({ names }: StreamContext) => ({ url: `/by/${names?.['id']}` }) } },
      actions: {
        add: action({
          summary: '',
          input: z.object({}),
          output: z.object({}),
          run: async ({ names, lists }) => {
            told.push(names, lists?.['contacts']?.({ rows: [1] }));
            return { output: {} };
          },
        }),
      },
    };
    const { streams, actions } = withProfile(asking, {
      fields: { contacts: { id: 'uuid' } },
      lists: { contacts: 'rows' },
    });
    const asked = streams['contacts'];
    const given = {
      settings: {},
      account: undefined,
      method: 'api_key',
      partition: '',
      since: undefined,
      now: '2026-05-01T00:00:00.000Z',
    };
    expect(asked === undefined || 'pages' in asked ? undefined : asked.request(given).url).toBe('/by/uuid');
    const http = { send: async () => Promise.reject(new Error('nothing is sent')) };
    await actions['add']?.run({ http, input: {}, idempotencyKey: 'k', settings: {}, account: undefined, method: '' });
    expect(told).toEqual([{ contacts: { id: 'uuid' } }, [1]]);
    expect(withProfile(asking, { headers: { 'x-org': '7' } }).actions).toBe(asking.actions);
  });

  test('a list in XML is found from the root on, whatever its elements are called', () => {
    const body = parseXml('<answer><people n="2"><man><id>1</id></man><woman><id>2</id></woman></people></answer>');
    const read = (place: string | null) => itemsOf(withProfile(acme, { lists: { contacts: place } }), body);
    expect(read('answer.people')).toEqual([{ id: '1' }, { id: '2' }]);
    expect(itemsOf(withProfile(acme, { lists: { contacts: null } }), parseXml('<x/>'))).toEqual([]);
    for (const elsewhere of ['people', 'answer.persons', 'answer.people.man.name'])
      expect(() => read(elsewhere)).toThrow('where the override profile says it is');
  });

  test('a list that adds to its items is told where they are', () => {
    const contacts = acme.streams['contacts'];
    if (contacts === undefined || 'pages' in contacts) throw new Error('contacts is a list');
    const adding: ListStream = {
      ...contacts,
      lists: true,
      items: (body, { list, partition }) => (list?.(body) ?? []).map((item) => ({ of: partition, item })),
    };
    const provider = withProfile({ ...acme, streams: { contacts: adding } }, { lists: { contacts: 'rows' } });
    expect(itemsOf(provider, { rows: [1, 2] })).toEqual([
      { of: '', item: 1 },
      { of: '', item: 2 },
    ]);
  });

  test('a key that this vendor wants in Basic can go elsewhere too; a user and a password cannot', () => {
    const field = { label: 'Key', help: 'A key.', secret: true };
    const keyed = basic({ label: 'Key', summary: 'A key.', password: 'api_key', fields: { api_key: field } });
    const personal = basic({
      label: 'Login',
      summary: '',
      user: 'user',
      password: 'api_key',
      fields: { api_key: field },
    });
    const place = { in: 'header', name: 'x-api-key' } as const;
    const { auth } = withProfile({ ...acme, auth: [keyed, personal] }, { key_place: place });
    expect(auth).toEqual([
      {
        kind: 'api_key',
        key: 'basic',
        label: 'Key',
        summary: 'A key.',
        fields: { api_key: field },
        place: { ...place, prefix: '' },
      },
      personal,
    ]);
    expect(() => withProfile({ ...acme, auth: [personal] }, { key_place: place })).toThrow('no way in by');
  });

  test('a stream that walks by itself is told where its list is, if it takes that', async () => {
    const contacts = acme.streams['contacts'];
    if (contacts === undefined || 'pages' in contacts) throw new Error('contacts is a list');
    const walking: PagesStream = {
      ...contacts,
      async *pages({ list, names }) {
        const rows = list?.({ payload: { rows: [{ uuid: `u of ${Object.keys(names ?? {}).join()}` }] } }) ?? [];
        yield { items: rows, resume: undefined };
      },
    };
    const profile = { lists: { contacts: 'payload.rows' }, fields: { contacts: { id: 'uuid' } } };
    expect(() => withProfile({ ...acme, streams: { contacts: walking } }, profile)).toThrow('walks by itself');
    const { streams } = withProfile({ ...acme, streams: { contacts: { ...walking, lists: true } } }, profile);
    const found = streams['contacts'];
    if (found === undefined || !('pages' in found)) throw new Error('contacts walks by itself');
    const nothing = () => Promise.reject(new Error('nothing is sent'));
    const http = {
      send: nothing,
      rows: async function* () {
        yield await nothing();
      },
    };
    const given = { settings: {}, account: undefined, method: '', partition: '', since: undefined, now: '' };
    const { value } = await found.pages({ ...given, http, resume: undefined }).next();
    expect(value?.items).toEqual([{ uuid: 'u of id', id: 'u of id' }]);
  });

  test('names are changed both ways, also when two have changed places', () => {
    const names = { a: 'b', b: 'a', 'who.mail': 'contact.email' };
    const ours = { a: 1, b: null, who: { mail: 'x@y.example', more: true }, rest: [] };
    const theirs = asInstalled(ours, names);
    expect(theirs).toEqual({ b: 1, a: null, who: { more: true }, contact: { email: 'x@y.example' }, rest: [] });
    expect(asDeclared(theirs, names)).toEqual({ ...ours, contact: { email: 'x@y.example' } });
    expect([asInstalled(ours, undefined), asDeclared(ours, undefined)]).toEqual([ours, ours]);
    expect(asInstalled({ b: 2 }, { a: 'x' })).toEqual({ b: 2 });
  });

  test.each([
    [{ fields: { people: {} } }, 'no stream "people"'],
    [{ lists: { toString: 'x' } }, 'no stream "toString"'],
    [{ headers: { authorization: 'Bearer x' } }, 'the header "authorization"'],
    [{ paths: { '/contacts/{id}': '/people/{key}' } }, 'uses a name that'],
  ])('refuses %j, by name', (profile, words) => {
    expect(() => withProfile(acme, OverrideProfile.parse(profile))).toThrow(words);
  });

  test.each([
    { base_url: 'http://crm.client.example' },
    { paths: { contacts: '/people' } },
    { paths: { '/contacts': '//evil.example/x' } },
    { paths: { '/contacts': '/../admin' } },
    { fields: { contacts: { __proto__x: 'a..b' } } },
    { fields: { contacts: { id: '__proto__.x' } } },
    { headers: { 'X-Org': '7' } },
    { key_place: { in: 'cookie', name: 'x' } },
    { script: 'x' },
  ])('is no profile: %j', (profile) => {
    expect(OverrideProfile.safeParse(profile).success).toBe(false);
  });
});
