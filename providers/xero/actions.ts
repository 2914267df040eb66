/**
 * What can be written to a Xero organisation. PUT creates and never updates: a POST of a contact with a known name would change
 * that contact.
 */
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
  type ProviderHttp,
} from 'plugboard/contract';
import { created, exactNumber, given, isObject, listAt } from 'plugboard/kit';
import { refusalsOf } from './errors.ts';
import { mapContact } from './maps.ts';
import { mapInvoice, mapPayment } from './maps-documents.ts';
import { rawContact, rawInvoice, rawPayment } from './raw.ts';

const amount = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a decimal number as text, like "110.00"');
const positive = z
  .string()
  .regex(/^(?=.*[1-9])\d+(\.\d+)?$/, 'must be a decimal number above 0 as text, like "110.00"');
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capitals, like "AUD"');

// --- sending --------------------------------------------------------------------------------------------------------------

/** Sends a write of one item and answers the item as Xero has it now. Throws what Xero refuses, also inside a 200. */
async function write(http: ProviderHttp, plural: string, request: HttpRequest): Promise<JsonObject> {
  const { body } = await http.send({ ...request, query: { summarizeErrors: true, ...request.query } });
  const item = listAt(plural)(body)[0];
  if (!isObject(item)) throw fail('decode_failed', `Xero answered no ${plural}.`);
  const refusals = refusalsOf(item);
  // How the write went is not part of the item: lists do not have it, and the next sync would take the item for changed.
  const { StatusAttributeString: outcome, ...listed } = item;
  if (refusals.length > 0 || outcome === 'ERROR') {
    throw fail('invalid_request', refusals.join('; ') || `Xero did not accept the ${plural}.`);
  }
  return listed;
}

function answer<Raw, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  id: (raw: Raw) => string,
  item: JsonObject,
  context: MapContext,
): { id: string; data: Data } {
  const raw = schema.safeParse(item);
  if (!raw.success) throw fail('decode_failed', `Xero answered something unexpected: ${z.prettifyError(raw.error)}`);
  return { id: id(raw.data), data: map(raw.data, context) };
}

// --- contacts -------------------------------------------------------------------------------------------------------------

const phoneTypes = { default: 'DEFAULT', mobile: 'MOBILE', direct: 'DDI', fax: 'FAX', other: 'OFFICE' } as const;
const part = z.string().min(1).optional();

const contactInput = z.strictObject({
  name: z.string().min(1).max(255),
  first_name: part,
  last_name: part,
  email: z.email().optional(),
  phones: z
    .array(
      z.strictObject({
        kind: z.enum(['default', 'mobile', 'direct', 'fax', 'other']),
        number: z.string().min(1).max(50),
      }),
    )
    .optional(),
  addresses: z
    .array(
      z.strictObject({
        kind: z.enum(['street', 'postal']),
        line1: part,
        line2: part,
        city: part,
        region: part,
        postcode: part,
        country: part,
      }),
    )
    .optional(),
  tax_number: part,
  currency: currency.optional(),
});

function contactBody(input: z.infer<typeof contactInput>): JsonObject {
  return given({
    Name: input.name,
    FirstName: input.first_name,
    LastName: input.last_name,
    EmailAddress: input.email,
    TaxNumber: input.tax_number,
    DefaultCurrency: input.currency,
    Phones: input.phones?.map(({ kind, number }) => ({ PhoneType: phoneTypes[kind], PhoneNumber: number })),
    Addresses: input.addresses?.map((address) =>
      given({
        AddressType: address.kind === 'street' ? 'STREET' : 'POBOX',
        AddressLine1: address.line1,
        AddressLine2: address.line2,
        City: address.city,
        Region: address.region,
        PostalCode: address.postcode,
        Country: address.country,
      }),
    ),
  });
}

const createContact = action({
  summary: 'Creates a customer or supplier. The name must not be taken by another active contact.',
  input: contactInput,
  output: created(models.contact),
  creates: 'contacts',
  async run(context) {
    const item = await write(context.http, 'Contacts', {
      method: 'PUT',
      url: '/Contacts',
      body: { json: { Contacts: [contactBody(context.input)] } },
      idempotencyKey: context.idempotencyKey,
    });
    const output = answer(rawContact, mapContact, (raw) => raw.ContactID, item, context);
    return { output, records: [{ stream: 'contacts', items: [item] }] };
  },
});

// --- invoices -------------------------------------------------------------------------------------------------------------

const lineInput = z.strictObject({
  description: z.string().min(1),
  quantity: amount.default('1'),
  unit_amount: amount.optional(),
  account_code: part,
  tax_code: part,
});

const invoiceInput = z.strictObject({
  /** `payable`: a supplier's bill, whose number is the supplier's. */
  direction: z.enum(['receivable', 'payable']).default('receivable'),
  contact_id: z.string().min(1),
  /** `open` is approved: it counts in the books and can only be voided. */
  status: z.enum(['draft', 'submitted', 'open']).default('draft'),
  lines: z.array(lineInput).min(1),
  tax_treatment: z.enum(['exclusive', 'inclusive', 'none']).optional(),
  number: z.string().min(1).max(255).optional(),
  reference: part,
  /** Default: today at the organisation. */
  issued_on: z.iso.date().optional(),
  due_on: z.iso.date().optional(),
  currency: currency.optional(),
});

const invoiceStatuses = { draft: 'DRAFT', submitted: 'SUBMITTED', open: 'AUTHORISED' } as const;
const treatments = { exclusive: 'Exclusive', inclusive: 'Inclusive', none: 'NoTax' } as const;

function invoiceBody(input: z.infer<typeof invoiceInput>): JsonObject {
  return given({
    Type: input.direction === 'payable' ? 'ACCPAY' : 'ACCREC',
    Contact: { ContactID: input.contact_id },
    Status: invoiceStatuses[input.status],
    LineItems: input.lines.map((line, index) =>
      given({
        Description: line.description,
        Quantity: exactNumber(line.quantity, `lines.${index}.quantity`),
        UnitAmount:
          line.unit_amount === undefined ? undefined : exactNumber(line.unit_amount, `lines.${index}.unit_amount`),
        AccountCode: line.account_code,
        TaxType: line.tax_code,
      }),
    ),
    LineAmountTypes: input.tax_treatment === undefined ? undefined : treatments[input.tax_treatment],
    InvoiceNumber: input.number,
    Reference: input.reference,
    Date: input.issued_on,
    DueDate: input.due_on,
    CurrencyCode: input.currency,
  });
}

const createInvoice = action({
  summary: "Creates a sales invoice or a supplier's bill.",
  input: invoiceInput,
  output: created(models.invoice),
  creates: 'invoices',
  async run(context) {
    const item = await write(context.http, 'Invoices', {
      method: 'PUT',
      url: '/Invoices',
      // Without it unit amounts are rounded to two decimals.
      query: { unitdp: 4 },
      body: { json: { Invoices: [invoiceBody(context.input)] } },
      idempotencyKey: context.idempotencyKey,
    });
    const output = answer(rawInvoice, mapInvoice, (raw) => raw.InvoiceID, item, context);
    return { output, records: [{ stream: 'invoices', items: [item] }] };
  },
});

// --- payments -------------------------------------------------------------------------------------------------------------

const paymentInput = z
  .strictObject({
    invoice_id: z.string().min(1),
    /** The bank account, or another that takes payments: its id, or its code. */
    account_id: part,
    account_code: part,
    amount: positive,
    paid_on: z.iso.date(),
    reference: part,
  })
  .refine((input) => (input.account_id === undefined) !== (input.account_code === undefined), {
    error: 'give either account_id or account_code',
    path: ['account_id'],
  });

function paymentBody(input: z.infer<typeof paymentInput>): JsonObject {
  return given({
    Invoice: { InvoiceID: input.invoice_id },
    Account: given({ AccountID: input.account_id, Code: input.account_code }),
    Amount: exactNumber(input.amount, 'amount'),
    Date: input.paid_on,
    Reference: input.reference,
  });
}

/** The invoice as it is after the payment. The payment stands whether or not this read succeeds; a sync brings it later. */
async function paidInvoice({ http, input }: ActionContext<z.infer<typeof paymentInput>>): Promise<readonly unknown[]> {
  try {
    const { body } = await http.send({
      url: `/Invoices/${encodeURIComponent(input.invoice_id)}`,
      query: { unitdp: 4 },
    });
    return listAt('Invoices')(body);
  } catch (error) {
    if (error instanceof PlugboardError) return [];
    throw error;
  }
}

const recordPayment = action({
  summary: 'Records a payment of an open invoice or bill.',
  input: paymentInput,
  output: created(models.payment),
  creates: 'payments',
  async run(context) {
    const item = await write(context.http, 'Payments', {
      method: 'PUT',
      url: '/Payments',
      body: { json: { Payments: [paymentBody(context.input)] } },
      idempotencyKey: context.idempotencyKey,
    });
    const output = answer(rawPayment, mapPayment, (raw) => raw.PaymentID, item, context);
    return {
      output,
      records: [
        { stream: 'payments', items: [item] },
        { stream: 'invoices', items: await paidInvoice(context) },
      ],
    };
  },
});

export const actions = {
  create_contact: createContact,
  create_invoice: createInvoice,
  record_payment: recordPayment,
};
