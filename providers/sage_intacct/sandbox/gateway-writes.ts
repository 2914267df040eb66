/**
 * The writing functions of the XML gateway. Function calls such as create_invoice are held against Sage's DTD, where the order of
 * the elements counts; object calls (`create`) take any order. Called by gateway.ts.
 */
import { xmlAt, xmlChild, xmlChildren, xmlText, type XmlElement } from 'plugboard/contract';
import { paymentMethods } from './objects-sales.ts';
import { splitDate, type Work } from './reads.ts';
import { centsOf, type Party } from './state.ts';
import {
  createCustomer,
  createInvoice,
  createJournalEntry,
  createPayment,
  refusedBecause,
  remove,
  type NewInvoice,
} from './writes.ts';
import { element, isoDate, refusal } from './xml.ts';

/** Turns what the books refuse into the gateway's words. */
function booked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = refusedBecause(error);
    if (why === undefined) throw error;
    throw refusal(why.reason === 'duplicate' ? 'BL34000061' : 'BL01001973', why.message);
  }
}

const text = (node: XmlElement | undefined, ...path: readonly string[]): string => xmlText(node, ...path) ?? '';

/** Children must come in this order, each at most once, and be known. */
function inOrder(node: XmlElement, order: readonly string[]): void {
  let last = -1;
  for (const { name } of node.children) {
    const place = order.indexOf(name);
    if (place < 0) throw refusal('XL03000003', `Element <${name}> is not allowed in <${node.name}>.`);
    if (place <= last) throw refusal('XL03000003', `Element <${name}> is not expected here in <${node.name}>.`);
    last = place;
  }
}

// --- object calls ---------------------------------------------------------------------------------------------------------

function contactOf(node: XmlElement): Partial<Omit<Party, 'id' | 'name'>> {
  const contact = xmlChild(node, 'DISPLAYCONTACT');
  const address = xmlChild(contact, 'MAILADDRESS');
  const currency = xmlText(node, 'CURRENCY');
  return {
    tax_id: text(node, 'TAXID'),
    ...(currency === undefined ? {} : { currency }),
    status: text(node, 'STATUS') === 'inactive' ? 'inactive' : 'active',
    first: text(contact, 'FIRSTNAME'),
    last: text(contact, 'LASTNAME'),
    email: text(contact, 'EMAIL1'),
    phone: text(contact, 'PHONE1'),
    mobile: text(contact, 'CELLPHONE'),
    fax: text(contact, 'FAX'),
    line1: text(address, 'ADDRESS1'),
    line2: text(address, 'ADDRESS2'),
    city: text(address, 'CITY'),
    state: text(address, 'STATE'),
    postcode: text(address, 'ZIP'),
    country: text(address, 'COUNTRY'),
  };
}

const create: Work = (call, { entity }, context) => {
  const [node, more] = call.children;
  if (node === undefined || more !== undefined) throw refusal('DL02000001', 'create takes one object.');
  switch (node.name) {
    case 'CUSTOMER': {
      if (text(node, 'DISPLAYCONTACT', 'PRINTAS') === '')
        throw refusal('BL01001973', 'DISPLAYCONTACT with PRINTAS is required.');
      const party = booked(() =>
        createCustomer(
          { id: xmlText(node, 'CUSTOMERID'), name: text(node, 'NAME'), contact: contactOf(node) },
          entity,
          context,
        ),
      );
      return `<data listtype="objects" count="1"><customer>${element('RECORDNO', String(party.key))}${element('CUSTOMERID', party.id)}</customer></data>`;
    }
    case 'GLBATCH': {
      const batch = booked(() =>
        createJournalEntry(
          {
            journal: text(node, 'JOURNAL'),
            title: text(node, 'BATCH_TITLE'),
            date: isoDate(text(node, 'BATCH_DATE')),
            reference: text(node, 'REFERENCENO'),
            entries: xmlChildren(xmlChild(node, 'ENTRIES'), 'GLENTRY').map((entry) => ({
              account: text(entry, 'ACCOUNTNO'),
              debit: text(entry, 'TR_TYPE') === '1',
              cents: centsOf(text(entry, 'TRX_AMOUNT')),
              location: text(entry, 'LOCATION'),
              department: text(entry, 'DEPARTMENT'),
              description: text(entry, 'DESCRIPTION'),
            })),
          },
          entity,
          context,
        ),
      );
      return `<data listtype="objects" count="1"><glbatch>${element('RECORDNO', String(batch.key))}</glbatch></data>`;
    }
    default:
      throw refusal('PL04000001', `${node.name} cannot be created here.`);
  }
};

const kinds = { CUSTOMER: 'customer', ARINVOICE: 'invoice' } as const;

const remover: Work = (call, _caller, context) => {
  const name = text(call, 'object');
  const kind = name === 'CUSTOMER' || name === 'ARINVOICE' ? kinds[name] : undefined;
  if (kind === undefined) throw refusal('PL04000001', `${name} cannot be deleted here.`);
  for (const key of text(call, 'keys').split(',')) booked(() => remove(kind, Number(key), context.state));
  return '';
};

// --- function calls -------------------------------------------------------------------------------------------------------

const invoiceOrder =
  'customerid datecreated dateposted datedue termname action batchkey invoiceno ponumber onhold description externalid billto shipto basecurr currency exchratedate exchratetype exchrate nogl supdocid customfields taxsolutionid inclusivetax invoiceitems'.split(
    ' ',
  );
const lineOrder =
  'glaccountno accountlabel offsetglaccountno amount totaltrxamount allocationid memo locationid departmentid key totalpaid totaldue customfields revrectemplate defrevaccount revrecstartdate revrecenddate projectid customerid vendorid employeeid itemid classid contractid warehouseid taxentries'.split(
    ' ',
  );

function lineOf(node: XmlElement): NewInvoice['lines'][number] {
  inOrder(node, lineOrder);
  const taxes = xmlChildren(xmlChild(node, 'taxentries'), 'taxentry');
  for (const tax of taxes) inOrder(tax, ['detailid', 'trx_tax']);
  return {
    account: text(node, 'glaccountno'),
    cents: centsOf(text(node, 'amount')),
    memo: text(node, 'memo'),
    location: text(node, 'locationid'),
    department: text(node, 'departmentid'),
    tax: text(taxes[0], 'detailid'),
  };
}

const createInvoiceCall: Work = (call, { entity }, context) => {
  inOrder(call, invoiceOrder);
  const action = text(call, 'action');
  if (!['', 'Draft', 'Submit'].includes(action)) throw refusal('XL03000003', `action may not be ${action}.`);
  const due = xmlChild(call, 'datedue');
  const dueOn = splitDate(due);
  if (due !== undefined && dueOn === undefined) throw refusal('BL01001973', 'datedue is no date.');
  const items = xmlChildren(xmlChild(call, 'invoiceitems'), 'lineitem');
  const invoice = booked(() =>
    createInvoice(
      {
        customer: text(call, 'customerid'),
        date: splitDate(xmlChild(call, 'datecreated')),
        due: dueOn,
        number: xmlText(call, 'invoiceno'),
        reference: text(call, 'ponumber'),
        description: text(call, 'description'),
        draft: action === 'Draft',
        currency: xmlText(call, 'currency'),
        rated: xmlText(call, 'exchratetype') !== undefined || xmlText(call, 'exchrate') !== undefined,
        term: text(call, 'termname'),
        lines: items.map(lineOf),
      },
      entity,
      context,
    ),
  );
  return element('key', String(invoice.key));
};

const paymentOrder =
  'customerid paymentamount translatedamount bankaccountid undepfundsacct batchkey refid overpaylocid overpaydeptid datereceived paymentmethod basecurr currency exchratedate exchratetype exchrate cctype authcode'.split(
    ' ',
  );

const createPaymentCall: Work = (call, { entity }, context) => {
  const items = xmlChildren(call, 'arpaymentitem');
  inOrder({ ...call, children: call.children.filter(({ name }) => name !== 'arpaymentitem') }, paymentOrder);
  const details = items.map((item) => ({
    invoice: Number(text(item, 'invoicekey')),
    cents: centsOf(text(item, 'amount')),
  }));
  const method = text(call, 'paymentmethod');
  const payment = booked(() =>
    createPayment(
      {
        customer: text(call, 'customerid'),
        bank: text(call, 'bankaccountid'),
        date: splitDate(xmlAt(call, 'datereceived')),
        method: Object.entries(paymentMethods).find(([, xml]) => xml === method)?.[0] ?? 'eft',
        document: text(call, 'refid'),
        details,
      },
      entity,
      context,
    ),
  );
  return element('key', String(payment.key));
};

export const gatewayWrites: Readonly<Record<string, Work>> = {
  create,
  delete: remover,
  create_invoice: createInvoiceCall,
  create_arpayment: createPaymentCall,
};
