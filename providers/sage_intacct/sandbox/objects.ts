/** All objects of the sandbox. Called by query.ts. */
import { common, field, object, type Field, type SandboxObject } from './object.ts';
import { accounts, batches, entries, ledger } from './objects-ledger.ts';
import { customers, invoiceLines, invoices, paymentDetails, payments, suppliers } from './objects-sales.ts';
import { departments, locations, type Row } from './state.ts';

interface PlaceRow extends Row {
  readonly id: string;
  readonly name: string;
}

const places = (list: readonly { readonly id: string; readonly name: string }[]): PlaceRow[] =>
  list.map((place, index) => ({ ...place, key: index + 1, entity: '', created: 0, updated: 0 }));
const placeFields = (id: string, name: string): Field<PlaceRow>[] => [
  ...common<PlaceRow>('WHENCREATED'),
  field([id, 'id'], 'text', (place) => place.id),
  field([name, 'name'], 'text', (place) => place.name),
];

export const objects: readonly SandboxObject[] = [
  customers,
  suppliers,
  accounts,
  invoices,
  invoiceLines,
  payments,
  paymentDetails,
  batches,
  entries,
  ledger,
  object<PlaceRow>({
    xml: 'LOCATION',
    rest: 'company-config/location',
    rows: () => places(locations),
    fields: placeFields('LOCATIONID', 'NAME'),
  }),
  object<PlaceRow>({
    xml: 'DEPARTMENT',
    rest: 'company-config/department',
    rows: () => places(departments.map((id) => ({ id, name: id }))),
    fields: placeFields('DEPARTMENTID', 'TITLE'),
  }),
];
