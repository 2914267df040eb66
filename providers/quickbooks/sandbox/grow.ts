/** Streams grown for load: item number n of a very large company, made by rule from n alone. They are read-only and do not count in the reports. */
import type { JsonObject } from 'plugboard/contract';
import { chart, taxCodes } from './chart.ts';
import { saleLine } from './documents.ts';
import { divided, money, stamp } from './state.ts';

interface Item {
  readonly index: number;
  /** Grows each time the item is touched, and shows in what it says. */
  readonly generation: number;
  readonly at: number;
}

const names = ['Nguyen', 'Smith', 'Kaur', "O'Brien", 'Rossi', 'Taylor', 'Yılmaz', 'Martin'];
const towns = ['Perth', 'Fremantle', 'Bunbury', 'Albany', 'Geraldton'];
const currency = { CurrencyRef: { value: 'AUD', name: 'Australian Dollar' } };

function base(first: number, { index, generation, at }: Item): JsonObject {
  return {
    domain: 'QBO',
    sparse: false,
    Id: String(first + index),
    SyncToken: String(generation),
    MetaData: { CreateTime: '2026-11-19T08:00:00-08:00', LastUpdatedTime: stamp(at) },
  };
}

function dayOf(index: number): string {
  return new Date(Date.UTC(2025, 0, 1) + (index % 700) * 86_400_000).toISOString().slice(0, 10);
}

function customers(item: Item): JsonObject {
  const { index, generation } = item;
  const last = names[index % names.length] ?? '';
  return {
    ...base(1_000_000, item),
    GivenName: `Customer${index}`,
    FamilyName: last,
    DisplayName: `${last} ${index}`,
    PrintOnCheckName: `${last} ${index}`,
    Active: true,
    Taxable: true,
    Job: false,
    PrimaryEmailAddr: { Address: `customer.${index}@grown.example` },
    PrimaryPhone: { FreeFormNumber: `(08) 5550 ${String(1000 + (index % 9000))}` },
    BillAddr: {
      Id: String(1_000_000 + index),
      Line1: `${(index % 200) + 1} Long Street`,
      ...(generation === 0 ? {} : { Line2: `Unit ${generation}` }),
      City: towns[index % towns.length] ?? '',
      CountrySubDivisionCode: 'WA',
      PostalCode: '6000',
      Country: 'AUS',
    },
    ...currency,
    Balance: 0,
  };
}

const unitOf = (index: number): number => 1000 + (index % 90_000);
const totalOf = (index: number): number => {
  const net = ((index % 3) + 1) * unitOf(index);
  return net + divided(net, 10);
};

/** Grown documents belong to the first five customers every seed may have. */
const customerOf = (index: number): JsonObject => ({ CustomerRef: { value: String(101 + (index % 5)) } });

function invoices(item: Item): JsonObject {
  const { index, generation } = item;
  const quantity = (index % 3) + 1;
  const line = saleLine({
    item: '1',
    name: 'Services',
    description: `Course place ${index}`,
    quantity,
    unitCents: unitOf(index),
    tax: taxCodes.gst,
  });
  const net = quantity * unitOf(index);
  const total = totalOf(index);
  const rate = { TaxRateRef: { value: '3' }, PercentBased: true, TaxPercent: 10, NetAmountTaxable: money(net) };
  return {
    ...base(2_000_000, item),
    DocNumber: `G-${String(index).padStart(7, '0')}`,
    TxnDate: dayOf(index),
    DueDate: dayOf(index + 14),
    ...currency,
    ...customerOf(index),
    PrivateNote: `PO ${index}.${generation}`,
    Line: [
      { Id: '1', LineNum: 1, ...line },
      { Amount: money(net), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ],
    TxnTaxDetail: {
      TotalTax: money(total - net),
      TaxLine: [{ Amount: money(total - net), DetailType: 'TaxLineDetail', TaxLineDetail: rate }],
    },
    GlobalTaxCalculation: 'TaxExcluded',
    TotalAmt: money(total),
    Balance: index % 2 === 0 ? 0 : money(total),
    EmailStatus: 'EmailSent',
    PrintStatus: 'NotSet',
    LinkedTxn: [],
  };
}

/** Every second grown invoice is paid; payment n settles invoice 2n. */
function payments(item: Item): JsonObject {
  const { index, generation } = item;
  const total = money(totalOf(index * 2));
  return {
    ...base(4_000_000, item),
    TxnDate: dayOf(index * 2),
    TotalAmt: total,
    UnappliedAmt: 0,
    ...customerOf(index * 2),
    DepositToAccountRef: { value: chart.bank },
    PaymentRefNum: `G-${index}.${generation}`,
    ...currency,
    ProcessPayment: false,
    Line: [{ Amount: total, LinkedTxn: [{ TxnId: String(2_000_000 + index * 2), TxnType: 'Invoice' }] }],
    LinkedTxn: [],
  };
}

export const grow = { customers, invoices, payments };
