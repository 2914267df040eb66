/**
 * What can be read from a MYOB company file. Sales and purchases are in documents.ts, payroll in payroll.ts, and the reports, which are
 * not lists, in reports.ts.
 */
import { stream } from 'plugboard/contract';
import { bills, invoices } from './documents.ts';
import { cards, payments, small } from './lists.ts';
import { mapAccount, mapCustomer, mapSupplier, mapTaxCode } from './maps.ts';
import { mapPayment, mapSupplierPayment } from './maps-documents.ts';
import { employees, employments, payAdvices, payItems, timesheets } from './payroll.ts';
import { rawAccount, rawContact, rawPayment, rawSupplierPayment, rawTaxCode } from './raw.ts';
import { reports } from './reports.ts';

const customers = stream(
  cards({
    model: 'contact',
    summary: 'Customers with their ABN, inactive ones included.',
    path: '/Contact/Customer',
    raw: rawContact,
    map: mapCustomer,
  }),
);

const suppliers = stream(
  cards({
    model: 'contact',
    summary: 'Suppliers with their ABN, inactive ones included.',
    path: '/Contact/Supplier',
    raw: rawContact,
    map: mapSupplier,
  }),
);

const customerPayments = stream(
  payments({
    model: 'payment',
    summary: 'Payments received from customers.',
    path: '/Sale/CustomerPayment',
    raw: rawPayment,
    map: mapPayment,
  }),
);

const supplierPayments = stream(
  payments({
    model: 'payment',
    summary: 'Payments made to suppliers.',
    path: '/Purchase/SupplierPayment',
    raw: rawSupplierPayment,
    map: mapSupplierPayment,
  }),
);

const accounts = stream(
  small({
    model: 'account',
    summary: 'The chart of accounts, headings included.',
    path: '/GeneralLedger/Account',
    raw: rawAccount,
    map: mapAccount,
  }),
);

const taxCodes = stream(
  small({
    model: 'tax_rate',
    summary: 'Tax codes of the file (GST, FRE, N-T and its own ones).',
    path: '/GeneralLedger/TaxCode',
    raw: rawTaxCode,
    map: mapTaxCode,
  }),
);

export const streams = {
  customers,
  suppliers,
  invoices,
  payments: customerPayments,
  bills,
  supplier_payments: supplierPayments,
  accounts,
  tax_codes: taxCodes,
  employees,
  employments,
  timesheets,
  pay_items: payItems,
  pay_advices: payAdvices,
  reports,
};
