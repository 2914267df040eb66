/** Which right of the MYOB user each stream and action needs, as `CurrentUser` names them. Called by file.ts. */
export const needs: readonly {
  readonly name: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
}[] = [
  { name: 'customers', path: 'Contact/Customer', method: 'GET' },
  { name: 'suppliers', path: 'Contact/Supplier', method: 'GET' },
  { name: 'invoices', path: 'Sale/Invoice', method: 'GET' },
  { name: 'payments', path: 'Sale/CustomerPayment', method: 'GET' },
  { name: 'bills', path: 'Purchase/Bill', method: 'GET' },
  { name: 'supplier_payments', path: 'Purchase/SupplierPayment', method: 'GET' },
  { name: 'accounts', path: 'GeneralLedger/Account', method: 'GET' },
  { name: 'tax_codes', path: 'GeneralLedger/TaxCode', method: 'GET' },
  { name: 'create_customer', path: 'Contact/Customer', method: 'POST' },
  { name: 'create_invoice', path: 'Sale/Invoice/Service', method: 'POST' },
  { name: 'record_payment', path: 'Sale/CustomerPayment', method: 'POST' },
];
