/**
 * Xero: facts, ways in, errors. The lists are in streams.ts, the writes in actions.ts.
 * @link https://developer.xero.com/documentation/guides/oauth2/overview
 */
import {
  clientCredentials,
  defineProvider,
  fail,
  oauth2,
  type Account,
  type CheckContext,
  type CheckResult,
  type ProviderHttp,
  type Settings,
} from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { streams } from './streams.ts';
import { timeZoneOf } from './time-zones.ts';
import { webhooks } from './webhooks.ts';

const connectionsUrl = 'https://api.xero.com/connections';
const tokenUrl = 'https://identity.xero.com/connect/token';

/**
 * One scope an app may not have makes Xero refuse all of them without saying which, so what not everybody has (reports, classic
 * claims) is only asked for when the tenant wants it. Apps made before 2 March 2026 know the broad names instead.
 */
function dataScopes(settings: Settings): readonly string[] {
  const broad = settings['scope_names'] === 'broad';
  const wantsReports = settings['reports'] === 'yes';
  if (broad) {
    return [
      'accounting.contacts',
      'accounting.transactions',
      'accounting.settings.read',
      ...(wantsReports ? ['accounting.reports.read'] : []),
    ];
  }
  const reports = ['profitandloss', 'balancesheet', 'trialbalance', 'banksummary', 'executivesummary'];
  return [
    'accounting.contacts',
    'accounting.invoices',
    'accounting.payments',
    'accounting.banktransactions.read',
    'accounting.settings.read',
    ...(settings['expense_claims'] === 'yes' ? ['accounting.classicexpenses'] : []),
    ...(wantsReports ? reports.map((name) => `accounting.reports.${name}.read`) : []),
  ];
}

/** The organisations the grant may speak for. A practice's own tenants (`tenantType: PRACTICE`) have no ledger. */
async function connectionsOf(http: ProviderHttp): Promise<readonly Account[]> {
  const { body } = await http.send({ url: connectionsUrl });
  if (!Array.isArray(body)) throw fail('decode_failed', 'Xero did not answer a list of connections.');
  return body.flatMap((connection: unknown) => {
    const id = textAt(connection, 'tenantId');
    if (id === undefined || at(connection, 'tenantType') !== 'ORGANISATION') return [];
    const connectionId = textAt(connection, 'id');
    return [
      {
        id,
        name: textAt(connection, 'tenantName') ?? id,
        meta: connectionId === undefined ? {} : { connection_id: connectionId },
      },
    ];
  });
}

async function check({ http, account }: CheckContext): Promise<CheckResult> {
  const connections = await connectionsOf(http);
  const [first, second] = connections;
  const connected = account === undefined ? first : connections.find(({ id }) => id === account.id);
  if (connected === undefined) {
    throw fail(
      'auth_revoked',
      account === undefined
        ? 'No organisation is connected to these credentials at Xero.'
        : `${account.name} is no longer connected at Xero.`,
    );
  }
  if (account === undefined && second !== undefined) {
    throw fail('conflict', `These credentials speak for ${connections.length} organisations at Xero: choose one.`);
  }
  const { body } = await http.send({ url: '/Organisation', headers: tenantHeader(connected.id) });
  const organisations = at(body, 'Organisations');
  const organisation: unknown = Array.isArray(organisations) ? organisations[0] : undefined;
  if (!isObject(organisation)) throw fail('decode_failed', 'Xero did not describe the organisation.');
  const name = textAt(organisation, 'Name') ?? connected.name;
  const currency = textAt(organisation, 'BaseCurrency');
  return {
    message: `Connected to ${name}${currency === undefined ? '' : ` (${currency})`}`,
    account: {
      id: connected.id,
      name,
      meta: {
        ...connected.meta,
        ...(currency === undefined ? {} : { currency }),
        time_zone: timeZoneOf(textAt(organisation, 'Timezone')),
      },
    },
  };
}

function tenantHeader(id: string): Readonly<Record<string, string>> {
  return { 'xero-tenant-id': id };
}

export default defineProvider({
  key: 'xero',
  name: 'Xero',
  category: 'accounting',
  priority: 'high',
  summary: 'Accounting for small business, and the one most Australian training organisations keep their books in.',
  features: [
    'contacts',
    'invoices and bills',
    'credit notes',
    'payments',
    'chart of accounts',
    'bank transactions and reconciliation',
    'tax rates',
    'tracking categories',
    'classic expense claims',
    'financial reports',
  ],
  docs: 'https://developer.xero.com/documentation/api/accounting/overview',
  truth: 'vendor spec',
  baseUrl: 'https://api.xero.com/api.xro/2.0',
  hosts: ['api.xero.com', 'identity.xero.com', 'login.xero.com'],
  settings: {
    reports: {
      label: 'Financial reports',
      help: 'Keeps profit and loss, balance sheet, trial balance, bank and executive summary of the last three months. Asks Xero for five more scopes, so switch it on before connecting.',
      choices: ['no', 'yes'],
      default: 'no',
      optional: true,
    },
    expense_claims: {
      label: 'Classic expense claims',
      help: 'Only organisations that used expense claims before July 2018 have them. Asks Xero for one more scope, so switch it on before connecting.',
      choices: ['no', 'yes'],
      default: 'no',
      optional: true,
    },
    scope_names: {
      label: 'Scope names',
      help: 'Granular for apps made at Xero since 2 March 2026 (custom connections: 29 April 2026), broad for older ones.',
      choices: ['granular', 'broad'],
      default: 'granular',
      optional: true,
    },
  },
  auth: [
    oauth2({
      label: 'Sign in with Xero',
      summary: 'For nearly everybody: a person who may manage the organisation signs in at Xero and allows access.',
      authorize: 'https://login.xero.com/identity/connect/authorize',
      token: tokenUrl,
      scopes: (settings) => ['offline_access', ...dataScopes(settings)],
      clientAuth: 'basic',
      pkce: true,
      // Every refresh answers a new token. The one before still works for 30 minutes, which covers a lost answer.
      refresh: { rotates: true },
      // Ends the whole consent, all organisations of it; one alone is left by `disconnect`.
      revoke: (tokens) => ({
        method: 'POST',
        url: 'https://identity.xero.com/connect/revocation',
        body: { form: { token: tokens.refresh_token ?? tokens.access_token } },
      }),
    }),
    clientCredentials({
      label: 'Custom connection',
      summary: "An app of the organisation's own at Xero, for one organisation, without anybody signing in.",
      token: tokenUrl,
      scopes: dataScopes,
      clientAuth: 'basic',
      fields: {
        client_id: {
          label: 'Client id',
          help: 'developer.xero.com, My Apps, your custom connection, Configuration.',
          pattern: { source: '[0-9A-Fa-f]{32}', message: '32 characters, digits and letters A to F' },
          example: '0123456789ABCDEF0123456789ABCDEF',
        },
        client_secret: {
          label: 'Client secret',
          help: 'On the same page: Generate a secret. Xero shows it once.',
          secret: true,
        },
      },
    }),
  ],
  limits: [
    { per: 'minute', max: 60 },
    { per: 'day', max: 5000 },
    { concurrent: 5 },
    { per: 'minute', max: 10_000, scope: 'app' },
  ],
  limitHeaders: {
    remaining: [
      { header: 'x-minlimit-remaining', per: 'minute' },
      { header: 'x-daylimit-remaining', per: 'day' },
      { header: 'x-appminlimit-remaining', per: 'minute', scope: 'app' },
    ],
  },
  // Without `accept` Xero answers XML.
  headers: ({ account }) => ({
    accept: 'application/json',
    ...(account === undefined ? {} : tenantHeader(account.id)),
  }),
  idempotencyHeader: 'idempotency-key',
  requestIdHeader: 'xero-correlation-id',
  error: readError,
  accounts: ({ http }) => connectionsOf(http),
  check,
  disconnect: ({ account }) => {
    const id = account?.meta['connection_id'];
    return id === undefined ? undefined : { method: 'DELETE', url: `${connectionsUrl}/${encodeURIComponent(id)}` };
  },
  streams,
  actions,
  webhooks,
});
