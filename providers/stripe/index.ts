/**
 * Stripe: facts, the way in, limits, errors and the check. Streams, actions and the sandbox have files of their own. The API version
 * is pinned, because the account's own default may be years old and differs from account to account.
 */
import {
  PlugboardError,
  bearer,
  defineProvider,
  type Account,
  type CheckContext,
  type CheckResult,
  type Settings,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { itemsOf } from './lists.ts';
import { apiVersion } from './raw.ts';
import { streams } from './streams.ts';
import { webhooks } from './webhooks.ts';

function accountSetting(settings: Settings): string | undefined {
  const id = settings['account_id'];
  return id === undefined || id === '' ? undefined : id;
}

function accountOf(body: unknown): Account | undefined {
  const id = textAt(body, 'id');
  if (id === undefined) return undefined;
  const name =
    textAt(body, 'business_profile.name') ??
    textAt(body, 'settings.dashboard.display_name') ??
    textAt(body, 'email') ??
    id;
  const country = textAt(body, 'country');
  const currency = textAt(body, 'default_currency')?.toUpperCase();
  return {
    id,
    name,
    meta: {
      ...(country === undefined ? {} : { country }),
      ...(currency === undefined ? {} : { default_currency: currency }),
    },
  };
}

async function check({ http, settings }: CheckContext): Promise<CheckResult> {
  try {
    const { body } = await http.send({ url: '/v1/account' });
    const account = accountOf(body);
    if (account === undefined)
      throw new PlugboardError('decode_failed', 'Stripe answered with an account that has no id.');
    const about = [account.meta['country'], account.meta['default_currency']].filter((part) => part !== undefined);
    return { message: `Connected to ${account.name}${about.length === 0 ? '' : ` (${about.join(', ')})`}`, account };
  } catch (error) {
    // A restricted key often may not read the account. It is as good as its other rights, so try the least of them.
    if (!(error instanceof PlugboardError) || error.code !== 'permission_denied') throw error;
  }
  const { body } = await http.send({ url: '/v1/customers', query: { limit: 1 } });
  itemsOf(body);
  const id = accountSetting(settings);
  return {
    message:
      'Connected with a restricted key that may not read the account itself, so its name and currency are unknown',
    account: id === undefined ? undefined : { id, name: id, meta: {} },
  };
}

export default defineProvider({
  key: 'stripe',
  name: 'Stripe',
  category: 'payment',
  priority: 'high',
  summary:
    'Online payments by card, PayTo, BECS direct debit and eftpos, with subscriptions, invoices, refunds and payouts to the bank.',
  features: [
    'customers',
    'payments',
    'subscriptions',
    'invoices',
    'refunds',
    'payouts and fees',
    'PayTo, BECS and eftpos',
  ],
  docs: 'https://docs.stripe.com/api',
  truth: 'vendor spec',

  baseUrl: 'https://api.stripe.com',
  hosts: ['api.stripe.com'],
  settings: {
    account_id: {
      label: 'Connected account',
      help: 'Only for platforms: the id of the connected account to work for. Leave empty to use the account the key belongs to.',
      optional: true,
      pattern: { source: 'acct_[A-Za-z0-9]{3,40}', message: 'An account id looks like acct_1A2b3C4d5E6f7G8h.' },
      example: 'acct_1A2b3C4d5E6f7G8h',
    },
  },
  auth: [
    bearer({
      label: 'API key',
      summary: 'A restricted key with just the rights you want to give, or the secret key of the account.',
      fields: {
        api_key: {
          label: 'Secret or restricted key',
          help: 'Stripe Dashboard > Developers > API keys. Begins with rk_ (restricted, better) or sk_ (secret). Keys with _test_ reach test data only.',
          secret: true,
          pattern: {
            source: '(sk|rk)_(live|test)_[A-Za-z0-9_]{8,250}',
            message:
              'A key begins with sk_live_, sk_test_, rk_live_ or rk_test_; a publishable key (pk_) cannot be used.',
          },
          example: 'rk_test_51Abc...',
        },
      },
    }),
  ],

  // Stripe allows 100 a second live and 25 in test mode, but also only 25 a second per endpoint when live. Whether a key is live
  // is not known here, so: 25, which is the most one list may be read at in either mode.
  limits: [{ per: 'second', max: 25 }],
  headers: ({ settings }) => {
    const account = accountSetting(settings);
    return { 'stripe-version': apiVersion, ...(account === undefined ? {} : { 'stripe-account': account }) };
  },
  idempotencyHeader: 'idempotency-key',
  requestIdHeader: 'request-id',
  error: readError,
  check,

  streams,
  actions,
  webhooks,
});
