/**
 * What can be written to a MYOB company file. MYOB knows no idempotency keys, and what is sent twice is made twice: so what is made carries a
 * mark of the call that made it (in the notes of a card, in the journal memo of a document), and the mark is looked for before anything is
 * sent.
 */
import { createHash } from 'node:crypto';
import {
  action,
  fail,
  models,
  z,
  type ActionContext,
  type HttpRequest,
  type JsonObject,
  type MapContext,
} from 'plugboard/contract';
import { at, created, exactNumber, given, isObject, lineTotal, listAt, textAt } from 'plugboard/kit';
import { formattedAbn, isAbn } from './abn.ts';
import { inFile } from './file.ts';
import { withoutBank } from './lists.ts';
import { mapCustomer } from './maps.ts';
import { mapInvoice, mapPayment } from './maps-documents.ts';
import { rawContact, rawInvoice, rawPayment } from './raw.ts';

const decimal = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'must be a decimal number as text with at most four decimals, like "110.00"');
const positive = z
  .string()
  .regex(/^(?=.*[1-9])\d{1,12}(\.\d{1,2})?$/, 'must be an amount above 0 as text, like "110.00"');
const guid = z.string().regex(/^[0-9a-fA-F-]{36}$/, 'must be the id of a record');

type Context = ActionContext<unknown>;

// --- asking and sending ---------------------------------------------------------------------------------------------------

/** A text in a `$filter`. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Up to the thousand items of a list that meet a condition. */
async function listed({ http, account }: Context, path: string, filter: string): Promise<readonly JsonObject[]> {
  const { body } = await http.send({ url: inFile(account, path), query: { $filter: filter, $top: 1000 } });
  return listAt('Items')(body).filter(isObject);
}

/** The id behind a code people use (`GST`, `4-1000`). */
async function idByCode(
  context: Context,
  of: { path: string; field: string; called: string },
  code: string,
): Promise<string> {
  const [item] = await listed(context, of.path, `${of.field} eq ${quoted(code)}`);
  const id = textAt(item, 'UID');
  if (id === undefined) throw fail('invalid_request', `The company file has no ${of.called} "${code}".`);
  return id;
}

const taxCodes = { path: '/GeneralLedger/TaxCode', field: 'Code', called: 'tax code' };
const accounts = { path: '/GeneralLedger/Account', field: 'DisplayID', called: 'account' };

/** Ids of several codes, each asked for once. */
async function idsByCode(context: Context, of: typeof accounts, codes: readonly (string | undefined)[]) {
  const ids = new Map<string, string>();
  for (const code of new Set(codes)) if (code !== undefined) ids.set(code, await idByCode(context, of, code));
  return ids;
}

/** What says which call made something. */
function markOf({ idempotencyKey }: Context): string {
  return `Plugboard ${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 20)}`;
}

/** The one made before by this very call, or a new one. */
async function once(
  context: Context,
  of: { readonly path: string; readonly filter: string; readonly markedIn: string; readonly body: JsonObject },
): Promise<JsonObject> {
  const mark = markOf(context);
  const before = await listed(context, of.path, of.filter);
  const made = before.find((item) => textAt(item, of.markedIn)?.includes(mark) === true);
  return made ?? write(context, of.path, of.body);
}

/** Creates, and answers the item as MYOB has it now. */
async function write({ http, account }: Context, path: string, body: JsonObject): Promise<JsonObject> {
  const url = inFile(account, path);
  const request: HttpRequest = { method: 'POST', url, query: { returnBody: true }, body: { json: body } };
  const { body: item, headers } = await http.send(request);
  if (isObject(item) && textAt(item, 'UID') !== undefined) return item;
  // Without its body the answer only says where it is.
  const id = /\/([0-9a-fA-F-]{36})\/?$/.exec(headers['location'] ?? '')?.[1];
  if (id === undefined) throw fail('decode_failed', 'MYOB did not say what it made; the next sync brings it.');
  const { body: found } = await http.send({ url: `${url}/${id}` });
  if (!isObject(found)) throw fail('decode_failed', 'MYOB did not show what it made; the next sync brings it.');
  return found;
}

function answer<Raw extends { UID: string }, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): { id: string; data: Data } {
  const raw = schema.safeParse(item);
  if (!raw.success) throw fail('decode_failed', `MYOB answered something unexpected: ${z.prettifyError(raw.error)}`);
  return { id: raw.data.UID, data: map(raw.data, context) };
}

// --- customers ------------------------------------------------------------------------------------------------------------

const part = z.string().min(1).max(255).optional();

const customerInput = z
  .strictObject({
    /** Of a company; a person has `first_name` and `last_name` instead. */
    name: z.string().min(1).max(50).optional(),
    first_name: z.string().min(1).max(20).optional(),
    last_name: z.string().min(1).max(30).optional(),
    /** The card id; MYOB makes one otherwise. */
    number: z.string().min(1).max(15).optional(),
    email: z.email().optional(),
    phone: z.string().min(1).max(21).optional(),
    address: z.strictObject({ line1: part, city: part, region: part, postcode: part, country: part }).optional(),
    tax_number: z.string().refine(isAbn, 'must be an ABN: eleven digits whose check holds').optional(),
    /** Code of the tax on what they buy. */
    tax_code: z.string().min(1).max(3).default('GST'),
  })
  .refine(({ name, last_name: last }) => (name === undefined) !== (last === undefined), {
    error: 'give either name (a company) or last_name (a person)',
    path: ['name'],
  });
type CustomerInput = z.infer<typeof customerInput>;

function customerBody(input: CustomerInput, taxId: string, mark: string): JsonObject {
  const { address } = input;
  const placed = given({
    Location: 1,
    Email: input.email,
    Phone1: input.phone,
    Street: address?.line1,
    City: address?.city,
    State: address?.region,
    PostCode: address?.postcode,
    Country: address?.country,
  });
  return given({
    IsIndividual: input.name === undefined,
    CompanyName: input.name,
    FirstName: input.first_name,
    LastName: input.last_name,
    DisplayID: input.number,
    IsActive: true,
    Addresses: [placed],
    Notes: mark,
    SellingDetails: given({
      TaxCode: { UID: taxId },
      FreightTaxCode: { UID: taxId },
      ABN: input.tax_number === undefined ? undefined : formattedAbn(input.tax_number),
    }),
  });
}

const createCustomer = action({
  summary: 'Creates a customer card of a company or a person.',
  input: customerInput,
  output: created(models.contact),
  creates: 'customers',
  async run(context) {
    const { input } = context;
    const taxId = await idByCode(context, taxCodes, input.tax_code);
    const [field, name] = input.name === undefined ? ['LastName', input.last_name ?? ''] : ['CompanyName', input.name];
    const item = await once(context, {
      path: '/Contact/Customer',
      filter: `${field} eq ${quoted(name)}`,
      markedIn: 'Notes',
      body: customerBody(input, taxId, markOf(context)),
    });
    const kept = withoutBank(item);
    return {
      output: answer(rawContact, mapCustomer, item, context),
      records: [{ stream: 'customers', items: [kept] }],
    };
  },
});

// --- invoices -------------------------------------------------------------------------------------------------------------

const lineInput = z
  .strictObject({
    description: z.string().min(1).max(255),
    quantity: decimal.default('1'),
    /** With or without tax in it, as `tax_treatment` says. */
    unit_amount: decimal,
    account_code: z.string().min(1).max(20).optional(),
    product_id: guid.optional(),
    tax_code: z.string().min(1).max(3).default('GST'),
  })
  .refine((line) => (line.account_code === undefined) !== (line.product_id === undefined), {
    error: 'give either account_code or product_id',
    path: ['account_code'],
  });

const invoiceInput = z
  .strictObject({
    contact_id: guid,
    issued_on: z.iso.date(),
    due_on: z.iso.date().optional(),
    /** Are the amounts of the lines with GST (`inclusive`) or without? */
    tax_treatment: z.enum(['exclusive', 'inclusive']),
    number: z.string().min(1).max(13).optional(),
    /** The customer's purchase order. */
    reference: z.string().min(1).max(20).optional(),
    comment: z.string().min(1).max(2000).optional(),
    lines: z.array(lineInput).min(1),
  })
  .refine(({ lines }) => new Set(lines.map((line) => line.product_id === undefined)).size === 1, {
    error: 'an invoice has lines with accounts or lines with products, not both',
    path: ['lines'],
  });
type InvoiceInput = z.infer<typeof invoiceInput>;
type Ids = ReadonlyMap<string, string>;

function lineBody(line: InvoiceInput['lines'][number], index: number, taxIds: Ids, accountIds: Ids): JsonObject {
  const path = `lines.${index}`;
  const total = exactNumber(lineTotal(line.quantity, line.unit_amount), `${path}.unit_amount`);
  const tax = { UID: taxIds.get(line.tax_code) ?? '' };
  const common = { Type: 'Transaction', Description: line.description, Total: total, TaxCode: tax };
  if (line.product_id === undefined)
    return { ...common, Account: { UID: accountIds.get(line.account_code ?? '') ?? '' } };
  return {
    ...common,
    Item: { UID: line.product_id },
    ShipQuantity: exactNumber(line.quantity, `${path}.quantity`),
    UnitPrice: exactNumber(line.unit_amount, `${path}.unit_amount`),
  };
}

async function invoiceBody(context: ActionContext<InvoiceInput>): Promise<JsonObject> {
  const { input } = context;
  const taxIds = await idsByCode(
    context,
    taxCodes,
    input.lines.map((line) => line.tax_code),
  );
  const accountIds = await idsByCode(
    context,
    accounts,
    input.lines.map((line) => line.account_code),
  );
  return given({
    Date: `${input.issued_on}T00:00:00`,
    Customer: { UID: input.contact_id },
    Number: input.number,
    CustomerPurchaseOrderNumber: input.reference,
    Comment: input.comment,
    IsTaxInclusive: input.tax_treatment === 'inclusive',
    Terms: input.due_on === undefined ? undefined : { DueDate: `${input.due_on}T00:00:00` },
    JournalMemo: `Sale; ${markOf(context)}`,
    Lines: input.lines.map((line, index) => lineBody(line, index, taxIds, accountIds)),
  });
}

const createInvoice = action({
  summary:
    'Creates a sale invoice: of services when its lines have accounts (MYOB then keeps the total of a line, not its quantity), of items when they have products.',
  input: invoiceInput,
  output: created(models.invoice),
  creates: 'invoices',
  async run(context) {
    const layout = context.input.lines[0]?.product_id === undefined ? 'Service' : 'Item';
    const item = await once(context, {
      path: `/Sale/Invoice/${layout}`,
      filter: `Date eq datetime'${context.input.issued_on}T00:00:00'`,
      markedIn: 'JournalMemo',
      body: await invoiceBody(context),
    });
    return {
      output: answer(rawInvoice, mapInvoice, item, context),
      records: [{ stream: 'invoices', items: [item] }],
    };
  },
});

// --- payments -------------------------------------------------------------------------------------------------------------

const paymentInput = z.strictObject({
  invoice_id: guid,
  /** The bank account it went to. */
  account_code: z.string().min(1).max(20),
  amount: positive,
  paid_on: z.iso.date(),
  method: z.string().min(1).max(20).optional(),
});

const recordPayment = action({
  summary: 'Records a payment of a sale invoice.',
  input: paymentInput,
  output: created(models.payment),
  creates: 'payments',
  async run(context) {
    const { input } = context;
    const [invoice] = await listed(context, '/Sale/Invoice', `UID eq guid'${input.invoice_id}'`);
    const customer = textAt(at(invoice, 'Customer'), 'UID');
    if (customer === undefined) throw fail('not_found', `The company file has no invoice ${input.invoice_id}.`);
    const accountId = await idByCode(context, accounts, input.account_code);
    const amount = exactNumber(input.amount, 'amount');
    const item = await once(context, {
      path: '/Sale/CustomerPayment',
      filter: `Date eq datetime'${input.paid_on}T00:00:00'`,
      markedIn: 'Memo',
      body: given({
        DepositTo: 'Account',
        Account: { UID: accountId },
        Customer: { UID: customer },
        Date: `${input.paid_on}T00:00:00`,
        AmountReceived: amount,
        PaymentMethod: input.method,
        Memo: `Payment; ${markOf(context)}`,
        Invoices: [{ UID: input.invoice_id, AmountApplied: amount, Type: 'Invoice' }],
      }),
    });
    return {
      output: answer(rawPayment, mapPayment, item, context),
      records: [{ stream: 'payments', items: [item] }],
    };
  },
});

export const actions = {
  create_customer: createCustomer,
  create_invoice: createInvoice,
  record_payment: recordPayment,
};
