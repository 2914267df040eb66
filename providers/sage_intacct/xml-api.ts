/**
 * The XML gateway's side of api.ts: `query` for lists, `create` and `create_invoice` for writes. readByQuery and readMore, for the
 * ledger view, are here too. Called by api.ts and ledger.ts.
 */
import {
  fail,
  isXmlElement,
  xmlAt,
  xmlChild,
  xmlChildren,
  xmlText,
  type HttpResponse,
  type JsonObject,
  type ProviderHttp,
  type XmlElement,
} from 'plugboard/contract';
import { soapElements, type SoapFields } from 'plugboard/kit';
import { keptRow, type Api, type NewCustomer, type NewInvoice, type Question, type Rows, type Where } from './api.ts';
import { nameOf, type Entity, type XmlField } from './entities.ts';
import { resultOf } from './errors.ts';
import { gatewayRequest } from './session.ts';
import { dailyRate } from './values.ts';

// --- reading --------------------------------------------------------------------------------------------------------------

function fieldOf(entity: Entity, name: string): XmlField {
  const field = entity.fields[name];
  if (field === undefined) throw new Error(`${entity.xml} has no field ${name}`);
  return field;
}

/** A value in the XML API's words. */
function spelt(entity: Entity, name: string, value: string): string {
  const field = fieldOf(entity, name);
  return typeof field === 'string' ? value : field[1].write(value);
}

function rowOf(entity: Entity, element: XmlElement): JsonObject {
  return keptRow(entity, (name) => {
    const field = fieldOf(entity, name);
    const text = xmlText(element, nameOf(field));
    return text === undefined || typeof field === 'string' ? text : field[1].read(text);
  });
}

const operators = {
  at_least: 'greaterthanorequalto',
  at_most: 'lessthanorequalto',
  above: 'greaterthan',
  one_of: 'in',
} as const;

function filterOf(entity: Entity, where: readonly Where[]): string {
  const conditions = where.map(({ field, is, values }) => {
    const inner = { field: nameOf(fieldOf(entity, field)), value: values.map((value) => spelt(entity, field, value)) };
    return soapElements({ [operators[is]]: inner });
  });
  if (conditions.length === 0) return '';
  // Sage refuses an <and> with one condition, and several without it.
  return `<filter>${conditions.length === 1 ? conditions.join('') : `<and>${conditions.join('')}</and>`}</filter>`;
}

function queryCall({ entity, where, size }: Question): string {
  const select = Object.values(entity.fields).map(nameOf);
  return (
    `<query>${soapElements({ object: entity.xml, select: { field: select } })}${filterOf(entity, where)}` +
    `${soapElements({ orderby: { order: { field: 'RECORDNO', ascending: '' } }, pagesize: size, offset: 0 })}</query>`
  );
}

interface Page extends Rows {
  readonly total: number;
  readonly resultId: string | undefined;
}

/** The rows of an answer. Throws decode_failed when it has none of the shape. */
function pageOf(entity: Entity, { body }: HttpResponse): Page {
  const data = xmlChild(resultOf(body), 'data');
  const remaining = Number(data?.attributes['numremaining'] ?? Number.NaN);
  if (data === undefined || Number.isNaN(remaining))
    throw fail('decode_failed', `Sage Intacct answered no list of ${entity.xml}.`);
  return {
    rows: xmlChildren(data, entity.xml).map((element) => rowOf(entity, element)),
    more: remaining > 0,
    company: isXmlElement(body) ? xmlText(body, 'operation', 'authentication', 'companyid') : undefined,
    total: Number(data.attributes['totalcount'] ?? Number.NaN),
    resultId: data.attributes['resultId'],
  };
}

// --- a result that Sage holds ---------------------------------------------------------------------------------------------

/** Sage refuses more. */
const heldPageSize = 1000;

const comparisons = { at_least: '>=', at_most: '<=', above: '>', one_of: 'IN' } as const;

/** `FIELD >= '05/01/2026' AND ...`. Values are ours: dates and moments, no quotes in them. */
function sqlOf(entity: Entity, where: readonly Where[]): string {
  return where
    .map(({ field, is, values }) => {
      const literals = values.map((value) => `'${spelt(entity, field, value)}'`).join(',');
      return `${nameOf(fieldOf(entity, field))} ${comparisons[is]} ${is === 'one_of' ? `(${literals})` : literals}`;
    })
    .join(' AND ');
}

/**
 * Reads a whole list that Sage computes once and hands out page by page (readByQuery, then readMore). A page lost on the way is
 * gone, since asking moves the result on: the caller begins anew then. Throws decode_failed when the pages do not add up to the
 * count that was promised.
 */
export async function* heldPages(
  entity: Entity,
  where: readonly Where[],
  http: ProviderHttp,
): AsyncGenerator<readonly JsonObject[], void, void> {
  const call = soapElements({
    readByQuery: {
      object: entity.xml,
      fields: Object.values(entity.fields).map(nameOf).join(','),
      query: sqlOf(entity, where),
      pagesize: heldPageSize,
      returnFormat: 'xml',
    },
  });
  let page = pageOf(entity, await http.send(gatewayRequest(call, 'read')));
  const { total, resultId } = page;
  let seen = page.rows.length;
  yield page.rows;
  while (page.more) {
    const next = soapElements({ readMore: { resultId: page.resultId || resultId } });
    page = pageOf(entity, await http.send(gatewayRequest(next, 'position')));
    seen += page.rows.length;
    if (page.rows.length === 0 && page.more) break;
    yield page.rows;
  }
  if (seen !== total)
    throw fail('decode_failed', `Sage Intacct promised ${total} rows of ${entity.xml} and handed out ${seen}.`);
}

// --- writing --------------------------------------------------------------------------------------------------------------

async function write(call: string, once: string, http: ProviderHttp): Promise<XmlElement> {
  const result = resultOf((await http.send(gatewayRequest(call, { once }))).body);
  if (result === undefined) throw fail('decode_failed', 'Sage Intacct answered the write without a result.');
  return result;
}

function keyIn(result: XmlElement, ...path: readonly string[]): string {
  const key = xmlText(xmlAt(result, ...path));
  if (key === undefined) throw fail('decode_failed', 'Sage Intacct wrote it but did not say under which key.');
  return key;
}

function customerCall(customer: NewCustomer): string {
  const { address } = customer;
  return soapElements({
    create: {
      CUSTOMER: {
        CUSTOMERID: customer.id,
        NAME: customer.name,
        DISPLAYCONTACT: {
          PRINTAS: customer.name,
          FIRSTNAME: customer.firstName,
          LASTNAME: customer.lastName,
          PHONE1: customer.phone,
          CELLPHONE: customer.mobile,
          FAX: customer.fax,
          EMAIL1: customer.email,
          MAILADDRESS: {
            ADDRESS1: address.line1,
            ADDRESS2: address.line2,
            CITY: address.city,
            STATE: address.state,
            ZIP: address.postCode,
            COUNTRY: address.country,
          },
        },
        TAXID: customer.taxId,
        CURRENCY: customer.currency,
      },
    },
  });
}

const splitDate = (iso: string): SoapFields => ({
  year: iso.slice(0, 4),
  month: iso.slice(5, 7),
  day: iso.slice(8, 10),
});

/** The order of the elements is Sage's; it refuses any other. */
function invoiceCall(invoice: NewInvoice, baseCurrency: string | undefined): string {
  const foreign = invoice.currency !== undefined;
  return soapElements({
    create_invoice: {
      customerid: invoice.customer,
      datecreated: splitDate(invoice.issuedOn),
      datedue: splitDate(invoice.dueOn),
      action: invoice.isDraft ? 'Draft' : 'Submit',
      invoiceno: invoice.number,
      ponumber: invoice.reference,
      description: invoice.description,
      basecurr: foreign ? baseCurrency : undefined,
      currency: invoice.currency,
      exchratetype: foreign ? dailyRate : undefined,
      invoiceitems: {
        lineitem: invoice.lines.map((line) => ({
          glaccountno: line.account,
          amount: line.amount,
          memo: line.description,
          locationid: line.location,
          departmentid: line.department,
          // Without an amount Sage works the tax out.
          taxentries: line.tax === undefined ? undefined : { taxentry: { detailid: line.tax } },
        })),
      },
    },
  });
}

export const xmlApi: Api = {
  async query(question, { http }) {
    return pageOf(question.entity, await http.send(gatewayRequest(queryCall(question), 'read')));
  },
  async createCustomer(customer, once, { http }) {
    return keyIn(await write(customerCall(customer), once, http), 'data', 'customer', 'RECORDNO');
  },
  async createInvoice(invoice, once, { http, settings }) {
    const base = settings['base_currency'];
    return keyIn(await write(invoiceCall(invoice, base === '' ? undefined : base), once, http), 'key');
  },
};

// --- trial balance --------------------------------------------------------------------------------------------------------

/** A row per account by the names Sage has for the columns, which are documented nowhere: all are kept. */
export async function trialBalanceRows(
  { from, to, location }: { readonly from: string; readonly to: string; readonly location: string | null },
  http: ProviderHttp,
): Promise<readonly JsonObject[]> {
  const call = soapElements({
    get_trialbalance: {
      startdate: splitDate(from),
      enddate: splitDate(to),
      locationid: location ?? undefined,
    },
  });
  const { body } = await http.send(gatewayRequest(call, 'read'));
  const data = xmlChild(resultOf(body), 'data');
  if (data === undefined) throw fail('decode_failed', 'Sage Intacct answered no trial balance.');
  return data.children.map((row) =>
    Object.fromEntries(row.children.map((cell) => [cell.name.toLowerCase(), xmlText(cell) ?? null])),
  );
}
