/** Creating and changing contacts. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { renderContact } from './render.ts';
import { freshId, type Contact, type Context, type State } from './state.ts';
import { refuse, type WriteRules, type Written } from './writes.ts';

const statuses = ['ACTIVE', 'ARCHIVED', 'GDPRREQUEST'] as const;

/** PUT creates; POST changes the contact whose id or name is given, and creates it when there is none. */
export const contactWrites: WriteRules = {
  plural: 'Contacts',
  idField: 'ContactID',
  write(element, context, request) {
    const { state } = context;
    const id = textAt(element, 'ContactID')?.toLowerCase();
    const name = textAt(element, 'Name')?.trim();
    const byId = state.contacts.find((contact) => contact.id === id);
    if (id !== undefined && byId === undefined)
      return refuse('The contact with the specified ContactID could not be found.');
    const byName = name === undefined ? undefined : activeByName(state, name);
    const known = request.method === 'PUT' ? undefined : (byId ?? byName);
    if (name === undefined && known === undefined) return refuse('The contact name must be specified.');
    if (name !== undefined && name.length > 255)
      return refuse('The contact name cannot be longer than 255 characters.');
    if (byName !== undefined && byName !== known) {
      return refuse(
        `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
      );
    }
    return save(element, context, known, name);
  },
};

export function activeByName(state: State, name: string): Contact | undefined {
  return state.contacts.find(
    (contact) => contact.status === 'ACTIVE' && contact.name.toLowerCase() === name.toLowerCase(),
  );
}

function save(element: JsonObject, context: Context, known: Contact | undefined, name: string | undefined): Written {
  const email = textAt(element, 'EmailAddress') ?? known?.email ?? '';
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return refuse('Email address must be valid.');
  const asked = textAt(element, 'ContactStatus');
  const status = statuses.find((one) => one === asked);
  if (asked !== undefined && status === undefined) return refuse(`The contact status ${asked} is not valid.`);
  const contact: Contact = {
    ...(known ?? newContact(context, '')),
    name: name ?? known?.name ?? '',
    first: textAt(element, 'FirstName') ?? known?.first ?? '',
    last: textAt(element, 'LastName') ?? known?.last ?? '',
    email,
    tax_number: textAt(element, 'TaxNumber') ?? known?.tax_number ?? '',
    currency: textAt(element, 'DefaultCurrency') ?? known?.currency ?? '',
    phones: phonesOf(element) ?? known?.phones ?? [],
    addresses: addressesOf(element) ?? known?.addresses ?? [],
    status: status ?? known?.status ?? 'ACTIVE',
    updated: context.now(),
  };
  const { contacts } = context.state;
  if (known === undefined) contacts.push(contact);
  else contacts[contacts.indexOf(known)] = contact;
  return { ok: true, item: renderContact(contact, context.state) };
}

export function newContact(context: Context, name: string): Contact {
  return {
    id: freshId(context),
    name,
    first: '',
    last: '',
    email: '',
    tax_number: '',
    currency: '',
    phones: [],
    addresses: [],
    status: 'ACTIVE',
    updated: context.now(),
  };
}

function phonesOf(element: JsonObject): Contact['phones'] | undefined {
  const phones = at(element, 'Phones');
  if (!Array.isArray(phones)) return undefined;
  return phones.filter(isObject).map((phone) => ({
    type: textAt(phone, 'PhoneType') ?? 'DEFAULT',
    country: textAt(phone, 'PhoneCountryCode') ?? '',
    area: textAt(phone, 'PhoneAreaCode') ?? '',
    number: textAt(phone, 'PhoneNumber') ?? '',
  }));
}

function addressesOf(element: JsonObject): Contact['addresses'] | undefined {
  const addresses = at(element, 'Addresses');
  if (!Array.isArray(addresses)) return undefined;
  return addresses.filter(isObject).map((address) => ({
    type: textAt(address, 'AddressType') ?? 'POBOX',
    lines: [1, 2, 3, 4].flatMap((number) => textAt(address, `AddressLine${number}`) ?? []),
    city: textAt(address, 'City') ?? '',
    region: textAt(address, 'Region') ?? '',
    postcode: textAt(address, 'PostalCode') ?? '',
    country: textAt(address, 'Country') ?? '',
  }));
}
