/** The REST API's writes: customers and invoices, kept for their Idempotency-Key. Called by ../sandbox.ts. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type SandboxRequest, type SandboxResponse } from 'plugboard/contract';
import { jsonOf, textAt } from 'plugboard/kit';
import type { SandboxObject } from './object.ts';
import { badRequest, entityOf, noObject, objectOf, ok, referenceTo, refuse } from './rest.ts';
import { centsOf, type Context, type State } from './state.ts';
import { telling } from './triggers.ts';
import { createCustomer, createInvoice, refusedBecause, remove, type NewInvoice } from './writes.ts';

const created = { totalCount: 1, totalSuccess: 1, totalError: 0 };
const text = (value: unknown, path: string): string => textAt(value, path) ?? '';
const rows = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function newCustomer(body: JsonObject, object: SandboxObject, entity: string, context: Context): SandboxResponse {
  const contact = (path: string) => text(body, `contacts.default.${path}`);
  const currency = textAt(body, 'currency');
  const party = createCustomer(
    {
      id: textAt(body, 'id'),
      name: text(body, 'name'),
      contact: {
        tax_id: text(body, 'taxId'),
        ...(currency === undefined ? {} : { currency }),
        first: contact('firstName'),
        last: contact('lastName'),
        email: contact('email1'),
        phone: contact('phone1'),
        mobile: contact('mobile'),
        fax: contact('fax'),
        line1: contact('mailingAddress.addressLine1'),
        line2: contact('mailingAddress.addressLine2'),
        city: contact('mailingAddress.city'),
        state: contact('mailingAddress.state'),
        postcode: contact('mailingAddress.postCode'),
        country: contact('mailingAddress.country'),
      },
    },
    entity,
    context,
  );
  return ok(referenceTo(object, party, party.id), created, 201);
}

function lineOf(line: unknown): NewInvoice['lines'][number] {
  const [tax] = rows(isJsonObject(line) ? line['taxEntries'] : undefined);
  return {
    account: text(line, 'glAccount.id'),
    cents: centsOf(text(line, 'txnAmount')),
    memo: text(line, 'memo'),
    location: text(line, 'dimensions.location.id'),
    department: text(line, 'dimensions.department.id'),
    tax: text(tax, 'orderEntryTaxDetail.id'),
  };
}

/** A customer may be named by key or by id. */
function customerId(body: JsonObject, state: State): string {
  const key = textAt(body, 'customer.key');
  return key === undefined
    ? text(body, 'customer.id')
    : (state.customers.find((one) => String(one.key) === key)?.id ?? '');
}

const day = (value: string | undefined): string | undefined =>
  value !== undefined && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;

function newInvoice(body: JsonObject, object: SandboxObject, entity: string, context: Context): SandboxResponse {
  const invoice = createInvoice(
    {
      customer: customerId(body, context.state),
      date: day(textAt(body, 'invoiceDate')),
      due: day(textAt(body, 'dueDate')),
      number: textAt(body, 'invoiceNumber'),
      reference: text(body, 'referenceNumber'),
      description: text(body, 'description'),
      draft: text(body, 'state') === 'draft',
      currency: textAt(body, 'currency.txnCurrency'),
      rated: textAt(body, 'currency.exchangeRate.typeId') !== undefined,
      term: text(body, 'term.id'),
      lines: rows(body['lines']).map(lineOf),
    },
    entity,
    context,
  );
  return ok(referenceTo(object, invoice, String(invoice.key)), created, 201);
}

const makers: Readonly<Record<string, typeof newCustomer>> = { CUSTOMER: newCustomer, ARINVOICE: newInvoice };

export function post(request: SandboxRequest, context: Context): SandboxResponse {
  const object = objectOf(request);
  const make = makers[object?.xml ?? ''];
  const entity = entityOf(request);
  const body = jsonOf(request);
  if (object === undefined || make === undefined) return noObject();
  if (entity === undefined) return badRequest('The entity is unknown.', 'X-IA-API-Param-Entity');
  if (!isJsonObject(body)) return badRequest('The body must be a JSON object.');
  return once(request, context, () => telling(context, () => make(body, object, entity, context)));
}

/** The same key and body: the same answer again. The same key and another body: refused. */
function once(request: SandboxRequest, context: Context, work: () => SandboxResponse): SandboxResponse {
  const { replies } = context.state;
  const key = request.headers['idempotency-key'];
  const asked = createHash('sha256').update(`${request.path} `).update(request.body).digest('hex');
  const before = key !== undefined && Object.hasOwn(replies, key) ? replies[key] : undefined;
  if (before !== undefined && before.request !== asked)
    return refuse(409, 'conflict', 'REST-1059', 'The idempotency key was used for another request.');
  if (before !== undefined) return { status: before.status, body: before.body };
  const response = refused(work);
  const { status = 200, body } = response;
  if (key !== undefined && status < 300 && isJsonObject(body))
    replies[key] = { at: context.now(), request: asked, status, body };
  return response;
}

function refused(work: () => SandboxResponse): SandboxResponse {
  try {
    return work();
  } catch (error) {
    const why = refusedBecause(error);
    if (why === undefined) throw error;
    return why.reason === 'duplicate'
      ? refuse(400, 'invalidRequest', 'REST-1028', 'Payload contains errors', [
          { code: 'duplicateRecord', errorId: 'BL34000061', message: why.message, target: 'id' },
        ])
      : badRequest(why.message);
  }
}

export function drop(request: SandboxRequest, context: Context): SandboxResponse {
  const object = objectOf(request);
  const kind = object?.xml === 'CUSTOMER' ? 'customer' : object?.xml === 'ARINVOICE' ? 'invoice' : undefined;
  if (kind === undefined) return noObject();
  return refused(() => {
    telling(context, () => remove(kind, Number(request.params['key']), context.state));
    return { status: 204 };
  });
}
