/**
 * How MYOB takes writes: the fields it cannot do without, links that must exist, texts that are too long; 201 with the address of what
 * was made, and its body when `returnBody=true`. There is no idempotency key: what is sent twice is made twice. Called by ../sandbox.ts.
 */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { at, isObject, jsonOf, numberAt, textAt } from 'plugboard/kit';
import { badQuery, invalid } from './answers.ts';
import { renderCustomer, renderInvoice, renderReceipt } from './render.ts';
import {
  addDays,
  divided,
  freshId,
  paidOn,
  ratesOf,
  totalsOf,
  type Contact,
  type Context,
  type Document,
  type Layout,
  type Line,
} from './state.ts';

interface Problem {
  readonly field: string;
  readonly says: string;
}

function bodyOf(request: SandboxRequest): JsonObject | undefined {
  const body = /^application\/json\b/i.test(request.headers['content-type'] ?? '') ? jsonOf(request) : undefined;
  return isObject(body) ? body : undefined;
}

function created(request: SandboxRequest, path: string, item: JsonObject): SandboxResponse {
  const file = /^\/accountright\/[^/]+/.exec(request.path)?.[0] ?? '';
  const location = `https://api.myob.com${file}/${path}/${textAt(item, 'UID') ?? ''}`;
  const wantsBody = request.query.get('returnBody') === 'true';
  return { status: 201, headers: { location }, ...(wantsBody ? { body: item } : {}) };
}

/** Texts that are longer than their field. */
function tooLong(body: JsonObject, caps: Readonly<Record<string, number>>): Problem[] {
  return Object.entries(caps).flatMap(([field, most]) =>
    (textAt(body, field)?.length ?? 0) > most
      ? [{ field, says: `The field may have ${most} characters at most.` }]
      : [],
  );
}

// --- customers ------------------------------------------------------------------------------------------------------------

export function createCustomer(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return badQuery('A JSON object is needed.');
  const { state } = context;
  const individual = at(body, 'IsIndividual') === true;
  const tax = textAt(body, 'SellingDetails.TaxCode.UID');
  const display = textAt(body, 'DisplayID') ?? `CUS${String(state.next.customer).padStart(6, '0')}`;
  const problems = tooLong(body, { CompanyName: 50, LastName: 30, FirstName: 20, DisplayID: 15, Notes: 255 });
  const name = individual ? 'LastName' : 'CompanyName';
  if (textAt(body, name) === undefined) problems.push({ field: name, says: 'The field is required.' });
  for (const field of ['SellingDetails.TaxCode.UID', 'SellingDetails.FreightTaxCode.UID'])
    if (!state.tax_codes.some(({ id }) => id === textAt(body, field)))
      problems.push({ field, says: 'The tax code is required and must exist.' });
  if (state.customers.some((one) => one.display === display))
    problems.push({ field: 'DisplayID', says: 'Another card has this id.' });
  if (problems.length > 0) return invalid(...problems);
  const address = at(body, 'Addresses');
  const first: unknown = Array.isArray(address) ? address[0] : undefined;
  state.row += 1;
  state.next.customer += 1;
  const contact: Contact = {
    id: freshId(context),
    display,
    company: individual ? null : (textAt(body, 'CompanyName') ?? ''),
    first: textAt(body, 'FirstName') ?? '',
    last: textAt(body, 'LastName') ?? '',
    active: at(body, 'IsActive') !== false,
    email: textAt(first, 'Email') ?? '',
    phone: textAt(first, 'Phone1') ?? '',
    street: textAt(first, 'Street') ?? '',
    city: textAt(first, 'City') ?? '',
    region: textAt(first, 'State') ?? '',
    postcode: textAt(first, 'PostCode') ?? '',
    abn: textAt(body, 'SellingDetails.ABN') ?? '',
    notes: textAt(body, 'Notes') ?? '',
    tax: tax ?? '',
    updated: context.now(),
    row: state.row,
  };
  state.customers.push(contact);
  return created(request, 'Contact/Customer', renderCustomer(contact, state));
}

// --- invoices -------------------------------------------------------------------------------------------------------------

/** Whole hundredths (or what `scale` says) of a JSON number; undefined when it is none or has more decimals. */
function scaled(value: number | undefined, scale: number): number | undefined {
  if (value === undefined) return undefined;
  const whole = Math.round(value * scale);
  return Number.isSafeInteger(whole) && Math.abs(value * scale - whole) < 1e-6 ? whole : undefined;
}

function readLine(raw: unknown, index: number, layout: Layout, context: Context): Line | Problem[] {
  const { state } = context;
  const field = (name: string) => `Lines[${index}].${name}`;
  const problems: Problem[] = [];
  const must = (name: string, known: readonly { readonly id: string }[]) => {
    const id = textAt(raw, name);
    if (id === undefined || !known.some((one) => one.id === id))
      problems.push({ field: field(name), says: 'The link is required and must exist.' });
    return id ?? null;
  };
  const tax = must('TaxCode.UID', state.tax_codes);
  const isItem = layout === 'Item';
  const account = isItem ? null : must('Account.UID', state.accounts);
  const item = isItem ? must('Item.UID', state.items) : null;
  const quantity = isItem ? scaled(numberAt(raw, 'ShipQuantity'), 10_000) : undefined;
  const unit = isItem ? scaled(numberAt(raw, 'UnitPrice'), 10_000) : undefined;
  if (isItem && (quantity === undefined || unit === undefined))
    problems.push({ field: field('UnitPrice'), says: 'Quantity and price need four decimals at most.' });
  const product =
    quantity === undefined || unit === undefined ? 0 : divided(BigInt(quantity) * BigInt(unit), 1_000_000n);
  const cents = isItem ? product : scaled(numberAt(raw, 'Total'), 100);
  if (cents === undefined) problems.push({ field: field('Total'), says: 'The amount needs two decimals at most.' });
  if (textAt(raw, 'Type') !== 'Transaction')
    problems.push({ field: field('Type'), says: 'Only Transaction is taken here.' });
  if (problems.length > 0 || cents === undefined) return problems;
  state.row += 1;
  return {
    row: state.row,
    type: 'Transaction',
    description: textAt(raw, 'Description') ?? '',
    cents,
    quantity: quantity ?? null,
    unit: unit ?? null,
    item,
    account,
    tax,
  };
}

export function createInvoice(layout: Layout, request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return badQuery('A JSON object is needed.');
  const { state } = context;
  const date = /^\d{4}-\d\d-\d\d/.exec(textAt(body, 'Date') ?? '')?.[0];
  const contact = textAt(body, 'Customer.UID');
  const number = textAt(body, 'Number') ?? String(state.next.invoice).padStart(8, '0');
  const problems = tooLong(body, { Number: 13, CustomerPurchaseOrderNumber: 20, Comment: 2000, JournalMemo: 255 });
  if (date === undefined) problems.push({ field: 'Date', says: 'The field is required.' });
  if (!state.customers.some(({ id }) => id === contact))
    problems.push({ field: 'Customer.UID', says: 'The customer is required and must exist.' });
  if (state.invoices.some((one) => one.number === number))
    problems.push({ field: 'Number', says: 'Another invoice has this number.' });
  const raw = at(body, 'Lines');
  const read = (Array.isArray(raw) ? raw : []).map((line: unknown, index) => readLine(line, index, layout, context));
  const lines = read.flatMap((line) => ('row' in line ? [line] : []));
  problems.push(...read.flatMap((line) => ('row' in line ? [] : line)));
  if (read.length === 0) problems.push({ field: 'Lines', says: 'At least one line is needed.' });
  if (problems.length > 0 || date === undefined) return invalid(...problems);
  state.row += 1;
  state.next.invoice += 1;
  const dueDay = numberAt(body, 'Terms.BalanceDueDate') ?? 14;
  const document: Document = {
    id: freshId(context),
    layout,
    number,
    theirs: textAt(body, 'CustomerPurchaseOrderNumber') ?? '',
    date,
    due: textAt(body, 'Terms.DueDate')?.slice(0, 10) ?? addDays(date, dueDay),
    contact: contact ?? '',
    inclusive: at(body, 'IsTaxInclusive') !== false,
    memo: textAt(body, 'JournalMemo') ?? 'Sale',
    comment: textAt(body, 'Comment') ?? '',
    lines,
    updated: context.now(),
    row: state.row,
  };
  state.invoices.push(document);
  return created(request, `Sale/Invoice/${layout}`, renderInvoice(document, state));
}

// --- payments -------------------------------------------------------------------------------------------------------------

export function createReceipt(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return badQuery('A JSON object is needed.');
  const { state } = context;
  const problems: Problem[] = [];
  const contact = textAt(body, 'Customer.UID');
  const account = textAt(body, 'Account.UID');
  if (textAt(body, 'DepositTo') !== 'Account')
    problems.push({ field: 'DepositTo', says: 'Only Account is taken here.' });
  if (!state.accounts.some(({ id, header }) => id === account && !header))
    problems.push({ field: 'Account.UID', says: 'The account is required and must exist.' });
  if (!state.customers.some(({ id }) => id === contact))
    problems.push({ field: 'Customer.UID', says: 'The customer is required and must exist.' });
  const rates = ratesOf(state);
  const raw = at(body, 'Invoices');
  const applied = (Array.isArray(raw) ? raw : []).flatMap((part: unknown, index) => {
    const document = state.invoices.find(({ id }) => id === textAt(part, 'UID'));
    const cents = scaled(numberAt(part, 'AmountApplied'), 100);
    const owes =
      document === undefined ? 0 : totalsOf(document, rates).total - paidOn(state.receipts, document.id).paid;
    if (document === undefined || document.contact !== contact || cents === undefined || cents <= 0 || cents > owes) {
      problems.push({
        field: `Invoices[${index}]`,
        says: 'The invoice must exist, be of this customer, and owe as much.',
      });
      return [];
    }
    return [{ document: document.id, cents }];
  });
  const sum = applied.reduce((all, { cents }) => all + cents, 0);
  if (scaled(numberAt(body, 'AmountReceived'), 100) !== sum || sum === 0)
    problems.push({ field: 'AmountReceived', says: 'The amount must be what is applied to the invoices.' });
  if (problems.length > 0) return invalid(...problems);
  state.row += 1;
  const payment = {
    id: freshId(context),
    number: `CR${String(state.next.receipt).padStart(6, '0')}`,
    date: textAt(body, 'Date')?.slice(0, 10) ?? new Date(context.now()).toISOString().slice(0, 10),
    contact: contact ?? '',
    account: account ?? '',
    method: textAt(body, 'PaymentMethod') ?? '',
    memo: textAt(body, 'Memo') ?? '',
    applied,
    updated: context.now(),
    row: state.row,
  };
  state.receipts.push(payment);
  state.next.receipt += 1;
  return created(request, 'Sale/CustomerPayment', renderReceipt(payment, state));
}
