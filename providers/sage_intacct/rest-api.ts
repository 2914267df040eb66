/** The REST API's side of api.ts: the query service for lists, objects for writes. Called by api.ts and trial-balance.ts. */
import { fail, type HttpRequest, type JsonObject, type JsonValue } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { keptRow, type Api, type Caller, type NewCustomer, type NewInvoice, type Where } from './api.ts';
import { dailyRate } from './values.ts';

/** Dead tokens are sometimes told in plain words, so answers are read by what they say they are. */
export function restRequest(request: HttpRequest): HttpRequest {
  return { decode: 'auto', headers: { accept: 'application/json' }, ...request };
}

const operators = { at_least: '$gte', at_most: '$lte', above: '$gt', one_of: '$in' } as const;

function filterOf({ field, is, values }: Where): JsonObject {
  return { [operators[is]]: { [field]: is === 'one_of' ? values : (values[0] ?? null) } };
}

/** "1 and 2 and 3"; one filter alone is "and". */
function expression(count: number): string {
  return count < 2 ? 'and' : Array.from({ length: count }, (_, index) => index + 1).join(' and ');
}

async function create(object: string, json: JsonObject, once: string, { http }: Caller): Promise<string> {
  const request: HttpRequest = { method: 'POST', url: `/objects/${object}`, body: { json }, idempotencyKey: once };
  const { body } = await http.send(restRequest(request));
  const key = textAt(body, 'ia::result.key');
  if (key === undefined) throw fail('decode_failed', 'Sage Intacct wrote it but did not say under which key.');
  return key;
}

/** Leaves out what was not given, and what is empty then. */
function given(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) continue;
    kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

function customerBody(customer: NewCustomer): JsonObject {
  const { address } = customer;
  const contact = given({
    firstName: customer.firstName,
    lastName: customer.lastName,
    email1: customer.email,
    phone1: customer.phone,
    mobile: customer.mobile,
    fax: customer.fax,
    mailingAddress: given({
      addressLine1: address.line1,
      addressLine2: address.line2,
      city: address.city,
      state: address.state,
      postCode: address.postCode,
      country: address.country,
    }),
  });
  return given({
    id: customer.id,
    name: customer.name,
    taxId: customer.taxId,
    currency: customer.currency,
    contacts: { default: { ...contact, printAs: customer.name } },
  });
}

function invoiceBody(invoice: NewInvoice, baseCurrency: string | undefined): JsonObject {
  const { currency } = invoice;
  const base = baseCurrency === '' ? undefined : baseCurrency;
  return given({
    customer: { id: invoice.customer },
    invoiceDate: invoice.issuedOn,
    dueDate: invoice.dueOn,
    // Posted is Sage's default, and the only other value it takes.
    state: invoice.isDraft ? 'draft' : undefined,
    invoiceNumber: invoice.number,
    referenceNumber: invoice.reference,
    description: invoice.description,
    currency:
      currency === undefined
        ? undefined
        : given({ txnCurrency: currency, baseCurrency: base, exchangeRate: { typeId: dailyRate } }),
    lines: invoice.lines.map((line) =>
      given({
        txnAmount: line.amount,
        glAccount: { id: line.account },
        memo: line.description,
        dimensions: given({
          location: line.location === undefined ? undefined : { id: line.location },
          department: line.department === undefined ? undefined : { id: line.department },
        }),
        taxEntries: line.tax === undefined ? undefined : [{ orderEntryTaxDetail: { id: line.tax } }],
      }),
    ),
  });
}

export const restApi: Api = {
  async query({ entity, where, size }, { http }) {
    const json: JsonObject = {
      object: entity.rest,
      fields: Object.keys(entity.fields),
      filters: where.map(filterOf),
      filterExpression: expression(where.length),
      orderBy: [{ key: 'asc' }],
      start: 1,
      size,
    };
    const { body } = await http.send(
      restRequest({ method: 'POST', url: '/services/core/query', safe: true, body: { json } }),
    );
    const rows = at(body, 'ia::result');
    if (!Array.isArray(rows)) throw fail('decode_failed', `Sage Intacct answered no list of ${entity.rest}.`);
    const next = at(body, 'ia::meta.next');
    return {
      company: undefined,
      rows: rows.map((row: unknown) => keptRow(entity, (name) => scalar(isObject(row) ? row[name] : undefined))),
      more: next !== null && next !== undefined,
    };
  },
  createCustomer: (customer, once, caller) =>
    create('accounts-receivable/customer', customerBody(customer), once, caller),
  createInvoice: (invoice, once, caller) =>
    create('accounts-receivable/invoice', invoiceBody(invoice, caller.settings['base_currency']), once, caller),
};

/** Numbers and truths are kept as text, as the XML API writes them. */
function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
