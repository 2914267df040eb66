/**
 * A vendor for the hub's own tests, with every oddity that connecting has to deal with: keys and a sign-in, several accounts behind one
 * sign-in, a site chosen by a setting, a link to one account that can be ended by itself. Provider and sandbox in one file.
 */
import { emptyOAuth, keyAt, listAt, none, oauthServer, textAt, type OAuthState } from '../../providers/_kit/index.ts';
import {
  apiKey,
  basic,
  defineProvider,
  defineSandbox,
  fail,
  oauth2,
  stream,
  z,
  type Account,
  type Provider,
  type ProviderHttp,
  type SandboxContext,
  type SandboxRequest,
} from '../contract/index.ts';
import { openRegistry } from '../wiring/registry.ts';

export interface ShelfState {
  readonly oauth: OAuthState;
  readonly keys: string[];
  /** Accounts whose link was ended by DELETE /accounts/:id. */
  readonly left: string[];
  readonly books: { readonly id: string; readonly title: string }[];
  /** Answer every call with this status. */
  outage: number | null;
}

export const shelfApp = { client_id: 'shelf-app', client_secret: 'shelf-app-secret' };
export const shelfKey = 'key_good1';

async function accountsOf(http: ProviderHttp): Promise<readonly Account[]> {
  const { body } = await http.send({ url: '/accounts' });
  return listAt('accounts')(body).map((one) => ({
    id: textAt(one, 'id') ?? '',
    name: textAt(one, 'name') ?? '',
    meta: {},
  }));
}

const books = stream({
  model: 'product',
  summary: 'Books on the shelf.',
  raw: z.looseObject({ id: z.string(), title: z.string() }),
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/books' }),
  items: listAt('books'),
  paginate: none,
  key: keyAt('id'),
  map: ({ title }) => ({
    name: title,
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

export const shelf = defineProvider({
  key: 'shelf',
  name: 'Shelf',
  category: 'documents',
  priority: 'emerging',
  summary: 'Books on shelves.',
  features: ['books'],
  docs: 'https://docs.shelf.example',
  truth: 'our proposal',
  baseUrl: ({ region }) => `https://${region ?? 'au'}.shelf.example`,
  hosts: ({ region }) => ['login.shelf.example', `${region ?? 'au'}.shelf.example`],
  settings: {
    region: {
      label: 'Region',
      help: 'Where the shelf stands.',
      choices: ['au', 'eu', 'internal'],
      default: 'au',
      optional: true,
    },
    shelf: {
      label: 'Shelf number',
      help: 'On the side of the shelf.',
      optional: true,
      pattern: { source: '[0-9]{1,3}', message: 'expected up to three digits' },
    },
    desk: { label: 'Desk', help: 'Which desk the key acts for.', optional: true },
  },
  auth: [
    apiKey({
      label: 'Key',
      summary: 'For machines.',
      place: { in: 'header', name: 'x-api-key' },
      fields: {
        api_key: {
          label: 'Key',
          help: 'Under the mat.',
          secret: true,
          pattern: { source: 'key_[a-z0-9]+', message: 'expected a key like key_abc123' },
          example: 'key_abc123',
        },
      },
    }),
    oauth2({
      label: 'Sign in',
      summary: 'For people.',
      authorize: 'https://login.shelf.example/oauth/authorize',
      token: 'https://login.shelf.example/oauth/token',
      issuer: 'https://login.shelf.example',
      scopes: ['books', 'offline'],
      clientAuth: 'basic',
      pkce: true,
      refresh: { rotates: true },
      revoke: ({ refresh_token, access_token }) => ({
        method: 'POST',
        url: 'https://login.shelf.example/oauth/revoke',
        body: { form: { token: refresh_token ?? access_token } },
      }),
    }),
    basic({
      label: 'Librarian',
      summary: 'For librarians.',
      user: 'username',
      password: 'password',
      fields: {
        username: { label: 'User name', help: 'On the badge.' },
        password: { label: 'Password', help: 'Behind the badge.', secret: true },
      },
    }),
  ],
  limits: [],
  headers: ({ account, settings }) => ({
    ...(account === undefined ? {} : { 'x-account': account.id }),
    ...(settings['desk'] === undefined ? {} : { 'x-desk': settings['desk'] }),
  }),
  accounts: ({ http }) => accountsOf(http),
  check: async ({ http, account }) => {
    const { body } = await http.send({ url: '/me' });
    const name = textAt(body, 'name');
    if (name === undefined) throw fail('decode_failed', 'Shelf did not say who we are.');
    return { message: `Connected to ${name}`, account: account === undefined ? undefined : { ...account, name } };
  },
  disconnect: ({ account, method }) =>
    method === 'oauth2' && account !== undefined ? { method: 'DELETE', url: `/accounts/${account.id}` } : undefined,
  streams: { books },
  actions: {},
});

const oauth = oauthServer<ShelfState>({
  vendor: 'Shelf',
  paths: { authorize: '/oauth/authorize', token: '/oauth/token', revoke: '/oauth/revoke' },
  oauth: (state) => state.oauth,
  clients: () => [{ ...shelfApp, name: 'Plugboard', redirect_uris: 'loopback' }],
  clientAuth: 'basic',
  pkce: 'required',
  grants: ['authorization_code', 'refresh_token'],
  scopes: ['books', 'offline'],
  codeTtlMs: 60_000,
  accessTtlMs: 1_800_000,
  refresh: { rotates: true, reuseRevokesGrant: true },
  issuer: 'https://login.shelf.example',
  accounts: () => [
    { id: 'north', name: 'North library' },
    { id: 'south', name: 'South library' },
  ],
  severalAccounts: true,
});

type Context = SandboxContext<ShelfState>;

/** The accounts a request's credentials reach; undefined when they are no good. */
function reached(request: SandboxRequest, context: Context): readonly string[] | undefined {
  if (context.state.keys.includes(request.headers['x-api-key'] ?? '')) return [request.headers['x-desk'] ?? 'desk'];
  const grant = oauth.check(request, context);
  return grant?.accounts.filter((id) => !context.state.left.includes(id));
}

export const shelfSandbox = defineSandbox<ShelfState>({
  hosts: ['au.shelf.example', 'eu.shelf.example', 'login.shelf.example'],
  signIns: [
    { method: 'api_key', fields: { api_key: shelfKey }, wrong: { api_key: 'key_wrong' } },
    { method: 'oauth2', app: shelfApp, fields: {} },
  ],
  seed: () => ({
    oauth: emptyOAuth(),
    keys: [shelfKey, 'key_good2'],
    left: [],
    books: [{ id: 'b1', title: 'One' }],
    outage: null,
  }),
  guard: (request, context) => {
    if (context.state.outage !== null) return { status: context.state.outage, body: { error: 'out' } };
    return reached(request, context) === undefined ? { status: 401, body: { error: 'who are you?' } } : undefined;
  },
  routes: [
    ...oauth.routes,
    {
      method: 'GET',
      path: '/accounts',
      handle: (request, context) => ({
        body: { accounts: (reached(request, context) ?? []).map((id) => ({ id, name: `${id} library` })) },
      }),
    },
    {
      method: 'GET',
      path: '/me',
      handle: ({ headers }) => ({ body: { name: `${headers['x-account'] ?? 'nobody'} library` } }),
    },
    {
      method: 'DELETE',
      path: '/accounts/:id',
      handle: ({ params }, { state }) => (state.left.push(params['id'] ?? ''), { status: 204 }),
    },
    {
      method: 'GET',
      path: '/books',
      handle: (_request, { state }) => ({ body: { books: state.books.map((book) => ({ ...book })) } }),
    },
  ],
  grow: {},
});

/** A registry with nothing but this. */
export const shelfRegistry = shelfRegistryOf(shelf);

/** The registry with another Shelf, for what is about one declaration. */
export function shelfRegistryOf(provider: Provider) {
  return openRegistry({ shelf: async () => ({ default: provider }) });
}
