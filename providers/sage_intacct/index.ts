/**
 * Sage Intacct: facts, ways in, limits. It has two APIs for the same books, and each way in leads to one of them: the XML gateway
 * (session.ts, xml-api.ts) and the REST API (rest-api.ts); ways.ts says which. What is asked of either is in api.ts and entities.ts, the
 * lists are in streams.ts, the writes in actions.ts.
 * @link https://developer.intacct.com/web-services/
 * @link https://developer.sage.com/intacct/docs/
 */
import { clientCredentials, defineProvider, oauth2 } from 'plugboard/contract';
import { actions } from './actions.ts';
import { check } from './check.ts';
import { isSuccess, readError } from './errors.ts';
import { companyFields, xmlWay } from './session.ts';
import { streams } from './streams.ts';
import { webhooks, webhookSettings } from './webhooks.ts';

const restBase = 'https://api.intacct.com/ia/api/v1';

export default defineProvider({
  key: 'sage_intacct',
  name: 'Sage Intacct',
  category: 'accounting',
  priority: 'high',
  summary:
    "Accounting for larger organisations: the finance teams' choice where one set of books covers several entities.",
  features: [
    'customers',
    'invoices',
    'payments received',
    'journal entries',
    'chart of accounts',
    'general ledger details',
    'trial balance',
    'creating customers and invoices',
  ],
  docs: 'https://developer.intacct.com/web-services/',
  truth: 'vendor docs',
  baseUrl: restBase,
  // Besides its APIs, the places where Sage may publish the keys of its webhooks.
  hosts: ['*.intacct.com', '*.sage.com'],
  settings: {
    entity_id: {
      label: 'Entity ID',
      help: 'Only in a company with several entities: the one to read. Empty means the top level, which sees all of them.',
      optional: true,
      pattern: { source: '[A-Za-z0-9_.\\-]{1,40}', message: 'letters, digits, - _ . and no spaces' },
      example: '100',
    },
    base_currency: {
      label: 'Base currency',
      help: 'What the company counts in. Companies with one currency do not say it in their records.',
      optional: true,
      tidy: (typed) => typed.toUpperCase(),
      pattern: { source: '[A-Z]{3}', message: 'three letters, like AUD' },
      example: 'AUD',
    },
    gl_details_from: {
      label: 'Ledger lines from',
      help: 'Keeps the lines of the general ledger from this day on. They are many, and Sage is slow to give them; empty means none.',
      optional: true,
      pattern: { source: String.raw`\d{4}-\d{2}-\d{2}`, message: 'a day like 2026-07-01' },
      example: '2026-07-01',
    },
    ...webhookSettings,
  },
  auth: [
    xmlWay,
    oauth2({
      label: 'Sign in with Sage Intacct',
      summary: 'Where a person should allow access at Sage Intacct: needs an app that Sage has approved.',
      authorize: `${restBase}/oauth2/authorize`,
      token: `${restBase}/oauth2/token`,
      // Without it there is no refresh token.
      scopes: ['offline_access'],
      clientAuth: 'body',
      pkce: true,
      refresh: { rotates: true },
      revoke: (tokens) => ({
        method: 'POST',
        url: `${restBase}/oauth2/revoke`,
        body: { form: { token: tokens.refresh_token ?? tokens.access_token } },
      }),
    }),
    clientCredentials({
      label: 'App of your own',
      summary: 'For a company with an app of its own at Sage: it acts as a Web Services user, and nobody signs in.',
      token: `${restBase}/oauth2/token`,
      scopes: [],
      clientAuth: 'body',
      parameters: (fields) => ({ username: `${fields['user_id'] ?? ''}@${fields['company_id'] ?? ''}` }),
      fields: {
        client_id: {
          label: 'Client id',
          help: 'Sage developer console, your app.',
          pattern: { source: String.raw`[A-Za-z0-9._\-]{8,200}`, message: 'letters, digits, dots and dashes' },
          example: '0123456789abcdef.app.sage.com',
        },
        client_secret: { label: 'Client secret', help: 'On the same page.', secret: true },
        ...companyFields,
      },
    }),
  ],
  app: {
    sender_id: {
      label: 'Sender ID',
      help: 'From your Web Services developer licence: the XML gateway knows integrations by it. Each company has to authorise it.',
      pattern: { source: '[^<>\\s]{1,80}', message: 'no spaces' },
      example: 'PlugboardMPP',
    },
    sender_password: { label: 'Sender password', help: 'Comes with the sender ID.', secret: true },
  },
  // A company has two calls at once for everybody together; the second is left to its other integrations.
  limits: [{ concurrent: 1 }],
  // A third call waits at Sage for half a minute before it is refused, and the ledger takes its time.
  timeoutMs: 120_000,
  // Made from a setting: whoever changes it has to prove the access anew. The XML gateway is told at the sign-in instead.
  headers: ({ settings }) => {
    const entity = settings['entity_id'] ?? '';
    return entity === '' ? {} : { 'x-ia-api-param-entity': entity };
  },
  idempotencyHeader: 'idempotency-key',
  success: isSuccess,
  error: readError,
  check,
  streams,
  actions,
  webhooks,
});
