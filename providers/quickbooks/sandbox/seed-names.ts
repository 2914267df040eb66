/** The names of Harbour Training at QuickBooks: items, customers and vendors. Called by seed.ts. */
import { toMinor, type Business, type Company as Employer, type JsonObject, type Person } from 'plugboard/contract';
import { chart, taxCodes } from './chart.ts';
import { metaData, money, type Company } from './state.ts';

export const services = { id: '1', name: 'Services' };

export const base = (Id: string, at: number): JsonObject => ({
  domain: 'QBO',
  sparse: false,
  Id,
  SyncToken: '0',
  MetaData: metaData(at),
});

export function items(business: Business, at: number): JsonObject[] {
  const item = (id: string, name: string, code: string, cents: number, account: string): JsonObject => ({
    ...base(id, at),
    Name: name,
    FullyQualifiedName: name,
    ...(code === '' ? {} : { Sku: code }),
    Description: name,
    Active: true,
    Taxable: true,
    UnitPrice: money(cents),
    Type: 'Service',
    IncomeAccountRef: { value: account },
    SalesTaxCodeRef: { value: taxCodes.gst },
  });
  return [
    item(services.id, services.name, '', 0, chart.fees),
    item('2', 'Workbook', '', 2450, chart.materials),
    ...business.courses.map(({ code, title, fee }, index) =>
      item(String(11 + index), `${code} ${title}`.slice(0, 100), code, toMinor(fee, 'AUD'), chart.fees),
    ),
  ];
}

function address(at: Employer['address'], Id: string): JsonObject {
  const { line1, city, state, postcode } = at;
  return { Id, Line1: line1, City: city, CountrySubDivisionCode: state, PostalCode: postcode, Country: 'AUS' };
}

function nameFields(company: Company, name: string, email: string, phone: string): JsonObject {
  return {
    DisplayName: name,
    PrintOnCheckName: name.slice(0, 100),
    Active: true,
    PrimaryEmailAddr: { Address: email },
    PrimaryPhone: { FreeFormNumber: phone },
    CurrencyRef: { value: company.currency, name: 'Australian Dollar' },
    Balance: 0,
  };
}

/** By the business's id. Everybody who studies or is billed. */
export function customersOf(business: Business, company: Company): Map<string, JsonObject> {
  const billed = new Set(business.invoices.map((invoice) => invoice.customer));
  const people = business.people.filter(({ id, role }) => role === 'student' || billed.has(id));
  const employers = business.companies.map((one, index): [string, JsonObject] => {
    const id = String(101 + index);
    const names = {
      ...nameFields(company, one.name, one.email, one.phone),
      CompanyName: one.name,
      BusinessNumber: one.abn,
    };
    return [
      one.id,
      { ...base(id, company.created), ...names, Taxable: true, Job: false, BillAddr: address(one.address, id) },
    ];
  });
  return new Map([
    ...employers,
    ...people.map((person, index): [string, JsonObject] => [person.id, customer(person, index, company)]),
  ]);
}

function customer(person: Person, index: number, company: Company): JsonObject {
  const id = String(201 + index);
  return {
    ...base(id, company.created),
    GivenName: person.firstName.slice(0, 100),
    FamilyName: person.lastName.slice(0, 100),
    ...nameFields(company, `${person.firstName} ${person.lastName}`, person.email, person.phone),
    Taxable: true,
    Job: false,
    BillAddr: address(person.address, id),
  };
}

export function vendor(supplier: Employer, index: number, company: Company): JsonObject {
  const id = String(401 + index);
  return {
    ...base(id, company.created),
    CompanyName: supplier.name,
    ...nameFields(company, supplier.name, supplier.email, supplier.phone),
    BusinessNumber: supplier.abn,
    Vendor1099: false,
    BillAddr: address(supplier.address, id),
  };
}
