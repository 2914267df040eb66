/** Signing in to MYOB: consent for one company file, whose id comes with the redirect, and tokens of twenty minutes. Called by ../sandbox.ts. */
import type { SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { oauthServer } from 'plugboard/kit';
import { notFound, overLimit, refused, unauthorised } from './answers.ts';
import type { Context, State } from './state.ts';

const minute = 60_000;

export const scopes =
  'sme-company-file sme-company-settings sme-general-ledger sme-sales sme-purchases sme-banking sme-payroll sme-inventory sme-timebilling sme-contacts-customer sme-contacts-supplier sme-contacts-employee sme-contacts-personal'.split(
    ' ',
  );

export const apps = {
  web: { client_id: 'c3b9e0a2-6f1d-4f0e-9a55-30c1d2e4f5a6', client_secret: 'myob-sandbox-web-secret' },
} as const;

/** The user of files that are not linked to a MYOB account. */
export const fileUser = { file_user: 'Administrator', file_password: 'harbour-lights' } as const;

export const oauth = oauthServer<State>({
  vendor: 'MYOB',
  paths: { authorize: '/oauth2/account/authorize', token: '/oauth2/v1/authorize' },
  oauth: (state) => state.oauth,
  clients: () => [{ ...apps.web, name: 'Plugboard', redirect_uris: 'loopback' }],
  clientAuth: 'body',
  pkce: 'none',
  grants: ['authorization_code', 'refresh_token'],
  scopes,
  codeTtlMs: 3 * minute,
  accessTtlMs: 20 * minute,
  refresh: { rotates: true, ttlMs: 7 * 24 * 60 * minute },
  accounts: ({ files }) => files,
  // Text, not a number, as MYOB writes it.
  answer: () => ({
    token_type: 'bearer',
    expires_in: '1200',
    user: { uid: 'b7c1d0f2-0000-4000-8000-00000000beef', username: 'office@harbourtraining.example' },
  }),
  redirect: (grant, { state }) => {
    const file = state.files.find(({ id }) => id === grant.accounts[0]);
    return file === undefined ? {} : { businessId: file.id, businessName: file.name };
  },
});

const wantedScope: readonly (readonly [RegExp, string])[] = [
  [/^Contact\/Customer/, 'sme-contacts-customer'],
  [/^Contact\/Supplier/, 'sme-contacts-supplier'],
  [/^Contact\/Employee/, 'sme-contacts-employee'],
  [/^Sale\//, 'sme-sales'],
  [/^Purchase\//, 'sme-purchases'],
  [/^GeneralLedger\//, 'sme-general-ledger'],
  [/^Report\/(Payroll|PayrollCategorySummary)/, 'sme-payroll'],
  [/^Report\//, 'sme-general-ledger'],
  [/^Payroll\//, 'sme-payroll'],
];

/** Who is asking, with which key, for which file, and may they? */
export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const grant = oauth.check(request, context);
  if (grant === undefined) return unauthorised('OAuthTokenIsInvalid');
  if (request.headers['x-myobapi-key'] !== grant.client_id) return unauthorised('ApiKeyIsInvalid');
  const over = overLimit(context, grant.client_id);
  if (over !== undefined) return over;
  if (request.headers['x-myobapi-version'] !== 'v2')
    return refused(400, { name: 'VersionNotSupported', message: 'x-myobapi-version must be v2.', code: 400 });
  const [, id = '', rest = ''] = /^\/accountright\/([^/]+)\/?(.*)$/.exec(request.path) ?? [];
  if (id === '') return undefined;
  const file = context.state.files.find((one) => one.id === id.toLowerCase());
  if (file === undefined) return notFound();
  if (!grant.accounts.includes(file.id)) return denied('This consent is for another company file.');
  const wrongUser = wrongFileUser(request, file.own_login);
  if (wrongUser) return unauthorised('AccessDenied');
  const scope = wantedScope.find(([paths]) => paths.test(rest))?.[1];
  const withheld = context.switches['denied']?.split(' ').some((part) => part !== '' && rest.startsWith(part));
  if ((scope !== undefined && !grant.scope.split(' ').includes(scope)) || withheld === true)
    return denied('The user has no access to this resource.');
  return undefined;
}

function wrongFileUser(request: SandboxRequest, needed: boolean): boolean {
  const sent = request.headers['x-myobapi-cftoken'];
  if (sent === undefined) return needed;
  return Buffer.from(sent, 'base64').toString('utf8') !== `${fileUser.file_user}:${fileUser.file_password}`;
}

function denied(message: string): SandboxResponse {
  return refused(403, { name: 'AccessDenied', message, code: 403 });
}
