/** A small vendor for the sandbox host's own tests: notes, behind an OAuth server, written, listed and grown. */
import { emptyOAuth, envelope, jsonOf, oauthServer, pageOf, type OAuthState } from '../../providers/_kit/index.ts';
import { defineSandbox, type JsonObject } from '../contract/index.ts';

export interface PretendState {
  readonly oauth: OAuthState;
  readonly notes: JsonObject[];
}

export const pretendApp = { client_id: 'app-1', client_secret: 'secret & co' };

const oauth = oauthServer<PretendState>({
  vendor: 'Pretend',
  paths: { authorize: '/oauth/authorize', token: '/oauth/token', revoke: '/oauth/revoke' },
  oauth: (state) => state.oauth,
  clients: () => [{ ...pretendApp, name: 'Plugboard', redirect_uris: 'loopback' }],
  clientAuth: 'basic',
  pkce: 'required',
  grants: ['authorization_code', 'refresh_token', 'client_credentials'],
  scopes: ['notes', 'offline'],
  codeTtlMs: 60_000,
  accessTtlMs: 1_800_000,
  refresh: { rotates: true, reuseRevokesGrant: true },
  issuer: 'https://login.pretend.example',
  accounts: () => [
    { id: 'acc-1', name: "O'Hara & Söhne" },
    { id: 'acc-2', name: 'Second' },
  ],
});

export const pretend = defineSandbox<PretendState>({
  hosts: ['api.pretend.example', 'login.pretend.example'],
  signIns: [{ method: 'client_credentials', fields: pretendApp }],
  seed: ({ business, now, hex }) => ({
    oauth: emptyOAuth(),
    notes: business.people.slice(0, 3).map(({ firstName }) => ({ id: hex(8), text: firstName, at: now })),
  }),
  guard: (request, context) =>
    oauth.check(request, context) === undefined
      ? { status: 401, body: { error: oauth.problem(request, context) ?? 'unknown' } }
      : undefined,
  routes: [
    ...oauth.routes,
    {
      method: 'GET',
      path: '/notes',
      open: true,
      handle({ query }, { state, grown }) {
        const since = Number(query.get('since') ?? 0);
        const list = grown('notes')?.changedSince(since);
        const page = pageOf({
          seeded: since === 0 ? state.notes : [],
          grown: list,
          from: Number(query.get('from') ?? 0),
          count: Number(query.get('count') ?? 100),
        });
        return { body: envelope('{"notes":[', page, `],"more":${page.more}}`) };
      },
    },
    {
      method: 'POST',
      path: '/notes',
      open: true,
      handle(request, { state, hex, now }) {
        const body = jsonOf(request);
        const text = typeof body === 'object' && body !== null && 'text' in body ? String(body.text) : '';
        const note = { id: hex(8), text, at: now() };
        state.notes.push(note);
        return { status: 201, body: note };
      },
    },
    { method: 'GET', path: '/notes/:id', open: true, handle: ({ params }) => ({ body: { id: params['id'] ?? '' } }) },
    {
      method: 'GET',
      path: '/private',
      handle: ({ host }, { switches }) => ({ body: { host, mood: switches['mood'] ?? '' } }),
    },
    {
      method: 'GET',
      path: '/bug',
      open: true,
      handle() {
        throw new Error('a bug');
      },
    },
    {
      method: 'DELETE',
      path: '/notes',
      open: true,
      handle: (_request, { state }) => ((state.notes.length = 0), { status: 204 }),
    },
  ],
  grow: {
    notes: ({ index, generation, at }) => ({ id: `grown-${index}`, text: `Füllung ${index}`, generation, at }),
  },
  switches: { mood: { label: 'Mood', help: 'How the vendor feels.', choices: ['good', 'bad'], default: 'good' } },
});
