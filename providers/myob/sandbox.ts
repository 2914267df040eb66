/**
 * An imitation of MYOB Business for development, tests and the demo: sign-in with the company file in the redirect, and the part of the
 * AccountRight Live API that is used, stateful and as strict as the vendor. Written from MYOB's documentation, not from the connector
 * beside it.
 */
import {
  defineSandbox,
  type JsonObject,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxRoute,
} from 'plugboard/contract';
import { grow } from './sandbox/grow.ts';
import { apps, fileUser, guard, oauth, scopes } from './sandbox/identity.ts';
import { list, single, type ListRules } from './sandbox/lists.ts';
import { renderAdvice, renderCategory, renderEmployment, timesheets } from './sandbox/payroll.ts';
import {
  renderAccount,
  renderBill,
  renderCustomer,
  renderEmployee,
  renderInvoice,
  renderReceipt,
  renderSpend,
  renderSupplier,
  renderTaxCode,
  withoutLines,
} from './sandbox/render.ts';
import { report, reportNames } from './sandbox/reports.ts';
import { seed } from './sandbox/seed.ts';
import { categoryKinds, layouts, paidOn, type CompanyFile, type Context, type State } from './sandbox/state.ts';
import { createCustomer, createInvoice, createReceipt } from './sandbox/writes.ts';

const grownInvoices = { stream: 'invoices', kind: 'invoice' } as const;
const billLayouts = layouts.filter((layout) => layout !== 'TimeBilling');

const lists: readonly ListRules[] = [
  {
    path: 'Contact/Customer',
    items: (state) => state.customers.map((one) => renderCustomer(one, state)),
    grown: { stream: 'customers', kind: 'customer' },
  },
  { path: 'Contact/Supplier', items: (state) => state.suppliers.map((one) => renderSupplier(one, state)) },
  { path: 'Contact/Employee', items: (state) => state.employees.map((one) => renderEmployee(one, state)) },
  {
    path: 'Contact/EmployeePayrollDetails',
    items: (state) => state.employments.map((one) => renderEmployment(one, state)),
  },
  { path: 'GeneralLedger/Account', items: (state) => state.accounts.map((one) => renderAccount(one, state)) },
  { path: 'GeneralLedger/TaxCode', items: (state) => state.tax_codes.map((one) => renderTaxCode(one, state)) },
  {
    path: 'Sale/Invoice',
    items: (state) => state.invoices.map((one) => withoutLines(renderInvoice(one, state))),
    grown: grownInvoices,
  },
  ...layouts.map((layout): ListRules => ({
    path: `Sale/Invoice/${layout}`,
    items: (state) => state.invoices.map((one) => renderInvoice(one, state)),
    only: (item) => item['InvoiceType'] === layout,
    ...(layout === 'Service' ? { grown: grownInvoices } : {}),
  })),
  {
    path: 'Sale/CustomerPayment',
    items: (state) => state.receipts.map((one) => renderReceipt(one, state)),
    grown: { stream: 'payments', kind: 'receipt' },
  },
  { path: 'Purchase/Bill', items: (state) => state.bills.map((one) => withoutLines(renderBill(one, state))) },
  ...billLayouts.map((layout): ListRules => ({
    path: `Purchase/Bill/${layout}`,
    items: (state) => state.bills.map((one) => renderBill(one, state)),
    only: (item) => item['BillType'] === layout,
  })),
  { path: 'Purchase/SupplierPayment', items: (state) => state.spends.map((one) => renderSpend(one, state)) },
  ...categoryKinds.map((kind): ListRules => ({
    path: `Payroll/PayrollCategory/${kind}`,
    items: (state) => state.categories.filter((one) => one.kind === kind).map(renderCategory),
  })),
  {
    path: 'Report/Payroll/EmployeePayrollAdvice',
    items: (state) => state.advices.map((one) => renderAdvice(one, state)),
    rangeOnly: true,
  },
];

const file = '/accountright/:file';

/** Both files show the same books; the second one only to whoever also knows its own user. */
function get(path: string, handle: SandboxRoute<State>['handle']): SandboxRoute<State> {
  return { method: 'GET', path: `${file}/${path}`, handle };
}

function post(path: string, handle: SandboxRoute<State>['handle']): SandboxRoute<State> {
  return { method: 'POST', path: `${file}/${path}`, handle };
}

function missingLayouts(rules: ListRules, handle: SandboxRoute<State>['handle']): SandboxRoute<State>['handle'] {
  return (request, context) => {
    const lacks = context.switches['plan'] === 'essentials' && /\/(TimeBilling|Professional)$/.test(rules.path);
    return lacks
      ? { status: 404, body: { Errors: [{ Name: 'NotFound', Message: 'Not in this plan.' }] } }
      : handle(request, context);
  };
}

function fileFacts({ id, name }: CompanyFile): JsonObject {
  return {
    Id: id,
    Name: name,
    LibraryPath: name,
    ProductVersion: '2026.1',
    ProductLevel: { Code: 30, Name: 'Plus' },
    CheckedOutDate: null,
    Uri: `https://api.myob.com/accountright/${id}`,
    SerialNumber: '610000000000',
    Country: 'AU',
    UIAccessFlags: 3,
  };
}

const resources = ['Contact/Customer', 'Contact/Supplier', 'Contact/Employee', 'Sale/Invoice', 'Payroll/Timesheet'];

function opened(request: SandboxRequest, context: Context): SandboxResponse {
  const found = context.state.files.find(({ id }) => id === request.params['file']?.toLowerCase());
  if (found === undefined) return { status: 404 };
  const facts = fileFacts(found);
  return {
    body: {
      CompanyFile: facts,
      Resources: resources.map((path) => `https://api.myob.com/accountright/${found.id}/${path}/`),
    },
  };
}

/** What the user may do, list by list. */
function currentUser(request: SandboxRequest, context: Context): SandboxResponse {
  const denied = (context.switches['denied'] ?? '').split(' ').filter((part) => part !== '');
  return {
    body: {
      UserAccess: lists.map(({ path }) => ({
        ResourcePath: `https://api.myob.com/accountright/${request.params['file'] ?? ''}/${path}/`,
        Access: denied.some((part) => path.startsWith(part)) ? [] : ['GET', 'PUT', 'POST', 'DELETE'],
      })),
    },
  };
}

const settings = { payroll: 'yes', time_zone: 'Australia/Perth' };

export default defineSandbox<State>({
  hosts: ['api.myob.com', 'secure.myob.com'],
  signIns: [
    { method: 'oauth2', app: apps.web, fields: {}, settings },
    {
      method: 'file_user',
      app: apps.web,
      fields: fileUser,
      wrong: { ...fileUser, file_password: 'not-the-password' },
      settings,
    },
  ],
  seed,
  guard,
  routes: [
    ...oauth.routes,
    // Consents of today are for one file each, and nothing is listed any more.
    { method: 'GET', path: '/accountright/', handle: () => ({ body: [] }) },
    { method: 'GET', path: `${file}/`, handle: opened },
    get('CurrentUser/', currentUser),
    ...lists.map((rules) =>
      get(
        rules.path,
        missingLayouts(rules, (request, context) => list(rules, request, context)),
      ),
    ),
    // After the lists: `Sale/Invoice/Service` is a list and no invoice.
    ...lists
      .filter(({ rangeOnly }) => rangeOnly !== true)
      .map((rules) => get(`${rules.path}/:id`, (request, context) => single(rules, request, context))),
    get('Payroll/Timesheet', timesheets),
    get('Payroll/Timesheet/:id', timesheets),
    ...reportNames.map((name) => get(`Report/${name}`, (request, context) => report(name, request, context))),
    post('Contact/Customer', createCustomer),
    post('Sale/Invoice/Service', (request, context) => createInvoice('Service', request, context)),
    post('Sale/Invoice/Item', (request, context) => createInvoice('Item', request, context)),
    post('Sale/CustomerPayment', createReceipt),
  ],
  grow,
  example: (action, { state, nth }) => {
    const [customer] = state.customers;
    const owed = state.invoices.filter(({ id }) => paidOn(state.receipts, id).paid === 0);
    switch (action) {
      case 'create_customer':
        return { name: `Nguyễn Training ${nth}`, email: `office.${nth}@nguyen.example`, tax_number: '51 824 753 556' };
      case 'create_invoice':
        return {
          contact_id: customer?.id ?? '',
          issued_on: '2026-11-20',
          due_on: '2026-12-04',
          tax_treatment: 'exclusive',
          reference: `enrolment-${nth}`,
          lines: [{ description: 'First aid course', quantity: '2', unit_amount: '150.00', account_code: '4-1000' }],
        };
      case 'record_payment':
        return {
          invoice_id: owed[nth % owed.length]?.id ?? '',
          account_code: '1-1110',
          amount: '1.00',
          paid_on: '2026-11-20',
        };
      default:
        return undefined;
    }
  },
  switches: {
    limits: {
      label: 'Call limits',
      help: 'Off: as many calls as wanted, for load tests.',
      choices: ['on', 'off'],
      default: 'on',
    },
    plan: {
      label: 'Plan',
      help: 'Essentials: professional and time billing layouts are not there (404).',
      choices: ['full', 'essentials'],
      default: 'full',
    },
    denied: {
      label: 'Rights the user lacks',
      help: 'Beginnings of paths the user may not use, separated by spaces: Payroll Purchase/Bill.',
      default: '',
    },
  },
});

export { apps, fileUser, scopes };
