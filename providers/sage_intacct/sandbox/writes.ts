/**
 * What both APIs' writes have in common: the rules of the books. A record written by one is read by the other. Called by
 * gateway-writes.ts and rest-writes.ts, which only differ in how they are asked and how they refuse.
 */
import { book, postInvoice, postPayment } from './posting.ts';
import {
  banks,
  baseCurrency,
  departments,
  locations,
  nextKey,
  paidOf,
  taxDetails,
  totalOf,
  withTax,
  type Batch,
  type Context,
  type Invoice,
  type Party,
  type Payment,
  type State,
} from './state.ts';

/** Why something is not written; thrown, and read by `refusedBecause`. */
type Reason = 'duplicate' | 'invalid';
const refused = (reason: Reason, message: string) => Object.assign(new Error(message), { reason });
const invalid = (message: string) => refused('invalid', message);

/** Undefined for an error that is none of these. */
export function refusedBecause(error: unknown): { readonly reason: string; readonly message: string } | undefined {
  return error instanceof Error && 'reason' in error && typeof error.reason === 'string'
    ? { reason: error.reason, message: error.message }
    : undefined;
}

/** Base currency for one unit, millionths, by the daily rate. */
const dailyRates: Readonly<Record<string, number>> = { AUD: 1_000_000, NZD: 918_300, USD: 1_521_400 };

export interface NewParty {
  readonly id: string | undefined;
  readonly name: string;
  readonly contact: Partial<Omit<Party, 'id' | 'name'>>;
}

export function createCustomer({ id, name, contact }: NewParty, entity: string, context: Context): Party {
  const { state } = context;
  if (name.trim() === '') throw invalid('Customer name is required.');
  if (name.length > 100) throw invalid('Customer name is longer than 100 characters.');
  if (id !== undefined && !/^[\w .-]{1,20}$/.test(id)) throw invalid(`${id} is not a valid customer ID.`);
  const key = nextKey(state);
  const customerId = id ?? `C-${key}`;
  if (state.customers.some((one) => one.id === customerId))
    throw refused('duplicate', `Another customer with the ID ${customerId} already exists.`);
  const now = context.now();
  const blank = { first: '', last: '', email: '', phone: '', mobile: '', fax: '', tax_id: '', currency: baseCurrency };
  const address = { line1: '', line2: '', city: '', state: '', postcode: '', country: '' };
  const party: Party = {
    ...blank,
    ...address,
    status: 'active',
    ...contact,
    key,
    entity,
    created: now,
    updated: now,
    id: customerId,
    name,
  };
  state.customers.push(party);
  return party;
}

export interface NewInvoice {
  /** Customer id, as people know it. */
  readonly customer: string;
  readonly date: string | undefined;
  readonly due: string | undefined;
  readonly number: string | undefined;
  readonly reference: string;
  readonly description: string;
  readonly draft: boolean;
  readonly currency: string | undefined;
  /** Was the daily rate (or a rate) asked for? */
  readonly rated: boolean;
  readonly term: string;
  readonly lines: readonly {
    readonly account: string;
    readonly cents: number | undefined;
    readonly memo: string;
    readonly location: string;
    readonly department: string;
    readonly tax: string;
  }[];
}

export function createInvoice(input: NewInvoice, entity: string, context: Context): Invoice {
  const { state } = context;
  const customer = state.customers.find(({ id }) => id === input.customer);
  if (customer === undefined || customer.status !== 'active') throw invalid(`Invalid customer ${input.customer}.`);
  if (input.date === undefined) throw invalid('The invoice date is missing or is no date.');
  if (input.due === undefined && input.term === '') throw invalid('A due date or a term is required.');
  if (input.due !== undefined && input.due < input.date) throw invalid('The due date is before the invoice date.');
  if (input.lines.length === 0) throw invalid('An invoice needs at least one line.');
  if (input.number !== undefined && state.invoices.some(({ number }) => number === input.number))
    throw refused('duplicate', `An invoice with the number ${input.number} already exists.`);
  const currency = input.currency ?? customer.currency;
  const rate = dailyRates[currency];
  if (rate === undefined) throw invalid(`${currency} is not a transaction currency of this company.`);
  if (currency !== baseCurrency && !input.rated)
    throw invalid('An exchange rate type is required for another currency.');
  const key = nextKey(state);
  const lines = input.lines.map((line) => ({
    ...checkedLine(line, entity, state),
    key: nextKey(state),
    kind: 'item' as const,
  }));
  const now = context.now();
  const invoice: Invoice = {
    key,
    entity,
    created: now,
    updated: now,
    number: input.number ?? `INV-${key}`,
    customer: customer.key,
    state: input.draft ? 'draft' : 'posted',
    date: input.date,
    due: input.due ?? input.date,
    term: input.term,
    reference: input.reference,
    description: input.description,
    currency,
    base: baseCurrency,
    rate,
    lines: withTax(lines, () => nextKey(state)),
  };
  state.invoices.push(invoice);
  if (!input.draft) {
    postInvoice(state, invoice, now);
    customer.updated = now;
  }
  return invoice;
}

function checkedLine(line: NewInvoice['lines'][number], entity: string, state: State) {
  const { cents, tax, department } = line;
  const location = line.location === '' ? entity : line.location;
  checkAccount(line.account, state);
  if (cents === undefined) throw invalid('The amount of a line is missing or is no amount.');
  // Several entities: every line must say where it belongs.
  checkLocation(location);
  if (department !== '' && !departments.includes(department)) throw invalid(`Invalid department ${department}.`);
  if (tax !== '' && taxDetails[tax] === undefined) throw invalid(`Invalid tax detail ${tax}.`);
  return { account: line.account, cents, memo: line.memo, location, department, tax };
}

function checkAccount(account: string, state: State): void {
  if (!state.accounts.some(({ id, status }) => id === account && status === 'active'))
    throw invalid(`Invalid GL account ${account}.`);
}

function checkLocation(location: string): void {
  if (location === '') throw invalid('Location is required.');
  if (!locations.some(({ id }) => id === location)) throw invalid(`Invalid location ${location}.`);
}

export interface NewPayment {
  readonly customer: string;
  readonly bank: string;
  readonly date: string | undefined;
  readonly method: string;
  readonly document: string;
  readonly details: readonly { readonly invoice: number; readonly cents: number | undefined }[];
}

export function createPayment(input: NewPayment, entity: string, context: Context): Payment {
  const { state } = context;
  const customer = state.customers.find(({ id }) => id === input.customer);
  if (customer === undefined) throw invalid(`Invalid customer ${input.customer}.`);
  if (banks[input.bank] === undefined) throw invalid(`Invalid bank account ${input.bank}.`);
  if (input.date === undefined) throw invalid('The date received is missing or is no date.');
  const settled = input.details.map(({ invoice: key, cents }) => {
    const invoice = state.invoices.find((one) => one.key === key && one.customer === customer.key);
    if (invoice === undefined) throw invalid(`Invoice ${key} is not one of this customer.`);
    if (cents === undefined || cents <= 0) throw invalid('An amount to apply must be above 0.');
    if (invoice.state !== 'posted' && invoice.state !== 'partiallyPaid')
      throw invalid(`Invoice ${key} cannot be paid.`);
    if (cents > totalOf(invoice) - paidOf(state, key)) throw invalid(`More than is due of invoice ${key}.`);
    return { invoice, cents };
  });
  const [first] = settled;
  if (first === undefined) throw invalid('A payment must be applied to something.');
  const now = context.now();
  const payment: Payment = {
    key: nextKey(state),
    entity,
    created: now,
    updated: now,
    customer: customer.key,
    state: 'complete',
    method: input.method,
    document: input.document,
    bank: input.bank,
    date: input.date,
    currency: first.invoice.currency,
    base: baseCurrency,
    rate: first.invoice.rate,
    cents: settled.reduce((sum, { cents }) => sum + cents, 0),
    details: settled.map(({ invoice, cents }) => ({ key: nextKey(state), invoice: invoice.key, cents })),
  };
  state.payments.push(payment);
  for (const { invoice } of settled) {
    invoice.state = paidOf(state, invoice.key) >= totalOf(invoice) ? 'paid' : 'partiallyPaid';
    invoice.updated = now;
  }
  customer.updated = now;
  postPayment(state, payment, now);
  return payment;
}

export interface NewJournalEntry {
  readonly journal: string;
  readonly title: string;
  readonly date: string | undefined;
  readonly reference: string;
  readonly entries: readonly {
    readonly account: string;
    readonly debit: boolean;
    readonly cents: number | undefined;
    readonly location: string;
    readonly department: string;
    readonly description: string;
  }[];
}

export function createJournalEntry(input: NewJournalEntry, entity: string, context: Context): Batch {
  const { state } = context;
  if (!['GJ', 'ADJ'].includes(input.journal)) throw invalid(`Invalid journal ${input.journal}.`);
  if (input.date === undefined) throw invalid('The posting date is missing or is no date.');
  if (input.entries.length < 2) throw invalid('A journal entry needs two lines or more.');
  const sides = input.entries.map(({ cents, ...side }) => {
    checkAccount(side.account, state);
    checkLocation(side.location);
    if (cents === undefined || cents < 0) throw invalid('The amount of a line is missing, negative or no amount.');
    return { ...side, cents, base_cents: cents };
  });
  const balance = sides.reduce((sum, { debit, cents }) => sum + (debit ? cents : -cents), 0);
  if (balance !== 0) throw invalid('The entry does not balance.');
  return book(
    state,
    {
      journal: input.journal,
      title: input.title,
      date: input.date,
      module: '2.GL',
      entity,
      reference: input.reference,
    },
    sides,
    context.now(),
  );
}

/** Deletes a customer or a draft, or says why not. */
export function remove(kind: 'customer' | 'invoice', key: number, state: State): void {
  if (kind === 'customer') {
    if (!state.customers.some((one) => one.key === key)) throw invalid(`There is no customer ${key}.`);
    if (state.invoices.some(({ customer }) => customer === key)) throw invalid('The customer has transactions.');
    state.customers = state.customers.filter((one) => one.key !== key);
    return;
  }
  const invoice = state.invoices.find((one) => one.key === key);
  if (invoice === undefined) throw invalid(`There is no invoice ${key}.`);
  if (invoice.state !== 'draft') throw invalid('Only drafts can be deleted; reverse the invoice instead.');
  state.invoices = state.invoices.filter((one) => one.key !== key);
}
