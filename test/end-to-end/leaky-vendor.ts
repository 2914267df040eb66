/**
 * A vendor that gives everything away: whatever it is sent it says again, in errors of every form, in headers, in addresses, encoded
 * and escaped; and it hands out new secrets where one would not look for them. Provider and sandbox, for redaction.db.test.ts.
 */
import {
  action,
  apiKey,
  basic,
  bearer,
  clientCredentials,
  defineProvider,
  defineSandbox,
  fail,
  session,
  stream,
  z,
  type AuthMethod,
  type Field,
  type HttpRequest,
  type Provider,
  type RequestBody,
  type SandboxRequest,
  type SandboxResponse,
} from '../../src/contract/index.ts';

/** What is planted by the tenant, one for each way in. ASCII, because it goes into headers; everything that is ever escaped. */
const odd = (name: string) => `plNt-${name}-7"<q>&'w/+=%z9`;
export const credentials: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  header: { api_key: odd('header') },
  query: { api_key: odd('query') },
  form: { api_key: odd('form') },
  body: { api_key: odd('body') },
  bearer: { api_key: odd('bearer') },
  basic: { user: 'kim@acme.example', password: odd('basic') },
  client_credentials: { client_id: 'acme-client', client_secret: odd('clientsecret') },
  session: { user: 'kim@acme.example', password: odd('session') },
};
/** What the vendor hands out. */
export const issued = {
  accessToken: 'iSsued-access-token-4411',
  sessionToken: 'iSsued-session-token-4412',
  inJson: 'iSsued-json-4413',
  inXml: 'iSsued-xml-4414',
  inAttribute: 'iSsued-attr-4415',
  inForm: 'iSsued-form-4416',
  inUrl: 'iSsued-url-4417',
  inText: 'iSsued-text-4418',
  inBasic: 'iSsued-basic-4419',
  inCookie: 'iSsued-cookie-4420',
  inQuery: 'iSsued-query-4421',
} as const;
/** What a caller sends. */
export const sent = {
  json: 'cAller-json-5511',
  form: 'cAller-form-5512',
  xml: 'cAller-xml-5513',
  query: 'cAller-query-5514',
} as const;

/** What callers of our own API say where they have no business saying it. */
export const callerSecrets = {
  inHeader: 'mIsplaced-header-6611',
  inQuery: 'mIsplaced-query-6612',
  inJson: 'mIsplaced-json-6613',
  inPath: 'mIsplaced-path-6614',
  inAddress: 'mIsplaced-address-6615',
  inKey: 'mIsplaced-key-6616',
} as const;

/** How the vendor refuses. In `quoted` and `bug` with a success, whose words the provider's own function puts into what it throws. */
export const modes = ['json', 'xml', 'html', 'text', 'form', 'redirect', 'broken', 'denied', 'quoted', 'bug'] as const;
export type Mode = (typeof modes)[number];

const secretField: Field = { label: 'Secret', help: 'Somewhere.', secret: true };
const userField: Field = { label: 'User', help: 'Somebody.' };
const about = { label: 'A way', summary: 'In.' };
const key = { ...about, fields: { api_key: secretField } };

const auth: readonly [AuthMethod, ...AuthMethod[]] = [
  apiKey({ ...key, key: 'header', place: { in: 'header', name: 'x-leaky', prefix: 'Leaky ' } }),
  apiKey({ ...key, key: 'query', place: { in: 'query', name: 'k' } }),
  apiKey({ ...key, key: 'form', place: { in: 'form', name: 'k' } }),
  apiKey({ ...key, key: 'body', place: { in: 'body', name: 'k' } }),
  bearer({ ...key, key: 'bearer' }),
  basic({
    ...about,
    key: 'basic',
    user: 'user',
    password: 'password',
    fields: { user: userField, password: secretField },
  }),
  clientCredentials({
    ...about,
    token: 'https://leaky.example/token',
    scopes: [],
    clientAuth: 'body',
    fields: { client_id: userField, client_secret: secretField },
  }),
  session({
    ...about,
    fields: { user: userField, password: secretField },
    login: ({ fields }) => ({
      method: 'POST',
      url: '/login',
      body: { json: { user: fields['user'] ?? '', pass: fields['password'] ?? '' } },
    }),
    session: ({ body }) => ({ token: z.object({ t: z.string() }).parse(body).t }),
    sign: (request, { session: { token } }) => ({ ...request, headers: { ...request.headers, 'x-s': token } }),
  }),
];

/** A read by POST, so that a key can go into a form or a JSON body. */
const ask = (mode: Mode): HttpRequest => ({ method: 'POST', safe: true, url: `/leak/${mode}`, decode: 'auto' });

/** As providers do when a vendor tells of a failure with a 200. */
function throwQuoting(mode: Mode, body: unknown): never {
  const { words } = z.object({ words: z.string() }).parse(body);
  if (mode !== 'bug') throw fail('invalid_request', `Leaky did not like it: ${words}`, { vendorCode: words });
  throw new TypeError(`Cannot read ${words}`, { cause: new SyntaxError(words) });
}

const streams = Object.fromEntries(
  modes.map((mode) => [
    `things_${mode}`,
    stream({
      model: 'product',
      summary: 'Never arrives.',
      raw: z.looseObject({}),
      incremental: { style: 'none' },
      deletions: 'never',
      request: () => ask(mode),
      items: ({ body }) => throwQuoting(mode, body),
      paginate: () => undefined,
      key: () => '1',
      map: () => {
        throw new Error('nothing is ever mapped');
      },
    }),
  ]),
);

const write = (body: (password: string) => RequestBody) =>
  action({
    summary: 'Writes.',
    input: z.object({ mode: z.enum(modes), password: z.string() }),
    output: z.object({ ok: z.boolean() }),
    run: async ({ http, input }) => {
      const { body: answer } = await http.send({ ...ask(input.mode), safe: false, body: body(input.password) });
      return throwQuoting(input.mode, answer);
    },
  });

export function leaky(): Provider {
  return defineProvider({
    key: 'leaky',
    name: 'Leaky',
    category: 'ecommerce',
    priority: 'emerging',
    summary: 'Gives everything away.',
    features: ['leaks'],
    docs: 'https://docs.leaky.example',
    truth: 'our proposal',
    baseUrl: 'https://leaky.example',
    hosts: ['leaky.example'],
    auth,
    limits: [],
    check: async ({ http }) => {
      const { body } = await http.send({ method: 'POST', safe: true, url: '/me' });
      const { words } = z.object({ words: z.string() }).parse(body);
      return { message: `Connected to Leaky, who says ${words}`, account: undefined };
    },
    streams,
    actions: {
      write_json: write((password) => ({ json: { user: { password }, list: [{ name: 'api_key', value: password }] } })),
      write_form: write((password) => ({ form: { 'user[password]': password } })),
      write_xml: write((password) => ({ text: `<a><b:Password>${password}</b:Password></a>`, type: 'text/xml' })),
    },
  });
}

/** Whatever came, every way it can be written. */
function echo({ method, path, query, headers, body }: SandboxRequest): string {
  const text = `${method} ${path}?${query.toString()} ${JSON.stringify(headers)} ${body.toString()}`;
  const given = [
    ...query.values(),
    headers['x-leaky'] ?? '',
    headers['authorization'] ?? '',
    headers['x-s'] ?? '',
    body.toString(),
  ];
  const values = given
    .flatMap((value) => [value, value.replace(/^(Leaky|Bearer|Basic) /, ''), decoded(value)])
    .filter((value) => value !== '');
  const written = values.flatMap((value) => [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    JSON.stringify(value),
    JSON.stringify(JSON.stringify(value)),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
    Buffer.from(value).toString('hex'),
    Buffer.from(`kim:${value}`).toString('base64'),
    Buffer.from(`kim@acme.example:${value}:x`).toString('base64'),
    xml(value),
  ]);
  return [text, ...written].join(' | ');
}

/** The password of basic authentication; the values of a form or a JSON body. */
function decoded(value: string): string {
  if (value.startsWith('Basic '))
    return Buffer.from(value.slice(6), 'base64')
      .toString()
      .replace(/^[^:]*:/, '');
  if (value.startsWith('k=')) return new URLSearchParams(value).get('k') ?? '';
  if (value.startsWith('{')) {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? Object.values(parsed).map(String).join(' ') : '';
  }
  return value;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function leak(request: SandboxRequest): SandboxResponse {
  const mode = request.path.split('/').at(-1);
  const said = echo(request);
  const short = said.slice(0, 250);
  const headers = {
    'x-request-id': `req ${request.headers['x-leaky'] ?? request.headers['authorization'] ?? request.headers['x-s'] ?? ''}`,
    'set-cookie': `sid=${issued.inCookie}`,
  };
  const texts = `api_key=${issued.inText} see https://kim:${issued.inUrl}@leaky.example/x?page=1&access_token=${issued.inQuery} sent Authorization: Basic ${Buffer.from(`kim:${issued.inBasic}`).toString('base64')}`;
  const typed = (type: string) => ({ ...headers, 'content-type': type });
  switch (mode) {
    case 'json':
      return {
        status: 422,
        headers,
        body: {
          message: `bad: ${texts} ${short}`,
          said,
          access_token: issued.inJson,
          list: [{ clientSecret: issued.inJson }, { name: 'password', value: issued.inJson }],
        },
      };
    case 'xml':
      return {
        status: 422,
        headers: typed('text/xml'),
        body: `<e><Message>${xml(`${texts} ${short}`)}</Message><s:Password>${issued.inXml}</s:Password><login token="${issued.inAttribute}"/><said>${xml(said)}</said></e>`,
      };
    case 'html':
      return {
        status: 200,
        headers: typed('text/html'),
        body: `<html><title>oops</title>${texts} ${xml(said)}</html>`,
      };
    case 'text':
      return { status: 400, headers: typed('text/plain'), body: `${texts} ${said}` };
    case 'form':
      return {
        status: 400,
        headers: typed('application/x-www-form-urlencoded'),
        body: `error=invalid&refresh_token=${issued.inForm}&said=${encodeURIComponent(said)}`,
      };
    case 'redirect':
      return {
        status: 302,
        headers: {
          ...headers,
          location: `https://leaky.example/leak/json?k=${encodeURIComponent(said.slice(0, 2000))}&access_token=${issued.inQuery}`,
        },
      };
    case 'broken':
      return {
        status: 200,
        headers: typed('application/json'),
        body: `{"message": "${texts}", "password": "${issued.inJson}", "said": ${JSON.stringify(said)}, `,
      };
    case 'quoted':
    case 'bug':
      return { status: 200, headers, body: { words: `${texts} ${said}` } };
    default:
      return { status: 403, headers, body: { error: { message: short, detail: said } } };
  }
}

export const leakySandbox = defineSandbox({
  hosts: ['leaky.example'],
  signIns: [{ method: 'bearer', fields: credentials['bearer'] ?? {} }],
  seed: () => ({}),
  guard: () => undefined,
  routes: [
    { method: 'POST', path: '/me', handle: (request) => ({ body: { words: echo(request) } }) },
    {
      method: 'POST',
      path: '/token',
      handle: () => ({ body: { access_token: issued.accessToken, token_type: 'Bearer', expires_in: 3600 } }),
    },
    { method: 'POST', path: '/login', handle: () => ({ body: { t: issued.sessionToken } }) },
    ...(['GET', 'POST', 'PUT'] as const).map((method) => ({ method, path: '/leak/:mode', handle: leak })),
  ],
  grow: {},
});
