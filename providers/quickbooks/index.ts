/**
 * QuickBooks Online: facts, the way in, errors. The lists are in streams.ts, the writes in actions.ts.
 * @link https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0
 */
import {
  defineProvider,
  fail,
  oauth2,
  type Account,
  type CheckContext,
  type CheckResult,
  type JsonObject,
  type Settings,
} from 'plugboard/contract';
import { at, isObject, isTimeZone, textAt } from 'plugboard/kit';
import { actions } from './actions.ts';
import { faultIn, readError } from './errors.ts';
import { minorVersion, queryRequest, rowsOf, streams } from './streams.ts';
import { companyPath, currencyCode } from './values.ts';
import { webhooks } from './webhooks.ts';

/** The company is named by the redirect, and by nothing else: the token answer does not say it. */
function companyOf(grant: JsonObject | undefined, settings: Settings): string | undefined {
  const named = textAt(grant, 'realmId') ?? settings['company_id'];
  return named !== undefined && /^\d{5,25}$/.test(named) ? named : undefined;
}

async function accountsOf({ grant, settings }: Omit<CheckContext, 'account'>): Promise<readonly Account[]> {
  const id = companyOf(grant, settings);
  if (id === undefined)
    throw fail('invalid_request', 'QuickBooks did not say which company was chosen.', {
      next: 'Sign in again. Where tokens were moved in from another system, type the company id in the settings.',
    });
  return [{ id, name: id, meta: {} }];
}

async function check(context: CheckContext): Promise<CheckResult> {
  const { http, settings } = context;
  const account = context.account ?? (await accountsOf(context))[0];
  const path = companyPath(account, `/companyinfo/${encodeURIComponent(account?.id ?? '')}`);
  const { body } = await http.send({ url: path, query: { minorversion: minorVersion(settings) } });
  const company = at(body, 'CompanyInfo');
  if (!isObject(company) || account === undefined)
    throw fail('decode_failed', 'QuickBooks did not describe the company.');
  const answer = await http.send(queryRequest({ account, settings }, 'select * from Preferences'));
  const [preferences] = rowsOf(answer.body, 'Preferences');
  const name = textAt(company, 'CompanyName') ?? account.id;
  const country = textAt(company, 'Country');
  const zone = textAt(company, 'DefaultTimeZone');
  const currency = currencyCode(textAt(preferences, 'CurrencyPrefs.HomeCurrency.value'));
  return {
    message: `Connected to ${name}${currency === null ? '' : ` (${currency})`}`,
    account: {
      id: account.id,
      name,
      meta: {
        ...(currency === null ? {} : { currency }),
        ...(country === undefined ? {} : { country }),
        ...(zone === undefined || !isTimeZone(zone) ? {} : { time_zone: zone }),
      },
    },
  };
}

export default defineProvider({
  key: 'quickbooks',
  name: 'QuickBooks Online',
  category: 'accounting',
  priority: 'high',
  summary: "Intuit's accounting for small business: the usual alternative to Xero and MYOB.",
  features: [
    'customers and vendors',
    'invoices and sales receipts',
    'bills and expenses',
    'payments',
    'credit memos',
    'chart of accounts',
    'deposits, transfers and reconciliation',
    'tax codes and rates',
    'financial reports',
  ],
  docs: 'https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/account',
  truth: 'vendor spec',
  baseUrl: (settings) =>
    settings['environment'] === 'sandbox'
      ? 'https://sandbox-quickbooks.api.intuit.com/v3/company'
      : 'https://quickbooks.api.intuit.com/v3/company',
  hosts: [
    'appcenter.intuit.com',
    'oauth.platform.intuit.com',
    'developer.api.intuit.com',
    'quickbooks.api.intuit.com',
    'sandbox-quickbooks.api.intuit.com',
  ],
  settings: {
    environment: {
      label: 'Environment',
      help: 'Production for real companies. Sandbox for the test companies of developer.intuit.com, which want the development keys of the app.',
      choices: ['production', 'sandbox'],
      default: 'production',
      optional: true,
    },
    reports: {
      label: 'Financial reports',
      help: 'Keeps profit and loss, balance sheet, trial balance, aged receivables and payables and what was reconciled, of the last three months. Costs 21 calls a run.',
      choices: ['yes', 'no'],
      default: 'yes',
      optional: true,
    },
    company_id: {
      label: 'Company id',
      help: 'Only for tokens moved in from another system; a sign-in brings it along. In QuickBooks: Settings, Account and settings, Billing and subscription.',
      tidy: (typed) => typed.replace(/\s/g, ''),
      pattern: { source: '\\d{5,25}', message: 'digits only, 15 or 16 of them' },
      example: '9341454816381446',
      optional: true,
    },
    minor_version: {
      label: 'Minor version of the API',
      help: 'Leave it as it is, unless Intuit asks for another one.',
      pattern: { source: '\\d{2,3}', message: 'a number such as 75' },
      default: '75',
      optional: true,
    },
  },
  auth: [
    oauth2({
      label: 'Sign in with Intuit',
      summary:
        'A person who is administrator of the company signs in at Intuit, chooses the company and allows access.',
      authorize: 'https://appcenter.intuit.com/connect/oauth2',
      token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
      scopes: ['com.intuit.quickbooks.accounting'],
      clientAuth: 'basic',
      pkce: false,
      redirectFacts: ['realmId'],
      // The value changes about once a day, and the newest one counts. It lives a hundred days from its last use.
      refresh: { rotates: true },
      revoke: (tokens) => ({
        method: 'POST',
        url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
        body: { json: { token: tokens.refresh_token ?? tokens.access_token } },
      }),
    }),
  ],
  limits: [{ per: 'minute', max: 500 }, { per: 'second', max: 10 }, { concurrent: 10 }],
  // Intuit gives a report up to two minutes.
  timeoutMs: 120_000,
  // Without `accept` errors come as XML.
  headers: () => ({ accept: 'application/json' }),
  idempotencyParam: 'requestid',
  requestIdHeader: 'intuit_tid',
  // Queries and the change feed may hold a fault in a 200.
  success: ({ status, body }) => status < 300 && faultIn(body) === undefined,
  error: readError,
  accounts: accountsOf,
  check,
  streams,
  actions,
  webhooks,
});
