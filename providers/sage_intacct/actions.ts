/**
 * What can be written to a Sage Intacct company. Both APIs answer a key and nothing else, so what was written is read back by it: the
 * same way a sync reads it, so that it is the same record.
 */
import {
  action,
  fail,
  models,
  PlugboardError,
  z,
  type ActionContext,
  type ActionResult,
  type MapContext,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import type { NewCustomer, NewInvoice, Where } from './api.ts';
import { customer, invoice, type Entity } from './entities.ts';
import { isRepeat } from './errors.ts';
import { companyCurrency, mapCustomer, mapInvoice } from './maps.ts';
import { rawCustomer, rawInvoice } from './raw.ts';
import { readOne } from './walk.ts';
import { apiOf } from './ways.ts';

/** Sage rounds what is longer, without saying so. */
const amount = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,2})?$/, 'must be a decimal number as text with at most two decimals, like "110.00"');
const currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capitals, like "AUD"');
const part = z.string().min(1).max(400).optional();

/** Answers of a create: the vendor's id and the unified data; null when it could not be read back, and then the next sync brings it. */
function created<T extends z.ZodType>(data: T) {
  return z.object({ id: z.string(), data: data.nullable() });
}

// --- writing --------------------------------------------------------------------------------------------------------------

type Context = ActionContext<unknown>;

/**
 * Writes once. A write that Sage has taken before, and only its answer was lost, made the record with the number given with it: `named`
 * finds that. Without a number nobody can tell which record it was; that is said, and nothing is written twice.
 */
async function writeOnce(
  entity: Entity,
  named: readonly Where[],
  context: Context,
  write: (once: string) => Promise<string>,
): Promise<string> {
  try {
    return await write(context.idempotencyKey);
  } catch (error) {
    if (!(error instanceof PlugboardError) || !isRepeat(error)) throw error;
    const { rows } =
      named.length === 0 ? { rows: [] } : await apiOf(context.method).query({ entity, where: named, size: 1 }, context);
    const key = textAt(rows[0], 'key');
    if (key !== undefined) return key;
    const message =
      'Sage Intacct took this before and its answer was lost then; what it made comes with the next sync.';
    throw fail('conflict', message, error.details);
  }
}

/** What was written, as a sync would store it. It stands whether or not this read succeeds. */
async function readBack<Raw, Data>(
  of: {
    readonly entity: Entity;
    readonly stream: string;
    readonly raw: z.ZodType<Raw>;
    map(raw: Raw, context: MapContext): Data;
  },
  key: string,
  context: Context,
): Promise<ActionResult<{ id: string; data: Data | null }>> {
  const unread = { output: { id: key, data: null } };
  try {
    const item = await readOne(of.entity, key, context.method, context);
    const raw = of.raw.safeParse(item);
    if (item === undefined || !raw.success) return unread;
    return { output: { id: key, data: of.map(raw.data, context) }, records: [{ stream: of.stream, items: [item] }] };
  } catch (error) {
    if (error instanceof PlugboardError) return unread;
    throw error;
  }
}

const exactly = (field: string, value: string): Where => ({ field, is: 'one_of', values: [value] });

// --- customers ------------------------------------------------------------------------------------------------------------

const customerInput = z.strictObject({
  name: z.string().min(1).max(100),
  /** Sage's customer id. Needed where customers are not numbered by Sage, and then it must not be taken. */
  number: z.string().min(1).max(20).optional(),
  first_name: part,
  last_name: part,
  email: z.email().optional(),
  /** One of each kind. */
  phones: z
    .array(z.strictObject({ kind: z.enum(['default', 'mobile', 'fax']), number: z.string().min(1).max(30) }))
    .optional(),
  /** The mailing address: Sage has one. */
  addresses: z
    .array(
      z.strictObject({
        kind: z.literal('postal').default('postal'),
        line1: part,
        line2: part,
        city: part,
        region: part,
        postcode: part,
        country: part,
      }),
    )
    .max(1)
    .optional(),
  tax_number: part,
  currency: currency.optional(),
});

function newCustomer(input: z.infer<typeof customerInput>): NewCustomer {
  const phone = (wanted: string) => input.phones?.find(({ kind }) => kind === wanted)?.number;
  const [address] = input.addresses ?? [];
  return {
    id: input.number,
    name: input.name,
    taxId: input.tax_number,
    currency: input.currency,
    firstName: input.first_name,
    lastName: input.last_name,
    email: input.email,
    phone: phone('default'),
    mobile: phone('mobile'),
    fax: phone('fax'),
    address: {
      line1: address?.line1,
      line2: address?.line2,
      city: address?.city,
      state: address?.region,
      postCode: address?.postcode,
      country: address?.country,
    },
  };
}

const createCustomer = action({
  summary: 'Creates a customer.',
  input: customerInput,
  output: created(models.contact),
  creates: 'customers',
  async run(context) {
    const { input, method } = context;
    const named = input.number === undefined ? [] : [exactly('id', input.number)];
    const key = await writeOnce(customer, named, context, (once) =>
      apiOf(method).createCustomer(newCustomer(input), once, context),
    );
    return readBack({ entity: customer, stream: 'customers', raw: rawCustomer, map: mapCustomer }, key, context);
  },
});

// --- invoices -------------------------------------------------------------------------------------------------------------

const invoiceInput = z
  .strictObject({
    contact_id: z.string().regex(/^\d{1,18}$/, 'must be the id of a customer, which is a number'),
    /** `open` is posted: it counts in the books and can only be reversed. */
    status: z.enum(['draft', 'open']).default('draft'),
    lines: z
      .array(
        z.strictObject({
          description: z.string().min(1).max(1000),
          account_code: z.string().min(1).max(24),
          /** Without tax. */
          amount,
          location: part,
          department: part,
          /** Name of a tax detail, where the company has a tax solution; Sage works out the tax. */
          tax_code: part,
        }),
      )
      .min(1)
      .max(500),
    issued_on: z.iso.date(),
    due_on: z.iso.date(),
    /** Needed where invoices are not numbered by Sage. */
    number: z.string().min(1).max(45).optional(),
    reference: part,
    description: part,
    currency: currency.optional(),
  })
  .refine((input) => input.due_on >= input.issued_on, { error: 'must not be before issued_on', path: ['due_on'] });

type InvoiceInput = z.infer<typeof invoiceInput>;

function newInvoice(input: InvoiceInput, customerId: string, context: MapContext): NewInvoice {
  return {
    customer: customerId,
    isDraft: input.status === 'draft',
    issuedOn: input.issued_on,
    dueOn: input.due_on,
    number: input.number,
    reference: input.reference,
    description: input.description,
    // Companies with one currency refuse to be told which.
    currency: input.currency === companyCurrency(context) ? undefined : input.currency,
    lines: input.lines.map((line) => ({
      description: line.description,
      amount: line.amount,
      account: line.account_code,
      location: line.location,
      department: line.department,
      tax: line.tax_code,
    })),
  };
}

/** Invoices name the customer by the id people know, records by the key. */
async function customerIdOf({ input, method, ...context }: ActionContext<InvoiceInput>): Promise<string> {
  const id = textAt(await readOne(customer, input.contact_id, method, context), 'id');
  if (id !== undefined) return id;
  throw fail('invalid_request', `Sage Intacct has no customer ${input.contact_id}.`, {
    problems: [{ path: 'contact_id', message: 'is no customer' }],
  });
}

const createInvoice = action({
  summary: 'Creates an invoice in Accounts Receivable.',
  input: invoiceInput,
  output: created(models.invoice),
  creates: 'invoices',
  async run(context) {
    const { input, method } = context;
    const customerId = await customerIdOf(context);
    const { number } = input;
    // Numbers may be used again for another customer.
    const named = number === undefined ? [] : [exactly('invoiceNumber', number), exactly('customer.id', customerId)];
    const key = await writeOnce(invoice, named, context, (once) =>
      apiOf(method).createInvoice(newInvoice(input, customerId, context), once, context),
    );
    return readBack({ entity: invoice, stream: 'invoices', raw: rawInvoice, map: mapInvoice }, key, context);
  },
});

export const actions = {
  create_customer: createCustomer,
  create_invoice: createInvoice,
};
