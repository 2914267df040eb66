/**
 * An imitation of Sage Intacct for development, tests and the demo: the XML gateway and the REST API over one company's books, as
 * strict as the vendor. Written from Sage's documentation, not from the connector beside it.
 */
import { defineSandbox, type SandboxRequest, type SandboxResponse } from 'plugboard/contract';
import { credentials, gateway, gatewayPath, sessionHost } from './sandbox/gateway.ts';
import { grow } from './sandbox/grow.ts';
import { apps, identityRoutes, oauth } from './sandbox/identity.ts';
import { list, query, restBase, single } from './sandbox/rest.ts';
import { downloadReport, reportStatus, submitReport } from './sandbox/rest-reports.ts';
import { drop, post } from './sandbox/rest-writes.ts';
import { seed } from './sandbox/seed.ts';
import { companyId, type Context, type State } from './sandbox/state.ts';
import { keysRoute, keysUrl, webhooks } from './sandbox/triggers.ts';

/** Who is asking the REST API? Its dead tokens are told in more than one way. */
function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  if (context.switches['throttle'] !== 'off') {
    return {
      status: 429,
      body: {
        error: { code: 'throttled', errorId: 'GW-0010', message: 'Too many requests are running for this company.' },
      },
    };
  }
  if (oauth.check(request, context) !== undefined) return undefined;
  if (context.switches['dead_tokens'] === '400 in words') {
    return { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Invalid token' };
  }
  return {
    status: 401,
    body: { error: { code: 'tokenInvalid', errorId: 'REST-2102', message: 'The token is not valid or has expired.' } },
  };
}

const settings = { gl_details_from: '2026-05-01', base_currency: 'AUD', event_keys_url: keysUrl };
const { user_password: _secret, ...user } = credentials.user;

export default defineSandbox<State>({
  hosts: ['api.intacct.com', sessionHost],
  signIns: [
    {
      method: 'session',
      appFields: credentials.sender,
      fields: credentials.user,
      wrong: { ...credentials.user, user_password: 'not-the-password' },
      settings,
    },
    { method: 'oauth2', app: apps.web, fields: {}, settings },
    {
      method: 'client_credentials',
      fields: { ...apps.service, ...user },
      wrong: { ...apps.service, ...user, client_secret: 'not-the-secret' },
      settings,
    },
  ],
  seed,
  guard,
  routes: [
    { method: 'POST', path: gatewayPath, open: true, handle: gateway },
    ...identityRoutes,
    keysRoute,
    { method: 'POST', path: `${restBase}/services/core/query`, handle: query },
    { method: 'GET', path: `${restBase}/objects/:application/:object`, handle: list },
    { method: 'POST', path: `${restBase}/objects/:application/:object`, handle: post },
    { method: 'GET', path: `${restBase}/objects/:application/:object/:key`, handle: single },
    { method: 'DELETE', path: `${restBase}/objects/:application/:object/:key`, handle: drop },
    { method: 'POST', path: `${restBase}/services/reports/general-ledger/trial-balance`, handle: submitReport },
    { method: 'GET', path: `${restBase}/services/reports/status`, handle: reportStatus },
    { method: 'GET', path: `${restBase}/services/reports/download`, handle: downloadReport },
  ],
  grow,
  example: (action, { state, nth }) => {
    if (action === 'create_customer')
      return { name: `Example customer ${nth}`, email: `example.${nth}@customer.example` };
    if (action !== 'create_invoice') return undefined;
    return {
      contact_id: String(state.customers[0]?.key ?? ''),
      issued_on: '2026-11-20',
      due_on: '2026-12-04',
      lines: [
        {
          description: `Example place ${nth}`,
          account_code: '4000',
          amount: '110.00',
          location: '100',
          tax_code: 'G1 Goods and Services Tax',
        },
      ],
    };
  },
  webhooks,
  switches: {
    throttle: {
      label: 'Throttled',
      help: 'Every call is refused because too many are running, as an HTTP status or inside a 200.',
      choices: ['off', '429', 'in a 200'],
      default: 'off',
    },
    dead_tokens: {
      label: 'Dead tokens',
      help: 'How the REST API says that a token is not valid.',
      choices: ['401', '400 in words'],
      default: '401',
    },
    denied: {
      label: 'Rights the role lacks',
      help: "Objects by the XML API's names, separated by spaces, that the user may not read: CUSTOMER ARPYMT.",
      default: '',
    },
    reports: {
      label: 'Ledger reports',
      help: 'Denied: the role has no Run permission.',
      choices: ['allowed', 'denied'],
      default: 'allowed',
    },
  },
});

export { apps, companyId, credentials };
