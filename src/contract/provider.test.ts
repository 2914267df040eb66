import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  action,
  basic,
  bearer,
  defineProvider,
  session,
  stream,
  z,
  type Account,
  type Category,
  type Provider,
  type Stream,
  type Webhooks,
} from './index.ts';
import type { MeetsCategory } from './categories.ts';

const account: Account = { id: '1', name: 'Acme', meta: {} };

const taxes = stream({
  model: 'tax_rate',
  summary: 'Tax rates.',
  raw: z.looseObject({ id: z.string() }),
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/taxes' }),
  items: () => [],
  paginate: () => undefined,
  key: ({ id }) => (typeof id === 'string' ? id : undefined),
  map: ({ id }) => ({ code: id, name: id, rate: null, components: [], applies_to: [], status: 'active', custom: {} }),
});

const base = {
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
  auth: [
    bearer({ label: 'Key', summary: 'A key.', fields: { api_key: { label: 'Key', help: 'There.', secret: true } } }),
  ],
  limits: [],
  check: async () => ({ message: 'ok', account }),
  streams: { taxes },
  actions: {},
} as const satisfies Provider;

const write = action({
  summary: 'Writes.',
  input: z.object({}),
  output: z.object({}),
  run: async () => ({ output: {} }),
});
const login = session({
  label: 'Sign in',
  summary: 'A session.',
  fields: {},
  usesApp: true,
  login: () => ({ url: '/login' }),
  session: () => ({ token: 't' }),
  sign: (request) => request,
});
const signed: Webhooks = {
  addresses: ['app', 'integration'],
  proof: 'signature',
  secret: { label: 'Secret', help: 'There.' },
  types: [],
  verify: () => ({ genuine: true }),
  events: () => [],
  effect: () => undefined,
};
const changing: Stream = { ...taxes, incremental: { style: 'updated_since', lookbackMs: 0 } };

describe('defineProvider', () => {
  test('answers the provider it was given', () => {
    expect(defineProvider(base)).toBe(base);
  });

  const refused: readonly (readonly [string, Partial<Provider>, string])[] = [
    ['a key with a dash', { key: 'ac-me' }, 'key must be lower-case'],
    ['no way in', { auth: [] }, 'at least one way'],
    ['two ways of one key', { auth: [...base.auth, ...base.auth] }, 'share a key'],
    ['app fields nobody declared', { auth: [login] }, 'the provider has none'],
    [
      'a secret setting',
      { settings: { pin: { label: 'Pin', help: '', secret: true } } },
      'setting "pin" may not be secret',
    ],
    ['a stream with a capital', { streams: { Taxes: taxes } }, 'stream "Taxes"'],
    ['a stream called like a verb', { streams: { sync: taxes } }, 'like a verb'],
    ['flags without deleted()', { streams: { taxes: { ...taxes, deletions: 'flagged' } } }, 'no deleted()'],
    [
      'parts of an unknown stream',
      { streams: { taxes: { ...taxes, partitions: { of: 'gone' } } } },
      'which is no stream',
    ],
    ['parts of itself', { streams: { taxes: { ...taxes, partitions: { of: 'taxes' } } } }, 'partitioned by itself'],
    [
      'a circle of parts',
      {
        streams: {
          one: { ...taxes, partitions: { of: 'two' } },
          two: { ...taxes, partitions: { of: 'one' } },
        },
      },
      'partitioned by itself',
    ],
    [
      'changed parts of a parent that cannot tell',
      { streams: { all: taxes, parts: { ...taxes, partitions: { of: 'all', onlyChanged: true } } } },
      'cannot tell what changed',
    ],
    ['an action with a dash', { actions: { 'create-tax': write } }, 'action "create-tax"'],
    ['an action that creates nowhere', { actions: { write: { ...write, creates: 'gone' } } }, 'unknown stream'],
    ['webhooks without an address', { webhooks: { ...signed, addresses: [] } }, 'need an address'],
    ['a secret that proves nothing', { webhooks: { ...signed, proof: 'keys' } }, 'a secret exactly where'],
    [
      'an address everybody knows where the secret may be missing',
      { webhooks: { ...signed, secret: { label: 'Secret', help: 'There.', optional: true } } },
      'need a signature',
    ],
    [
      'an app field with the name of the secret',
      { webhooks: signed, app: { webhook_secret: { label: 'Secret', help: 'There.', secret: true } } },
      "the name of the webhooks' secret",
    ],
    ['accounting without contacts', { category: 'accounting' }, 'stream of model contact'],
    ['learning without courses or assessments', { category: 'lms_assessment' }, 'course or assessment'],
    ['training without accounts', { category: 'training' }, 'action "create_account"'],
  ];
  test.each(refused)('refuses %s, by name', (_what, changes, words) => {
    // The type is wide on purpose: a provider may come from plain JavaScript.
    const provider: Provider = { ...base, ...changes };
    expect(() => defineProvider(provider)).toThrow(`provider ${provider.key}: `);
    expect(() => defineProvider(provider)).toThrow(words);
  });

  test('accepts changed parts of a parent that can tell, app fields that are there, a basic way beside a key', () => {
    const provider: Provider = {
      ...base,
      app: { sender: { label: 'Sender', help: '' } },
      auth: [...base.auth, login, basic({ label: 'Password', summary: 'A password.', user: 'user', fields: {} })],
      streams: { all: changing, parts: { ...taxes, partitions: { of: 'all', onlyChanged: true } } },
    };
    expect(defineProvider(provider)).toBe(provider);
  });
});

describe('what a category needs is checked by the compiler', () => {
  type With<C extends Category, S extends Provider['streams']> = Omit<typeof base, 'category' | 'streams'> & {
    readonly category: C;
    readonly streams: S;
  };
  type List<M extends Parameters<typeof stream>[0]['model']> = { readonly model: M } & Omit<Stream, 'model'> & Stream;

  test('complete ones fit', () => {
    expectTypeOf<MeetsCategory<typeof base>>().toEqualTypeOf<unknown>();
    expectTypeOf<
      MeetsCategory<With<'accounting', { a: List<'contact'>; b: List<'invoice'> }>>
    >().toEqualTypeOf<unknown>();
    expectTypeOf<
      MeetsCategory<With<'lms_assessment', { a: List<'assessment'>; b: List<'submission'> }>>
    >().toEqualTypeOf<unknown>();
  });

  test('what is missing is named', () => {
    expectTypeOf<MeetsCategory<With<'accounting', { a: List<'contact'> }>>>().toExtend<{
      streams: 'a provider of category accounting needs a stream of model invoice';
    }>();
    expectTypeOf<MeetsCategory<With<'training', { a: List<'contact'> }>>>().toHaveProperty('actions');
    // @ts-expect-error an accounting provider without streams
    expect(() => defineProvider({ ...base, category: 'accounting', streams: {} })).toThrow('model contact');
  });
});
