/**
 * Three vendors for tests of webhooks. `bell` signs with a secret and a moment, can be given the address of an app (its events name their
 * account) or one for each integration, tries a new address with HEAD and with a challenge, and has an API for subscriptions that end.
 * `knock` proves nothing: its address is what counts. `wax` signs with keys it publishes. Providers and one sandbox in one file.
 */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  jsonOf,
  keyAt,
  listAt,
  none,
  textAt,
  verifySignedToken,
  verifyTimestampedHmac,
} from '../../providers/_kit/index.ts';
import {
  bearer,
  defineProvider,
  defineSandbox,
  fail,
  isJsonObject,
  oauth2,
  stream,
  z,
  type JsonObject,
  type JsonValue,
  type Provider,
  type WebhookEvent,
  type Webhooks,
} from '../contract/index.ts';
import { openRegistry } from '../wiring/registry.ts';

export interface BellState {
  /** Good keys, and the account each belongs to. */
  readonly accounts: Record<string, string>;
  readonly goods: JsonObject[];
  /** Subscriptions by id. */
  readonly hooks: Record<string, { url: string; secret: string; ends: number; paused: boolean }>;
  made: number;
  /** What wax publishes. */
  keys: JsonObject[];
  /** Times the keys were fetched. */
  fetched: number;
}

export function isBellState(state: unknown): state is BellState {
  return typeof state === 'object' && state !== null && 'hooks' in state;
}

export const bellKey = 'bell_key_acme';
export const otherBellKey = 'bell_key_other';
const toleranceMs = 5 * 60_000;

/** `{type, id, account, at, data}`, one or a list of them. */
function eventsOf(content: JsonValue): readonly WebhookEvent[] {
  const list = isJsonObject(content) && Array.isArray(content['events']) ? content['events'] : [content];
  return list.map((one: JsonValue) => {
    const type = textAt(one, 'type');
    if (type === undefined) throw fail('decode_failed', 'An event of Bell has no type.');
    return {
      type,
      id: textAt(one, 'id'),
      account: textAt(one, 'account'),
      at: textAt(one, 'at'),
      payload: (isJsonObject(one) ? one['data'] : undefined) ?? null,
    };
  });
}

const effect: Webhooks['effect'] = ({ type, at = '2026-01-01T00:00:00Z', payload }) => {
  if (type === 'good.changed' && isJsonObject(payload)) return { items: [{ stream: 'goods', item: payload, at }] };
  if (type === 'good.gone') return { gone: [{ stream: 'goods', key: textAt(payload, 'id') ?? '', at }] };
  if (type === 'goods.moved') return { wake: ['goods'] };
  return type === 'app.removed' ? { signal: 'uninstalled' } : undefined;
};

const types = ['good.changed', 'good.gone', 'goods.moved', 'app.removed'];

const bellWebhooks: Webhooks = {
  addresses: ['app', 'integration'],
  proof: 'signature',
  secret: {
    label: 'Webhook secret',
    help: 'Under the bell.',
    pattern: { source: 'bell_.+', message: 'expected bell_...' },
  },
  types,
  maxBytes: 64 * 1024,
  verify: (request, context) =>
    verifyTimestampedHmac(request, context, { header: 'bell-signature', scheme: 'v1', toleranceMs }),
  handshake: {
    methods: ['HEAD'],
    signed: false,
    answer: ({ method, headers }) => {
      const challenge = headers['bell-challenge'];
      if (method === 'HEAD') return {};
      return challenge === undefined ? undefined : { body: challenge };
    },
  },
  events: eventsOf,
  effect,
  subscription: {
    register: async ({ http, url }) => {
      const { body } = await http.send({ method: 'POST', url: '/hooks', body: { json: { url } } });
      return subscribed(body);
    },
    check: async ({ http }, { id }) => {
      const { body } = await http.send({ url: '/hooks', query: { id } });
      const hook = isJsonObject(body) && isJsonObject(body['hook']) ? body['hook'] : undefined;
      if (hook === undefined) return { state: 'gone', message: 'Bell knows it no more.' };
      return hook['paused'] === true ? { state: 'disabled', message: 'Bell has paused it.' } : { state: 'active' };
    },
    renew: async ({ http }, { id }) => {
      const { body } = await http.send({ method: 'POST', url: '/hooks/renew', body: { json: { id } } });
      return subscribed(body);
    },
    remove: async ({ http }, { id }) => void (await http.send({ method: 'DELETE', url: `/hooks/${id}` })),
  },
};

function subscribed(body: unknown) {
  const { id, secret, ends } = z
    .object({ id: z.string(), secret: z.string().optional(), ends: z.number() })
    .parse(body);
  return { id, secret, expiresAt: new Date(ends).toISOString() };
}

const knockWebhooks: Webhooks = {
  addresses: ['integration'],
  proof: 'address',
  types,
  answer: 202,
  // The address itself, in a header: by that a test sees what address is taken for the one that was signed.
  verify: ({ url, headers }) =>
    (headers['knock-url'] ?? url) === url
      ? { genuine: true }
      : { genuine: false, reason: 'wrong', message: 'It was knocked at another address.' },
  events: eventsOf,
  effect,
};

const waxWebhooks: Webhooks = {
  addresses: ['integration'],
  proof: 'keys',
  types,
  answer: 204,
  verify: ({ body }, context) =>
    verifySignedToken(context, {
      token: body.toString('latin1'),
      where: 'The body',
      keys: 'https://api.bell.example/keys',
      toleranceMs,
    }),
  events: eventsOf,
  effect,
};

function vendor(key: string, name: string, webhooks: Webhooks): Provider {
  return defineProvider({
    key,
    name,
    category: 'ecommerce',
    priority: 'emerging',
    summary: 'Tells what happens.',
    features: ['goods'],
    docs: 'https://docs.bell.example',
    truth: 'our proposal',
    baseUrl: 'https://api.bell.example',
    hosts: ['api.bell.example'],
    auth: [
      bearer({
        label: 'Key',
        summary: 'For machines.',
        fields: { api_key: { label: 'Key', help: 'On it.', secret: true } },
      }),
      oauth2({
        label: 'Sign in',
        summary: 'For people.',
        authorize: 'https://api.bell.example/authorize',
        token: 'https://api.bell.example/token',
        scopes: [],
        clientAuth: 'body',
        pkce: true,
      }),
    ],
    limits: [],
    check: async ({ http }) => {
      const { body } = await http.send({ url: '/me' });
      const id = textAt(body, 'id') ?? '';
      return { message: `Connected to ${id}`, account: { id, name: id, meta: {} } };
    },
    streams: { goods },
    actions: {},
    webhooks,
  });
}

const goods = stream({
  model: 'product',
  summary: 'Goods.',
  raw: z.looseObject({ id: z.string(), name: z.string() }),
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/goods' }),
  items: listAt('goods'),
  paginate: none,
  key: keyAt('id'),
  updatedAt: (item) => textAt(item, 'updated'),
  map: ({ name }) => ({
    name,
    description: null,
    code: null,
    is_active: true,
    default_price_id: null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: {},
  }),
});

export const bell = vendor('bell', 'Bell', bellWebhooks);
/** The same vendor, who would stop sending to everybody after a 404. */
export const meekBell = vendor('meekbell', 'Meek bell', { ...bellWebhooks, unknownAccount: 'acknowledged' });
export const knock = vendor('knock', 'Knock', knockWebhooks);
export const wax = vendor('wax', 'Wax', waxWebhooks);

/** These alone, for a test server. */
export const bellRegistry = openRegistry({
  bell: async () => ({ default: bell }),
  meekbell: async () => ({ default: meekBell }),
  knock: async () => ({ default: knock }),
  wax: async () => ({ default: wax }),
});

/** The header bell signs with. `atMs`: the moment it signs. */
export function bellSignature(secret: string, body: Buffer | string, atMs: number): Record<string, string> {
  const t = Math.floor(atMs / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
  return { 'bell-signature': `t=${t},v1=${v1}` };
}

/** A pair of keys as wax has them. */
export function waxKeys(kid: string): {
  readonly published: JsonObject;
  readonly secret: KeyObject;
  readonly kid: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { published: { kty, crv, x, y, kid, use: 'sig', alg: 'ES256' }, secret: privateKey, kid };
}

/** The body wax sends. */
export function waxToken({ secret, kid }: { secret: KeyObject; kid: string }, claims: JsonObject): string {
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'ES256', kid })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: secret, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

export const hookMs = 3 * 86_400_000;

export const bellSandbox = defineSandbox<BellState>({
  hosts: ['api.bell.example'],
  signIns: [{ method: 'api_key', fields: { api_key: bellKey }, wrong: { api_key: 'wrong' } }],
  seed: () => ({
    accounts: { [bellKey]: 'acct-acme', [otherBellKey]: 'acct-other' },
    goods: [{ id: 'g1', name: 'First' }],
    hooks: {},
    made: 0,
    keys: [],
    fetched: 0,
  }),
  guard: ({ headers }, { state }) =>
    accountOf(state, headers['authorization']) === undefined
      ? { status: 401, body: { error: 'who is that?' } }
      : undefined,
  routes: [
    {
      method: 'GET',
      path: '/me',
      handle: ({ headers }, { state }) => ({ body: { id: accountOf(state, headers['authorization']) ?? '' } }),
    },
    { method: 'GET', path: '/goods', handle: (_request, { state }) => ({ body: { goods: state.goods } }) },
    {
      method: 'GET',
      path: '/keys',
      open: true,
      handle: (_request, { state }) => {
        state.fetched += 1;
        return { body: { keys: state.keys } };
      },
    },
    {
      method: 'POST',
      path: '/hooks',
      handle: (request, { state, now }) => {
        state.made += 1;
        const id = `hook-${state.made}`;
        const hook = {
          url: textAt(jsonOf(request), 'url') ?? '',
          secret: `bell_made_${state.made}`,
          ends: now() + hookMs,
          paused: false,
        };
        state.hooks[id] = hook;
        return { status: 201, body: { id, secret: hook.secret, ends: hook.ends } };
      },
    },
    {
      method: 'GET',
      path: '/hooks',
      handle: ({ query }, { state }) => ({ body: { hook: state.hooks[query.get('id') ?? ''] ?? null } }),
    },
    {
      method: 'POST',
      path: '/hooks/renew',
      handle: (request, { state, now }) => {
        const id = textAt(jsonOf(request), 'id') ?? '';
        const hook = state.hooks[id];
        if (hook === undefined) return { status: 404, body: { error: 'no such hook' } };
        hook.ends = now() + hookMs;
        return { body: { id, ends: hook.ends } };
      },
    },
    {
      method: 'DELETE',
      path: '/hooks/:id',
      handle: ({ params }, { state }) => {
        delete state.hooks[params['id'] ?? ''];
        return { status: 204 };
      },
    },
  ],
  grow: {},
});

function accountOf(state: BellState, authorization: string | undefined): string | undefined {
  return state.accounts[(authorization ?? '').replace(/^Bearer /, '')];
}
