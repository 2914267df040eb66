/**
 * An imitation of Xero for development, tests and the demo: sign-in, connections and the part of the Accounting API that is used,
 * stateful and as strict as the vendor. Written from Xero's OpenAPI file and documentation, not from the connector beside it.
 */
import {
  defineSandbox,
  type JsonObject,
  type Method,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxRoute,
} from 'plugboard/contract';
import { example } from './sandbox/examples.ts';
import { answer, head, meter, notFound, refused } from './sandbox/answers.ts';
import { grow } from './sandbox/grow.ts';
import { apps, connectionsOf, identityRoutes, oauth } from './sandbox/identity.ts';
import { list, type ListRules } from './sandbox/lists.ts';
import {
  renderAccount,
  renderClaim,
  renderOrganisation,
  renderTaxRate,
  renderTracking,
} from './sandbox/render-lists.ts';
import {
  fullView,
  renderBankTransaction,
  renderContact,
  renderCreditNote,
  renderInvoice,
  renderPayment,
} from './sandbox/render.ts';
import { report, reportNames } from './sandbox/reports.ts';
import { seed } from './sandbox/seed.ts';
import { freshId, grownIndex, type Context, type Kind, type State } from './sandbox/state.ts';
import { webhooks } from './sandbox/webhooks.ts';
import { contactWrites } from './sandbox/write-contacts.ts';
import { bankTransactionWrites, invoiceWrites } from './sandbox/write-documents.ts';
import { paymentWrites } from './sandbox/write-payments.ts';
import { writeAll, type WriteRules } from './sandbox/writes.ts';

const base = '/api.xro/2.0';

// --- scopes ---------------------------------------------------------------------------------------------------------------

/** First part of a path below the API -> what a scope for it is called, granular and broad. */
const resources: Readonly<Record<string, readonly string[]>> = {
  Contacts: ['accounting.contacts'],
  Invoices: ['accounting.invoices', 'accounting.transactions'],
  CreditNotes: ['accounting.invoices', 'accounting.transactions'],
  Payments: ['accounting.payments', 'accounting.transactions'],
  BankTransactions: ['accounting.banktransactions', 'accounting.transactions'],
  ExpenseClaims: ['accounting.classicexpenses', 'accounting.transactions'],
  Accounts: ['accounting.settings'],
  TaxRates: ['accounting.settings'],
  TrackingCategories: ['accounting.settings'],
  Organisation: ['accounting.settings'],
};

function mayCall(method: string, path: string, granted: readonly string[]): boolean {
  const [resource = '', detail = ''] = path.slice(base.length + 1).split('/');
  if (resource === 'Reports') {
    return ['accounting.reports.read', `accounting.reports.${detail.toLowerCase()}.read`].some((one) =>
      granted.includes(one),
    );
  }
  const needed = resources[resource] ?? [];
  const reading = method === 'GET' || method === 'HEAD';
  return needed.some((one) => granted.includes(one) || (reading && granted.includes(`${one}.read`)));
}

/** Who is asking, for which organisation, and may they? */
function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const grant = oauth.check(request, context);
  if (grant === undefined) {
    const expired = oauth.problem(request, context) === 'expired';
    return refused(401, expired ? 'TokenExpired: token expired' : 'AuthenticationUnsuccessful', context);
  }
  if (!request.path.startsWith(`${base}/`)) return undefined;
  // Xero's SDKs send the header empty for custom connections.
  const tenant = request.headers['xero-tenant-id']?.toLowerCase() ?? '';
  const connected = connectionsOf(grant, context.state).filter(({ type }) => type === 'ORGANISATION');
  const named = tenant === '' ? grant.kind === 'client_credentials' : connected.some((one) => one.tenant === tenant);
  const allowed = named && connected.length > 0 && mayCall(request.method, request.path, grant.scope.split(' '));
  return allowed ? undefined : refused(403, 'AuthenticationUnsuccessful', context);
}

/** Counts the call and says what is left. Every answer has an id for Xero's support desk. */
function metered(route: SandboxRoute<State>): SandboxRoute<State> {
  return {
    ...route,
    path: `${base}${route.path}`,
    async handle(request, context) {
      const grant = oauth.check(request, context);
      const { headers, refused: overLimit } = meter(context, context.state.organisation.id, grant?.client_id ?? '');
      const response = overLimit ?? (await route.handle(request, context));
      return {
        ...response,
        headers: { ...headers, 'xero-correlation-id': freshId(context), ...response.headers },
      };
    },
  };
}

// --- lists ----------------------------------------------------------------------------------------------------------------

/** Everything but the tax rates and categories has an id and a moment of change already. */
const timeless = { id: '', updated: 0 };

function listOf<T extends { readonly id: string; readonly updated: number }>(rules: ListRules<T>): ListRules<T> {
  return rules;
}

const contacts = listOf({
  plural: 'Contacts',
  idField: 'ContactID',
  items: (state) => state.contacts,
  render: (contact, state) => renderContact(contact, state),
  archived: ({ status }) => status === 'ARCHIVED',
  paged: true,
  since: true,
  filters: { IDs: 'ContactID' },
  grown: 'contacts',
});
const invoices = listOf({
  plural: 'Invoices',
  idField: 'InvoiceID',
  items: (state) => state.invoices,
  render: renderInvoice,
  paged: true,
  since: true,
  summary: true,
  filters: { IDs: 'InvoiceID', InvoiceNumbers: 'InvoiceNumber', ContactIDs: 'Contact.ContactID', Statuses: 'Status' },
  grown: 'invoices',
});
const creditNotes = listOf({
  plural: 'CreditNotes',
  idField: 'CreditNoteID',
  items: (state) => state.credit_notes,
  render: renderCreditNote,
  paged: true,
  since: true,
  summary: true,
});
const payments = listOf({
  plural: 'Payments',
  idField: 'PaymentID',
  items: (state) => state.payments,
  render: (payment, state) => renderPayment(payment, state),
  paged: true,
  since: true,
  grown: 'payments',
});
const bankTransactions = listOf({
  plural: 'BankTransactions',
  idField: 'BankTransactionID',
  items: (state) => state.bank_transactions,
  render: renderBankTransaction,
  paged: true,
  since: true,
  summary: true,
  grown: 'bank_transactions',
});
const accounts = listOf({
  plural: 'Accounts',
  idField: 'AccountID',
  items: (state) => state.accounts,
  render: (account) => renderAccount(account),
  paged: false,
  since: true,
});
const taxRates = listOf({
  plural: 'TaxRates',
  idField: 'TaxType',
  items: (state) => state.tax_rates.map((rate) => ({ ...timeless, id: rate.type, rate })),
  render: ({ rate }) => renderTaxRate(rate),
  paged: false,
  since: false,
});
const tracking = listOf({
  plural: 'TrackingCategories',
  idField: 'TrackingCategoryID',
  items: (state) => state.tracking.map((category) => ({ ...timeless, id: category.id, category })),
  render: ({ category }) => renderTracking(category),
  archived: ({ category }) => category.status === 'ARCHIVED',
  paged: false,
  since: false,
});
const claims = listOf({
  plural: 'ExpenseClaims',
  idField: 'ExpenseClaimID',
  items: (state) => state.claims,
  render: (claim) => renderClaim(claim),
  paged: false,
  since: true,
});

/** A list, and one of its items by id (or number). */
function readRoutes<T extends { readonly id: string; readonly updated: number }>(
  rules: ListRules<T>,
  options: { readonly kind?: Kind; readonly numberOf?: (item: T) => string } = {},
): readonly SandboxRoute<State>[] {
  return [
    { method: 'GET', path: `/${rules.plural}`, handle: (request, context) => list(rules, request, context) },
    {
      method: 'GET',
      path: `/${rules.plural}/:id`,
      handle: (request, context) => single(rules, options, request, context),
    },
  ];
}

function single<T extends { readonly id: string; readonly updated: number }>(
  rules: ListRules<T>,
  { kind, numberOf }: { readonly kind?: Kind; readonly numberOf?: (item: T) => string },
  request: SandboxRequest,
  context: Context,
): SandboxResponse {
  const { state } = context;
  const asked = request.params['id'] ?? '';
  const found = rules
    .items(state)
    .find((item) => item.id === asked.toLowerCase() || item.id === asked || numberOf?.(item) === asked);
  const view = { ...fullView, unitDigits: request.query.get('unitdp') === '4' ? (4 as const) : (2 as const) };
  if (found !== undefined) {
    return answer(request, { ...head(context), [rules.plural]: [rules.render(found, state, view)] });
  }
  const index = kind === undefined ? undefined : grownIndex(kind, asked.toLowerCase());
  const grown = rules.grown === undefined ? undefined : context.grown(rules.grown);
  if (index === undefined || grown === undefined || index >= grown.count) return notFound();
  const item: JsonObject = JSON.parse(grown.slice(index, index + 1).toString('utf8'));
  return answer(request, { ...head(context), [rules.plural]: [item] });
}

function writeRoutes(rules: WriteRules): readonly SandboxRoute<State>[] {
  const all = (method: Method): SandboxRoute<State> => ({
    method,
    path: `/${rules.plural}`,
    handle: (request, context) => writeAll(rules, request, context),
  });
  return [
    all('PUT'),
    all('POST'),
    {
      method: 'POST',
      path: `/${rules.plural}/:id`,
      handle: (request, context) => writeAll(rules, request, context, { [rules.idField]: request.params['id'] ?? '' }),
    },
  ];
}

const accounting: readonly SandboxRoute<State>[] = [
  ...readRoutes(contacts, { kind: 'contact' }),
  ...readRoutes(invoices, { kind: 'invoice', numberOf: ({ number }) => number }),
  ...readRoutes(creditNotes, { numberOf: ({ number }) => number }),
  ...readRoutes(payments, { kind: 'payment' }),
  ...readRoutes(bankTransactions, { kind: 'bank_transaction' }),
  ...readRoutes(accounts),
  ...readRoutes(taxRates),
  ...readRoutes(tracking),
  ...readRoutes(claims),
  ...[contactWrites, invoiceWrites, paymentWrites, bankTransactionWrites].flatMap(writeRoutes),
  {
    method: 'GET',
    path: '/Organisation',
    handle: (request, context) =>
      answer(request, { ...head(context), Organisations: [renderOrganisation(context.state)] }),
  },
  ...reportNames.map((name): SandboxRoute<State> => ({
    method: 'GET',
    path: `/Reports/${name}`,
    handle: (request, context) => report(name, request, context),
  })),
];

const wanted = { reports: 'yes', expense_claims: 'yes' };

export default defineSandbox<State>({
  hosts: ['api.xero.com', 'identity.xero.com', 'login.xero.com'],
  signIns: [
    { method: 'oauth2', app: apps.web, fields: {}, settings: wanted },
    {
      method: 'client_credentials',
      fields: apps.custom,
      wrong: { ...apps.custom, client_secret: 'not-the-secret' },
      settings: wanted,
    },
  ],
  seed,
  guard,
  routes: [...identityRoutes, ...accounting.map(metered)],
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
  },
});

export { apps };
