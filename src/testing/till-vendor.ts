/**
 * A vendor for tests of what is read and written: a list in pages, things that change, break and vanish, writes with and without
 * idempotency keys, a secret in an answer, and an address that echoes what it was sent. Provider and sandbox in one file.
 */
import { jsonOf, keyAt, listAt, textAt } from '../../providers/_kit/index.ts';
import {
  action,
  bearer,
  defineProvider,
  defineSandbox,
  fail,
  stream,
  z,
  type Action,
  type JsonObject,
  type Provider,
  type SandboxRequest,
} from '../contract/index.ts';

export interface TillState {
  readonly goods: JsonObject[];
  /** Answers given for an idempotency key. */
  readonly answered: Record<string, JsonObject>;
  /** Writes that had an effect. */
  acts: number;
}

export const tillKey = 'till_key_good';
const pageSize = 10;

const goods = stream({
  model: 'product',
  summary: 'What the till sells.',
  raw: z.looseObject({ id: z.string(), name: z.string(), updated: z.string().optional() }),
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/goods', query: { from: 0 }, maxBytes: 100_000 }),
  items: listAt('goods'),
  paginate: ({ request, items }) =>
    items.length < pageSize
      ? undefined
      : { ...request, query: { from: Number(request.query?.['from'] ?? 0) + pageSize } },
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

const people = stream({
  model: 'contact',
  summary: 'Nobody yet.',
  raw: z.looseObject({ id: z.string() }),
  incremental: { style: 'none' },
  deletions: 'never',
  request: () => ({ url: '/people' }),
  items: listAt('people'),
  paginate: () => undefined,
  key: keyAt('id'),
  map: () => {
    throw fail('decode_failed', 'people cannot be mapped');
  },
});

const made = z.object({ id: z.string(), name: z.string(), secret: z.string() });

const sellGood = action({
  summary: 'Puts something on sale.',
  input: z.object({ name: z.string().min(1), note: z.string().optional() }),
  output: made,
  creates: 'goods',
  sensitive: ['secret'],
  run: async ({ http, input, idempotencyKey }) => {
    const { body } = await http.send({
      method: 'POST',
      url: '/goods',
      body: { json: { name: input.name } },
      idempotencyKey,
    });
    const { secret, ...item } = made.parse(body);
    return { output: { ...item, secret }, records: [{ stream: 'goods', items: [item] }] };
  },
});

/** The first step is done, the second refused. */
const sellAndRefuse = action({
  summary: 'Puts something on sale, then is refused.',
  input: z.object({ name: z.string() }),
  output: z.object({ ok: z.boolean() }),
  run: async ({ http, input, idempotencyKey }) => {
    await http.send({ method: 'POST', url: '/goods', body: { json: { name: input.name } }, idempotencyKey });
    await http.send({ method: 'POST', url: '/refuse', idempotencyKey: `${idempotencyKey}:refuse` });
    return { output: { ok: true } };
  },
});

const refused = action({
  summary: 'Is refused.',
  input: z.object({ name: z.string() }),
  output: z.object({ ok: z.boolean() }),
  run: async ({ http, idempotencyKey }) => {
    await http.send({ method: 'POST', url: '/refuse', idempotencyKey });
    return { output: { ok: true } };
  },
});

const actions: Readonly<Record<string, Action>> = {
  sell_good: sellGood,
  sell_and_refuse: sellAndRefuse,
  be_refused: refused,
};

/** `idempotent: false`: the same vendor without idempotency keys, under the key `oldtill`. */
export function till({ idempotent } = { idempotent: true }): Provider {
  const key = idempotent ? 'till' : 'oldtill';
  return defineProvider({
    key,
    name: idempotent ? 'Till' : 'Old till',
    category: 'ecommerce',
    priority: 'emerging',
    summary: 'Sells things.',
    features: ['goods'],
    docs: 'https://docs.till.example',
    truth: 'our proposal',
    baseUrl: `https://api.${key}.example/v1`,
    hosts: [`api.${key}.example`],
    auth: [
      bearer({
        label: 'Key',
        summary: 'The only way.',
        fields: { api_key: { label: 'Key', help: 'In the drawer.', secret: true } },
      }),
    ],
    limits: [],
    headers: () => ({ 'till-branch': 'main-street' }),
    ...(idempotent ? { idempotencyHeader: 'idempotency-key' } : {}),
    check: async ({ http }) => {
      const { body } = await http.send({ url: '/me' });
      const id = textAt(body, 'id') ?? 'till';
      return { message: 'Connected to the till', account: { id, name: id, meta: {} } };
    },
    streams: { goods, people },
    actions,
  });
}

function echo(request: SandboxRequest): JsonObject {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value ?? '']));
  return { path: request.path, query: request.query.toString(), headers, body: request.body.toString() };
}

export function tillSandbox({ idempotent } = { idempotent: true }) {
  return defineSandbox<TillState>({
    hosts: [`api.${idempotent ? 'till' : 'oldtill'}.example`],
    signIns: [{ method: 'api_key', fields: { api_key: tillKey } }],
    seed: () => ({
      goods: Array.from({ length: 25 }, (_, i) => ({ id: `g${String(i).padStart(4, '0')}`, name: `Good ${i}` })),
      answered: {},
      acts: 0,
    }),
    guard: ({ headers }) =>
      headers['authorization'] === `Bearer ${tillKey}` ? undefined : { status: 401, body: { error: 'no such key' } },
    routes: [
      { method: 'GET', path: '/v1/me', handle: () => ({ body: { id: 'till-1' } }) },
      {
        method: 'GET',
        path: '/v1/goods',
        handle: ({ query }, { state }) => {
          const from = Number(query.get('from') ?? 0);
          return { body: { goods: state.goods.slice(from, from + pageSize) } };
        },
      },
      { method: 'GET', path: '/v1/people', handle: () => ({ body: { people: [] } }) },
      {
        method: 'POST',
        path: '/v1/goods',
        handle: (request, { state, hex }) => {
          const key = idempotent ? request.headers['idempotency-key'] : undefined;
          const known = key === undefined ? undefined : state.answered[key];
          if (known !== undefined) return { status: 201, body: known };
          state.acts += 1;
          const item = { id: `new${hex(6)}`, name: textAt(jsonOf(request), 'name') ?? '' };
          state.goods.push(item);
          const body = { ...item, secret: `shh_${hex(8)}` };
          if (key !== undefined) state.answered[key] = body;
          return { status: 201, body };
        },
      },
      { method: 'POST', path: '/v1/refuse', handle: () => ({ status: 422, body: { error: 'we do not sell that' } }) },
      ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
        method,
        path: '/v1/echo',
        handle: (request: SandboxRequest) => ({
          status: method === 'POST' ? 201 : 200,
          headers: { 'x-seen-key': request.headers['authorization'] ?? '', 'set-cookie': 'till=1', etag: '"e1"' },
          body: echo(request),
        }),
      })),
      {
        method: 'GET',
        path: '/v1/picture',
        handle: () => ({
          headers: { 'content-type': 'image/png' },
          body: Buffer.concat([Buffer.from([0x89, 0x50, 0xff, 0x00, 0xfe]), Buffer.from(tillKey), Buffer.from([0x80])]),
        }),
      },
      { method: 'GET', path: '/v1/gone', handle: () => ({ status: 410, body: { error: 'sold out' } }) },
    ],
    grow: {},
  });
}
