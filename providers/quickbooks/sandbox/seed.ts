/** Harbour Training's books at QuickBooks. Ids are made from the place in the business's lists, so that they are the same every time. */
import { toMinor, type Business, type BusinessInvoice, type JsonObject } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { chart, chartOfAccounts, taxAgencies, taxCodeList, taxCodes, taxRates } from './chart.ts';
import { expenseLine, saleLine, voided, withTotals } from './documents.ts';
import { base, customersOf, items, services, vendor } from './seed-names.ts';
import { settle } from './settle.ts';
import { centsAt, idOf, money, realmId, type Company, type Entity, type State } from './state.ts';

const noon = (day: string) => Date.parse(`${day}T04:00:00Z`);
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

export function seed({ business }: { readonly business: Business }): State {
  const created = Date.parse('2026-04-20T01:00:00Z');
  const company: Company = {
    realm: realmId,
    name: business.name,
    legal_name: business.legalName,
    abn: business.abn,
    email: business.email,
    phone: business.phone,
    country: business.country,
    currency: business.currency,
    created,
  };
  const state: State = {
    oauth: emptyOAuth(),
    refreshes: {},
    counts: { minute: {}, second: {} },
    company,
    tables: emptyTables(),
    gone: [],
    cleared: {},
    next_id: 20_000,
    next_number: 5000,
    replies: {},
    webhook_events: 0,
  };
  const { tables } = state;
  tables.Account = chartOfAccounts(company);
  tables.TaxRate = taxRates(company);
  tables.TaxCode = taxCodeList(company);
  tables.TaxAgency = taxAgencies(company);
  tables.Item = items(business, created);
  const customers = customersOf(business, company);
  tables.Customer = [...customers.values()];
  const vendors = new Map(business.suppliers.map((supplier, index) => [supplier.id, vendor(supplier, index, company)]));
  tables.Vendor = [...vendors.values()];
  // QuickBooks has no drafts: what is not issued is not there.
  const issued = business.invoices.filter(({ status }) => status !== 'draft');
  issued.forEach((invoice, index) => seedInvoice(state, business, invoice, customers.get(invoice.customer), index));
  business.bills.forEach((bill, index) => seedBill(state, bill, vendors.get(bill.supplier), index));
  seedOthers(state);
  settle(state);
  return state;
}

function emptyTables(): Record<Entity, JsonObject[]> {
  return {
    Customer: [],
    Vendor: [],
    Item: [],
    Account: [],
    TaxCode: [],
    TaxRate: [],
    TaxAgency: [],
    Invoice: [],
    SalesReceipt: [],
    Payment: [],
    CreditMemo: [],
    RefundReceipt: [],
    Bill: [],
    BillPayment: [],
    VendorCredit: [],
    Purchase: [],
    Deposit: [],
    Transfer: [],
    JournalEntry: [],
  };
}

// --- documents ------------------------------------------------------------------------------------------------------------

function reference(row: JsonObject | undefined): JsonObject {
  return row === undefined ? { value: '' } : { value: idOf(row), name: row['DisplayName'] ?? '' };
}

function currencyOf({ company }: State): JsonObject {
  return { CurrencyRef: { value: company.currency, name: 'Australian Dollar' } };
}

function seedInvoice(
  state: State,
  business: Business,
  invoice: BusinessInvoice,
  who: JsonObject | undefined,
  index: number,
): void {
  const lines = invoice.lines.map(({ description, course, quantity, unitAmount }) => {
    const place = business.courses.findIndex(({ id }) => id === course);
    const workbook = description.endsWith('workbook');
    const item = workbook ? '2' : place < 0 ? services.id : String(11 + place);
    const name = state.tables.Item.find((row) => idOf(row) === item)?.['Name'];
    const unitCents = toMinor(unitAmount, 'AUD');
    return saleLine({
      item,
      name: typeof name === 'string' ? name : '',
      description,
      quantity,
      unitCents,
      tax: taxCodes.gst,
    });
  });
  const id = String(1001 + index);
  const row: JsonObject = {
    ...base(id, noon(invoice.issuedOn)),
    DocNumber: invoice.number,
    TxnDate: invoice.issuedOn,
    DueDate: invoice.dueOn,
    ...currencyOf(state),
    CustomerRef: reference(who),
    ...withTotals(state, lines, 'TaxExcluded', 'sales'),
    Balance: 0,
    BillEmail: who?.['PrimaryEmailAddr'] ?? { Address: '' },
    EmailStatus: 'EmailSent',
    PrintStatus: 'NotSet',
    LinkedTxn: [],
  };
  state.tables.Invoice.push(invoice.status === 'void' ? voided(row) : row);
  if (invoice.paidOn !== undefined) seedPayment(state, row, invoice.paidOn, index);
}

/** Every second payment goes straight to the bank; the others wait in Undeposited Funds until somebody takes them there. */
function seedPayment(state: State, invoice: JsonObject, paidOn: string, index: number): void {
  const direct = index % 2 === 0;
  const total = centsAt(invoice, 'TotalAmt');
  const id = String(2001 + index);
  state.tables.Payment.push({
    ...base(id, noon(paidOn)),
    TxnDate: paidOn,
    TotalAmt: money(total),
    UnappliedAmt: 0,
    CustomerRef: invoice['CustomerRef'] ?? {},
    DepositToAccountRef: { value: direct ? chart.bank : chart.undeposited },
    PaymentRefNum: `R-${id}`,
    ...currencyOf(state),
    ProcessPayment: false,
    Line: [{ Amount: money(total), LinkedTxn: [{ TxnId: idOf(invoice), TxnType: 'Invoice' }] }],
    LinkedTxn: [],
  });
  if (direct) return;
  const deposited = dayAfter(paidOn);
  const fee = index % 3 === 0 ? 200 : 0;
  const feeLine = {
    Id: '2',
    LineNum: 2,
    Description: 'Card terminal fee',
    Amount: money(-fee),
    DetailType: 'DepositLineDetail',
    DepositLineDetail: { AccountRef: { value: chart.cardFees, name: 'Card fees' } },
  };
  state.tables.Deposit.push({
    ...base(String(3001 + index), noon(deposited)),
    TxnDate: deposited,
    DepositToAccountRef: { value: chart.bank, name: 'Business Cheque' },
    TotalAmt: money(total - fee),
    ...currencyOf(state),
    Line: [
      { Id: '1', LineNum: 1, Amount: money(total), LinkedTxn: [{ TxnId: id, TxnType: 'Payment', TxnLineId: '0' }] },
      ...(fee === 0 ? [] : [feeLine]),
    ],
  });
  if (deposited < '2026-11-01') state.cleared[`Deposit:${3001 + index}`] = 'Reconciled';
}

function seedBill(state: State, bill: Business['bills'][number], who: JsonObject | undefined, index: number): void {
  const cents = toMinor(bill.amount, 'AUD');
  const lines = [expenseLine({ account: chart.supplies, description: bill.description, cents, tax: taxCodes.gst })];
  const id = String(4001 + index);
  const row: JsonObject = {
    ...base(id, noon(bill.issuedOn)),
    DocNumber: bill.number.slice(0, 21),
    TxnDate: bill.issuedOn,
    DueDate: bill.dueOn,
    ...currencyOf(state),
    VendorRef: reference(who),
    APAccountRef: { value: chart.payable, name: 'Accounts Payable' },
    ...withTotals(state, lines, 'TaxExcluded', 'purchases'),
    Balance: 0,
    LinkedTxn: [],
    IncludeInAnnualTPAR: false,
  };
  state.tables.Bill.push(row);
  if (bill.paidOn === undefined) return;
  const paid = String(5001 + index);
  const card = index % 4 === 3;
  state.tables.BillPayment.push({
    ...base(paid, noon(bill.paidOn)),
    TxnDate: bill.paidOn,
    ...currencyOf(state),
    VendorRef: reference(who),
    PayType: card ? 'CreditCard' : 'Check',
    ...(card
      ? { CreditCardPayment: { CCAccountRef: { value: chart.card, name: 'Visa' } } }
      : { CheckPayment: { BankAccountRef: { value: chart.bank, name: 'Business Cheque' }, PrintStatus: 'NotSet' } }),
    TotalAmt: row['TotalAmt'] ?? 0,
    Line: [{ Amount: row['TotalAmt'] ?? 0, LinkedTxn: [{ TxnId: id, TxnType: 'Bill' }] }],
  });
  if (bill.paidOn < '2026-11-01') state.cleared[`BillPayment:${paid}`] = 'Cleared';
}

/** One or two of each of what the business's own lists do not have. */
function seedOthers(state: State): void {
  const { tables } = state;
  const day = '2026-10-05';
  const [who] = tables.Customer;
  const [supplier] = tables.Vendor;
  const sale = (description: string, unitCents: number) =>
    saleLine({ item: services.id, name: services.name, description, quantity: 1, unitCents, tax: taxCodes.gst });
  const dated = (id: string): JsonObject => ({ ...base(id, noon(day)), TxnDate: day, ...currencyOf(state) });
  if (who !== undefined) {
    const open = tables.Invoice.find((row) => row['PrivateNote'] === undefined && !isPaid(state, row));
    const to = { CustomerRef: open?.['CustomerRef'] ?? reference(who) };
    const credit = withTotals(state, [sale('Place not taken up', 10_000)], 'TaxExcluded', 'sales');
    tables.CreditMemo.push({
      ...dated('6001'),
      DocNumber: 'CM-1',
      ...to,
      ...credit,
      RemainingCredit: 110,
      Balance: 110,
      LinkedTxn: [],
    });
    if (open !== undefined) seedCreditUse(state, open, dated('6002'));
    const given = withTotals(state, [sale('Workbook returned', 2450)], 'TaxExcluded', 'sales');
    tables.RefundReceipt.push({
      ...dated('6101'),
      DocNumber: 'RR-1',
      ...to,
      ...given,
      DepositToAccountRef: { value: chart.bank },
      Balance: 0,
    });
    const counter = withTotals(state, [sale('First aid kit, over the counter', 4500)], 'TaxExcluded', 'sales');
    tables.SalesReceipt.push({
      ...dated('6201'),
      DocNumber: 'SR-1',
      ...to,
      ...counter,
      DepositToAccountRef: { value: chart.bank },
      Balance: 0,
    });
  }
  if (supplier !== undefined) {
    const lines = [
      expenseLine({ account: chart.supplies, description: 'Manikins sent back', cents: 8000, tax: taxCodes.gst }),
    ];
    const back = withTotals(state, lines, 'TaxExcluded', 'purchases');
    tables.VendorCredit.push({
      ...dated('6301'),
      DocNumber: 'VC-1',
      VendorRef: reference(supplier),
      APAccountRef: { value: chart.payable },
      ...back,
      Balance: 88,
      LinkedTxn: [],
    });
  }
  for (const [index, gross] of [2200, 3305].entries()) {
    const bought = [
      expenseLine({ account: chart.supplies, description: 'Tea and biscuits', cents: 0, gross, tax: taxCodes.gst }),
    ];
    const paid = withTotals(state, bought, 'TaxInclusive', 'purchases');
    const entity = supplier === undefined ? {} : { EntityRef: { ...reference(supplier), type: 'Vendor' } };
    tables.Purchase.push({
      ...dated(String(6401 + index)),
      PaymentType: 'CreditCard',
      AccountRef: { value: chart.card, name: 'Visa' },
      ...entity,
      Credit: index === 1,
      ...paid,
    });
  }
  tables.Transfer.push({
    ...dated('6501'),
    FromAccountRef: { value: chart.bank, name: 'Business Cheque' },
    ToAccountRef: { value: chart.savings, name: 'Savings' },
    Amount: 500,
  });
  state.cleared['Transfer:6501'] = 'Reconciled';
  tables.JournalEntry.push({
    ...dated('6601'),
    DocNumber: 'JE-1',
    Adjustment: false,
    PrivateNote: 'Card fees of September',
    Line: [journalLine('0', 'Debit', chart.cardFees, 1210), journalLine('1', 'Credit', chart.card, 1210)],
    TotalAmt: 12.1,
  });
}

function journalLine(Id: string, PostingType: string, account: string, cents: number): JsonObject {
  return {
    Id,
    Description: 'Card fees',
    Amount: money(cents),
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: { value: account } },
  };
}

function isPaid(state: State, invoice: JsonObject): boolean {
  return state.tables.Payment.some((row) => JSON.stringify(row['Line']).includes(`"TxnId":"${idOf(invoice)}"`));
}

/** A credit is used by a payment of nothing that links both. */
function seedCreditUse(state: State, invoice: JsonObject, dated: JsonObject): void {
  const amount = money(Math.min(5000, centsAt(invoice, 'TotalAmt')));
  const link = (TxnId: string, TxnType: string): JsonObject => ({ Amount: amount, LinkedTxn: [{ TxnId, TxnType }] });
  state.tables.Payment.push({
    ...dated,
    TotalAmt: 0,
    UnappliedAmt: 0,
    CustomerRef: invoice['CustomerRef'] ?? {},
    ProcessPayment: false,
    Line: [link(idOf(invoice), 'Invoice'), link('6001', 'CreditMemo')],
    LinkedTxn: [],
  });
}
