/**
 * What can be written to a QuickBooks company. Each write carries a `requestid`: sent a second time it answers what the first one made.
 */
import { createHash } from 'node:crypto';
import {
  action,
  fail,
  models,
  PlugboardError,
  z,
  type ActionContext,
  type HttpRequest,
  type JsonObject,
  type MapContext,
} from 'plugboard/contract';
import { at, created, exactNumber, given, isObject, lineTotal, netOf, textAt } from 'plugboard/kit';
import { mapCustomer, mapTaxCode } from './maps.ts';
import { mapInvoice } from './maps-documents.ts';
import { mapPayment } from './maps-money.ts';
import { rawDocument, rawName, rawPayment, rawTaxCode } from './raw.ts';
import { minorVersion, queryRequest, rowsOf } from './streams.ts';
import { companyPath } from './values.ts';

const amount = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'must be a decimal number as text, like "110.00"');
const positive = z
  .string()
  .regex(
    /^(?=.*[1-9])\d{1,15}(\.\d{1,2})?$/,
    'must be a decimal number above 0 as text, with cents at most, like "110.00"',
  );
const part = z.string().min(1).optional();

// --- sending --------------------------------------------------------------------------------------------------------------

/** QuickBooks takes up to 50 characters, and ours has one more. */
function requestId(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** Sends a new object and answers it as QuickBooks has it now. */
async function write(context: ActionContext<unknown>, entity: string, body: JsonObject): Promise<JsonObject> {
  const { http, account, settings, idempotencyKey } = context;
  const answer = await http.send({
    method: 'POST',
    url: companyPath(account, `/${entity.toLowerCase()}`),
    query: { minorversion: minorVersion(settings) },
    body: { json: body },
    idempotencyKey: requestId(idempotencyKey),
  });
  const item = at(answer.body, entity);
  if (!isObject(item)) throw fail('decode_failed', `QuickBooks answered no ${entity}.`);
  return item;
}

function resultOf<Raw, Data>(
  schema: z.ZodType<Raw & { readonly Id: string }>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): { id: string; data: Data } {
  const raw = schema.safeParse(item);
  if (!raw.success)
    throw fail('decode_failed', `QuickBooks answered something unexpected: ${z.prettifyError(raw.error)}`);
  return { id: raw.data.Id, data: map(raw.data, context) };
}

function wrong(path: string, message: string): PlugboardError {
  return fail('invalid_request', `${path} ${message}.`, { problems: [{ path, message }] });
}

// --- customers ------------------------------------------------------------------------------------------------------------

const addressInput = z.strictObject({
  line1: part,
  line2: part,
  city: part,
  region: part,
  postcode: part,
  country: part,
});

const customerInput = z.strictObject({
  /** Unique over all customers, suppliers and employees. */
  name: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^:\t\n]+$/, 'may not hold a colon, a tab or a new line'),
  first_name: part,
  last_name: part,
  company_name: part,
  email: z.email().optional(),
  phone: part,
  mobile: part,
  /** ABN. */
  tax_number: part,
  billing_address: addressInput.optional(),
  shipping_address: addressInput.optional(),
});

function addressBody(input: z.infer<typeof addressInput> | undefined): JsonObject | undefined {
  if (input === undefined) return undefined;
  return given({
    Line1: input.line1,
    Line2: input.line2,
    City: input.city,
    CountrySubDivisionCode: input.region,
    PostalCode: input.postcode,
    Country: input.country,
  });
}

const createCustomer = action({
  summary: 'Creates a customer. The name must not be taken by another customer, supplier or employee.',
  input: customerInput,
  output: created(models.contact),
  creates: 'customers',
  async run(context) {
    const { input } = context;
    const item = await write(
      context,
      'Customer',
      given({
        DisplayName: input.name,
        GivenName: input.first_name,
        FamilyName: input.last_name,
        CompanyName: input.company_name,
        PrimaryEmailAddr: input.email === undefined ? undefined : { Address: input.email },
        PrimaryPhone: input.phone === undefined ? undefined : { FreeFormNumber: input.phone },
        Mobile: input.mobile === undefined ? undefined : { FreeFormNumber: input.mobile },
        BusinessNumber: input.tax_number,
        BillAddr: addressBody(input.billing_address),
        ShipAddr: addressBody(input.shipping_address),
      }),
    );
    return { output: resultOf(rawName, mapCustomer, item, context), records: [{ stream: 'customers', items: [item] }] };
  },
});

// --- invoices -------------------------------------------------------------------------------------------------------------

const lineInput = z.strictObject({
  /** Id of a product or service (stream `items`). */
  item_id: z.string().min(1),
  description: part,
  quantity: amount.default('1'),
  /** Without tax, or with it where the treatment is inclusive. */
  unit_amount: amount,
  /** Id of a tax code (stream `tax_codes`). In the United States `TAX` or `NON`. */
  tax_code: part,
});

const invoiceInput = z.strictObject({
  customer_id: z.string().min(1),
  lines: z.array(lineInput).min(1),
  tax_treatment: z.enum(['exclusive', 'inclusive', 'none']).default('exclusive'),
  number: z.string().min(1).max(21).optional(),
  /** Default: today at the company. */
  issued_on: z.iso.date().optional(),
  due_on: z.iso.date().optional(),
  /** Where QuickBooks would send it. */
  email: z.email().optional(),
  /** For the company's own eyes. */
  note: z.string().min(1).max(4000).optional(),
});
type InvoiceInput = z.infer<typeof invoiceInput>;
type InvoiceContext = ActionContext<InvoiceInput>;

const treatments = { exclusive: 'TaxExcluded', inclusive: 'TaxInclusive', none: 'NotApplicable' } as const;

/** Percent of each tax code, read only where prices include the tax: QuickBooks wants the net beside the gross. */
async function ratesOf(context: InvoiceContext): Promise<ReadonlyMap<string, string>> {
  const read = async (entity: string): Promise<readonly JsonObject[]> => {
    const { body } = await context.http.send(
      queryRequest(context, `select * from ${entity} startposition 1 maxresults 1000`),
    );
    return rowsOf(body, entity).filter(isObject);
  };
  const Rates = await read('TaxRate');
  return new Map(
    (await read('TaxCode')).flatMap((code): [string, string][] => {
      const raw = rawTaxCode.safeParse({ ...code, Rates });
      const rate = raw.success ? mapTaxCode(raw.data).rate : null;
      const id = textAt(code, 'Id');
      return rate === null || id === undefined ? [] : [[id, rate]];
    }),
  );
}

function lineBody(
  line: z.infer<typeof lineInput>,
  path: string,
  taxed: { readonly code: string | undefined; readonly rate: string | undefined },
): JsonObject {
  const total = lineTotal(line.quantity, line.unit_amount);
  const net = taxed.rate === undefined ? total : netOf(total, taxed.rate);
  const inclusive = taxed.rate !== undefined;
  return given({
    Description: line.description,
    Amount: exactNumber(net, path),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: given({
      ItemRef: { value: line.item_id },
      Qty: exactNumber(line.quantity, `${path}.quantity`),
      // Quantity times price must be the net amount, which a price with tax in it is not.
      UnitPrice: inclusive ? undefined : exactNumber(line.unit_amount, `${path}.unit_amount`),
      TaxCodeRef: taxed.code === undefined ? undefined : { value: taxed.code },
      TaxInclusiveAmt: inclusive ? exactNumber(total, path) : undefined,
    }),
  });
}

async function invoiceBody(context: InvoiceContext): Promise<JsonObject> {
  const { input, account } = context;
  // The treatment exists outside the United States only; there QuickBooks works the tax out by itself.
  const american = account?.meta['country'] === 'US';
  const { tax_treatment: treatment } = input;
  if (american && treatment === 'inclusive')
    throw wrong('tax_treatment', 'cannot be inclusive for a company in the United States');
  const rates = treatment === 'inclusive' ? await ratesOf(context) : undefined;
  const lines = input.lines.map((line, index) => {
    const path = `lines.${index}`;
    const code = american && treatment === 'none' ? 'NON' : line.tax_code;
    if (code === undefined && !american && treatment !== 'none')
      throw wrong(`${path}.tax_code`, 'is missing: every line needs the id of a tax code');
    const rate = rates?.get(code ?? '');
    if (rates !== undefined && rate === undefined)
      throw wrong(`${path}.tax_code`, 'is no tax code with a rate of its own');
    return lineBody(line, path, { code: treatment === 'none' && !american ? undefined : code, rate });
  });
  return given({
    CustomerRef: { value: input.customer_id },
    Line: lines,
    GlobalTaxCalculation: american ? undefined : treatments[treatment],
    DocNumber: input.number,
    TxnDate: input.issued_on,
    DueDate: input.due_on,
    BillEmail: input.email === undefined ? undefined : { Address: input.email },
    PrivateNote: input.note,
  });
}

const createInvoice = action({
  summary: 'Creates an invoice. It counts in the books at once: QuickBooks has no drafts.',
  input: invoiceInput,
  output: created(models.invoice),
  creates: 'invoices',
  async run(context) {
    const item = await write(context, 'Invoice', await invoiceBody(context));
    return {
      output: resultOf(rawDocument, mapInvoice, item, context),
      records: [{ stream: 'invoices', items: [item] }],
    };
  },
});

// --- payments -------------------------------------------------------------------------------------------------------------

const paymentInput = z.strictObject({
  invoice_id: z.string().min(1),
  amount: positive,
  paid_on: z.iso.date(),
  /** Where the money is: a bank account, or nothing for Undeposited Funds. */
  account_id: part,
  reference: z.string().min(1).max(21).optional(),
});

/** The invoice as it is now. */
async function invoiceOf(context: ActionContext<z.infer<typeof paymentInput>>): Promise<JsonObject> {
  const { http, account, settings, input } = context;
  const request: HttpRequest = {
    url: companyPath(account, `/invoice/${encodeURIComponent(input.invoice_id)}`),
    query: { minorversion: minorVersion(settings) },
  };
  const invoice = at((await http.send(request)).body, 'Invoice');
  if (!isObject(invoice)) throw fail('decode_failed', 'QuickBooks answered no Invoice.');
  return invoice;
}

const recordPayment = action({
  summary: 'Records a payment of an open invoice.',
  input: paymentInput,
  output: created(models.payment),
  creates: 'payments',
  async run(context) {
    const { input } = context;
    const invoice = await invoiceOf(context);
    const customer = textAt(invoice, 'CustomerRef.value');
    if (customer === undefined) throw fail('decode_failed', 'The invoice names no customer.');
    const total = exactNumber(input.amount, 'amount');
    const item = await write(
      context,
      'Payment',
      given({
        CustomerRef: { value: customer },
        TotalAmt: total,
        TxnDate: input.paid_on,
        DepositToAccountRef: input.account_id === undefined ? undefined : { value: input.account_id },
        PaymentRefNum: input.reference,
        Line: [{ Amount: total, LinkedTxn: [{ TxnId: input.invoice_id, TxnType: 'Invoice' }] }],
      }),
    );
    const output = resultOf(rawPayment, mapPayment, item, context);
    return {
      output,
      records: [
        { stream: 'payments', items: [item] },
        { stream: 'invoices', items: await paidInvoice(context) },
      ],
    };
  },
});

/** The payment stands whether or not this read succeeds; a sync brings the invoice later. */
async function paidInvoice(context: ActionContext<z.infer<typeof paymentInput>>): Promise<readonly JsonObject[]> {
  try {
    return [await invoiceOf(context)];
  } catch (error) {
    if (error instanceof PlugboardError) return [];
    throw error;
  }
}

export const actions = {
  create_customer: createCustomer,
  create_invoice: createInvoice,
  record_payment: recordPayment,
};
