/**
 * An imitation of QuickBooks Online for development, tests and the demo: sign-in, the query language, changes (CDC), reports, writes and both
 * forms of webhooks of one Australian company, stateful and as strict as the vendor. Written from Intuit's documentation and schemas, not from
 * the connector beside it.
 */
import { defineSandbox, type SandboxRequest, type SandboxResponse, type SandboxRoute } from 'plugboard/contract';
import { answer, overLimit, refuse, unauthorized, type Refusal } from './sandbox/answers.ts';
import { companyInfo } from './sandbox/chart.ts';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { accounting, apps, identityRoutes, oauth } from './sandbox/identity.ts';
import { changes, query, readOne } from './sandbox/lists.ts';
import { report } from './sandbox/reports.ts';
import { seed } from './sandbox/seed.ts';
import { entities, realmId, type Context, type State } from './sandbox/state.ts';
import { webhooks } from './sandbox/webhooks.ts';
import { writable, write } from './sandbox/writes.ts';

const base = '/v3/company/:realm';

const forbidden: Refusal = {
  status: 403,
  code: '120',
  message: 'Authorization Failure',
  detail: 'You do not have permission to access this company.',
  type: 'AuthorizationFault',
};
const lapsed: Refusal = {
  status: 403,
  code: '6190',
  message: 'Invalid Company Status',
  detail: 'Subscription period has ended or canceled or there was a billing problem',
};

/** Who is asking, for which company, and may they? */
function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const grant = oauth.check(request, context);
  if (grant === undefined) {
    const expired = oauth.problem(request, context) === 'expired';
    return unauthorized(context, expired ? 'Token expired' : 'Malformed bearer token');
  }
  const realm = /^\/v3\/company\/([^/]+)/.exec(request.path)?.[1] ?? '';
  if (!grant.accounts.includes(realm) || !grant.scope.split(' ').includes(accounting))
    return refuse(request, context, forbidden);
  // Development keys do not reach the production host, nor the other way round. A browser or an SDK without names of hosts meets neither.
  const development = grant.client_id === apps.development.client_id;
  const wrong = development ? 'quickbooks.api.intuit.com' : 'sandbox-quickbooks.api.intuit.com';
  if (request.host === wrong) return refuse(request, context, forbidden);
  if (context.switches['company'] === 'lapsed') return refuse(request, context, lapsed);
  return overLimit(context, realm, grant.client_id);
}

/** Every answer has an id for Intuit's support desk. */
function traced(route: SandboxRoute<State>): SandboxRoute<State> {
  return {
    ...route,
    path: `${base}${route.path}`,
    async handle(request, context) {
      const response = await route.handle(request, context);
      return { ...response, headers: { intuit_tid: `1-${context.hex(8)}-${context.hex(24)}`, ...response.headers } };
    },
  };
}

const api: readonly SandboxRoute<State>[] = [
  { method: 'GET', path: '/query', handle: query },
  { method: 'POST', path: '/query', handle: query },
  { method: 'GET', path: '/cdc', handle: changes },
  { method: 'GET', path: '/reports/:name', handle: report },
  {
    method: 'GET',
    path: '/companyinfo/:id',
    handle: (request, context) => answer(request, context, { CompanyInfo: companyInfo(context.state.company) }),
  },
  ...entities.map((entity): SandboxRoute<State> => ({
    method: 'GET',
    path: `/${entity.toLowerCase()}/:id`,
    handle: (request, context) => readOne(entity, request, context),
  })),
  ...writable.map((entity): SandboxRoute<State> => ({
    method: 'POST',
    path: `/${entity.toLowerCase()}`,
    handle: (request, context) => write(entity, request, context),
  })),
];

export default defineSandbox<State>({
  hosts: [
    'appcenter.intuit.com',
    'oauth.platform.intuit.com',
    'developer.api.intuit.com',
    'quickbooks.api.intuit.com',
    'sandbox-quickbooks.api.intuit.com',
  ],
  signIns: [
    { method: 'oauth2', app: apps.production, fields: {}, settings: { reports: 'yes' } },
    { method: 'oauth2', app: apps.development, fields: {}, settings: { environment: 'sandbox', reports: 'yes' } },
  ],
  seed,
  guard,
  routes: [...identityRoutes, ...api.map(traced)],
  grow,
  example,
  webhooks,
  switches: {
    limits: {
      label: 'Call limits',
      help: 'Off: as many calls as wanted, for load tests.',
      choices: ['on', 'off'],
      default: 'on',
    },
    webhook_format: {
      label: 'Form of webhooks',
      help: 'CloudEvents since 2026, or the older notifications.',
      choices: ['cloudevents', 'classic'],
      default: 'cloudevents',
    },
    company: {
      label: 'Subscription',
      help: 'Lapsed: the company no longer pays Intuit, and nothing can be read.',
      choices: ['active', 'lapsed'],
      default: 'active',
    },
  },
});

export { apps, realmId };
