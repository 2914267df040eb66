/**
 * Signing in to Xero: the OAuth server with its signed tokens, what OpenID clients look up, and the connections a consent makes.
 * Called by ../sandbox.ts.
 */
import type { SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import {
  newSigningKey,
  oauthServer,
  publicKeys,
  signToken,
  type OAuthClient,
  type OAuthGrant,
  type SigningKey,
} from 'plugboard/kit';
import { jsonType, notFound, refused } from './answers.ts';
import { customConnection } from './seed.ts';
import { freshId, seededId, type Connection, type Context, type State } from './state.ts';

const issuer = 'https://identity.xero.com';
const minute = 60_000;

const identityScopes = ['openid', 'profile', 'email', 'offline_access'];
const resources = ['contacts', 'invoices', 'payments', 'banktransactions', 'settings', 'manualjournals', 'attachments'];
const reportScopes =
  'profitandloss balancesheet trialbalance aged banksummary budgetsummary executivesummary taxreports'
    .split(' ')
    .map((name) => `accounting.reports.${name}.read`);
const granular = [
  ...resources.flatMap((name) => [`accounting.${name}`, `accounting.${name}.read`]),
  'accounting.classicexpenses',
  ...reportScopes,
];
const broad = [
  ...['transactions', 'contacts', 'settings', 'attachments'].flatMap((name) => [
    `accounting.${name}`,
    `accounting.${name}.read`,
  ]),
  'accounting.reports.read',
];

export const apps = {
  /** Made after 2 March 2026: granular scopes only. */
  web: { client_id: '5AB07A6D5AB07A6D5AB07A6D5AB07A6D', client_secret: 'xero-sandbox-web-secret' },
  /** Made before: broad scopes only. */
  older: { client_id: '01DE6A9901DE6A9901DE6A9901DE6A99', client_secret: 'xero-sandbox-older-secret' },
  custom: { client_id: customConnection.client_id, client_secret: 'xero-sandbox-custom-secret' },
} as const;

function clients(): readonly OAuthClient[] {
  const web = { redirect_uris: 'loopback', grants: ['authorization_code', 'refresh_token'] } as const;
  return [
    { ...apps.web, ...web, name: 'Plugboard', scopes: [...identityScopes, ...granular] },
    { ...apps.older, ...web, name: 'Plugboard (app of 2024)', scopes: [...identityScopes, ...broad] },
    {
      ...apps.custom,
      name: 'Harbour Training custom connection',
      redirect_uris: [],
      grants: ['client_credentials'],
      scopes: granular,
      accounts: [seededId('organisation', 1)],
    },
  ];
}

export const oauth = oauthServer<State>({
  vendor: 'Xero',
  paths: { authorize: '/identity/connect/authorize', token: '/connect/token', revoke: '/connect/revocation' },
  oauth: (state) => state.oauth,
  clients,
  clientAuth: 'basic',
  pkce: 'optional',
  grants: ['authorization_code', 'refresh_token', 'client_credentials'],
  codeTtlMs: 5 * minute,
  accessTtlMs: 30 * minute,
  // The token before still works for half an hour; unused ones die after 60 days.
  refresh: { rotates: true, graceMs: 30 * minute, ttlMs: 60 * 24 * 60 * minute, scope: 'offline_access' },
  accounts: ({ organisation }) => [
    { id: organisation.id, name: organisation.name },
    { id: organisation.practice, name: `${organisation.name} Bookkeeping (practice)` },
  ],
  severalAccounts: true,
  mintAccess: (grant, { context, expiresAt }) => accessToken(grant, context, expiresAt ?? context.now()),
  answer: (grant, context) => (grant.scope.split(' ').includes('openid') ? { id_token: idToken(grant, context) } : {}),
  allowed: connect,
});

// --- tokens ---------------------------------------------------------------------------------------------------------------

const seconds = (ms: number) => Math.floor(ms / 1000);

function accessToken(grant: OAuthGrant, context: Context, expiresAt: number): string {
  const now = context.now();
  return signToken(signingKey(context), {
    nbf: seconds(now),
    exp: seconds(expiresAt),
    iss: issuer,
    aud: `${issuer}/resources`,
    client_id: grant.client_id,
    ...(grant.kind === 'authorization_code'
      ? { sub: person.sub, auth_time: seconds(grant.created_at), xero_userid: person.id }
      : {}),
    jti: context.hex(32),
    ...(context.state.events[grant.id] === undefined
      ? {}
      : { authentication_event_id: context.state.events[grant.id] ?? '' }),
    scope: grant.scope.split(' '),
  });
}

/** The one person who can sign in here. */
const person = {
  id: seededId('user', 99),
  sub: 'a5e2f0b2a7f84f0d9e2c0d8a53c1b7de',
  email: 'office@harbourtraining.example',
};

function idToken(grant: OAuthGrant, context: Context): string {
  const now = context.now();
  return signToken(signingKey(context), {
    nbf: seconds(now),
    iat: seconds(now),
    exp: seconds(now + 5 * minute),
    iss: issuer,
    aud: grant.client_id,
    auth_time: seconds(grant.created_at),
    sub: person.sub,
    xero_userid: person.id,
    email: person.email,
    given_name: 'Harriet',
    family_name: 'Harbour',
  });
}

function signingKey(context: Context): SigningKey {
  context.state.signing ??= newSigningKey(context.hex(40).toUpperCase());
  return context.state.signing;
}

// --- connections ----------------------------------------------------------------------------------------------------------

/** A consent connects the chosen tenants to the app; one that was connected before is renewed, not doubled. */
function connect(grant: OAuthGrant, context: Context): void {
  const { state } = context;
  const event = freshId(context);
  state.events[grant.id] = event;
  const now = context.now();
  for (const tenant of grant.accounts) {
    const known = state.connections.find((one) => one.client_id === grant.client_id && one.tenant === tenant);
    if (known !== undefined) {
      Object.assign(known, { event, grant: grant.id, updated: now });
      continue;
    }
    const practice = tenant === state.organisation.practice;
    state.connections.push({
      id: freshId(context),
      client_id: grant.client_id,
      tenant,
      type: practice ? 'PRACTICE' : 'ORGANISATION',
      name: practice ? `${state.organisation.name} Bookkeeping` : state.organisation.name,
      event,
      grant: grant.id,
      created: now,
      updated: now,
    });
  }
}

/** The app's connections whose consent was not revoked. */
export function connectionsOf(grant: OAuthGrant, state: State): readonly Connection[] {
  return state.connections.filter(
    (one) => one.client_id === grant.client_id && (one.grant === null || state.oauth.grants[one.grant]?.ended === null),
  );
}

function listConnections(request: SandboxRequest, context: Context): SandboxResponse {
  const grant = oauth.check(request, context);
  if (grant === undefined) return refused(401, 'AuthenticationUnsuccessful', context);
  const event = request.query.get('authEventId');
  return {
    headers: jsonType,
    body: connectionsOf(grant, context.state)
      .filter((one) => event === null || one.event === event)
      .map((one) => ({
        id: one.id,
        authEventId: one.event,
        tenantId: one.tenant,
        tenantType: one.type,
        tenantName: one.name,
        createdDateUtc: netDate(one.created),
        updatedDateUtc: netDate(one.updated),
      })),
  };
}

/** Seven decimals and no zone: `2026-07-09T23:40:30.1830000`. */
function netDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}0000`;
}

function deleteConnection(request: SandboxRequest, context: Context): SandboxResponse {
  const grant = oauth.check(request, context);
  if (grant === undefined) return refused(401, 'AuthenticationUnsuccessful', context);
  const { state } = context;
  const found = connectionsOf(grant, state).find(({ id }) => id === request.params['id']?.toLowerCase());
  if (found === undefined) return notFound();
  state.connections = state.connections.filter((one) => one !== found);
  return { status: 204 };
}

// --- what OpenID clients look up ------------------------------------------------------------------------------------------

const discovery = {
  issuer,
  jwks_uri: `${issuer}/.well-known/openid-configuration/jwks`,
  authorization_endpoint: 'https://login.xero.com/identity/connect/authorize',
  token_endpoint: `${issuer}/connect/token`,
  revocation_endpoint: `${issuer}/connect/revocation`,
  grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic'],
  code_challenge_methods_supported: ['S256'],
};

export const identityRoutes: readonly SandboxRoute<State>[] = [
  ...oauth.routes,
  { method: 'GET', path: '/.well-known/openid-configuration', open: true, handle: () => ({ body: discovery }) },
  {
    method: 'GET',
    path: '/.well-known/openid-configuration/jwks',
    open: true,
    handle: (_request, context) => ({ body: publicKeys([signingKey(context)]) }),
  },
  { method: 'GET', path: '/connections', handle: listConnections },
  { method: 'DELETE', path: '/connections/:id', handle: deleteConnection },
];
