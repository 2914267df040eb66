/** Acme's items as unified models. Pure and total: what Acme does not say is null. */
import type { Models } from 'plugboard/contract';
import { fromIso, textOf } from 'plugboard/kit';
import type { RawContact } from './raw.ts';

export function mapContact(raw: RawContact): Models['contact'] {
  const phone = textOf(raw.phone);
  const name = [raw.first_name, raw.last_name].flatMap((part) => textOf(part) ?? []).join(' ');
  return {
    name: textOf(name),
    first_name: textOf(raw.first_name),
    last_name: textOf(raw.last_name),
    email: textOf(raw.email),
    phones: phone === null ? [] : [{ kind: 'default', number: phone }],
    addresses: [],
    tax_number: null,
    is_customer: null,
    is_supplier: null,
    status: 'active',
    currency: null,
    balance: null,
    created_at: fromIso(raw.created_at) ?? null,
    updated_at: fromIso(raw.updated_at) ?? null,
    custom: {},
  };
}
