import { describe, expect, test } from 'vitest';
import {
  bearer,
  defineProvider,
  isJsonObject,
  stream,
  z,
  type JsonObject,
  type Provider,
  type Settings,
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
