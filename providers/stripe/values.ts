/** What all maps of Stripe's objects share: times, references, tax sums. Pure and total: what cannot be read becomes null. */
import { plainDecimal, type Models } from 'plugboard/contract';
import { dateOf, fromUnix } from 'plugboard/kit';
import type { Expandable, RawAddress, RawTax } from './raw.ts';

type Address = Models['contact']['addresses'][number];

/** Unix seconds as an ISO moment. */
export function momentOf(seconds: number | null | undefined): string | null {
  return fromUnix(seconds) ?? null;
}

/** Unix seconds as a calendar date in UTC. */
export function dayOf(seconds: number | null | undefined): string | null {
  return dateOf(fromUnix(seconds)) ?? null;
}

/** The id behind a reference, expanded or not. */
export function idOf(value: Expandable): string | null {
  const id = typeof value === 'string' ? value : value?.id;
  return id === undefined || id === '' ? null : id;
}

export function currencyOf(code: string | null | undefined): string | null {
  return code?.toUpperCase() ?? null;
}

export function addressOf(kind: Address['kind'], raw: RawAddress): Address[] {
  if (raw === null || raw === undefined) return [];
  const { line1, line2, city, state, postal_code, country } = raw;
  if ([line1, line2, city, state, postal_code, country].every((part) => part === null || part === undefined)) return [];
  return [
    {
      kind,
      line1: line1 ?? null,
      line2: line2 ?? null,
      city: city ?? null,
      region: state ?? null,
      postcode: postal_code ?? null,
      country: country ?? null,
    },
  ];
}

/** The sum, or null when there is nothing to add or it leaves the safe integers. */
export function sumOf(taxes: readonly RawTax[] | null | undefined): number | null {
  if (taxes === null || taxes === undefined) return null;
  const sum = taxes.reduce((total, tax) => total + tax.amount, 0);
  return Number.isSafeInteger(sum) ? sum : null;
}

export function isInclusive(tax: RawTax): boolean {
  return tax.tax_behavior === 'inclusive' || tax.inclusive === true;
}

export function quantityOf(value: number | null | undefined): string | null {
  return typeof value === 'number' ? plainDecimal(value) : null;
}

/** Metadata is what an account's owner adds to an object: exactly our `custom`. */
export function customOf(raw: {
  readonly metadata?: Record<string, unknown> | null | undefined;
}): Record<string, unknown> {
  return raw.metadata ?? {};
}
