/** Small readings nearly every provider's maps need. Pure and total: nonsense becomes null. */
import { plainDecimal, toDecimal } from 'plugboard/contract';

/** Text without spaces around it; null when there is none, however the vendor writes that. */
export function textOf(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/**
 * Looks a vendor's code up in a table, among what is written there and not among what objects inherit; codes nobody has heard of become
 * the fallback.
 */
export function oneOf<T>(table: Readonly<Record<string, T>>, code: string | null | undefined): T | undefined;
export function oneOf<T>(table: Readonly<Record<string, T>>, code: string | null | undefined, fallback: T): T;
export function oneOf<T>(
  table: Readonly<Record<string, T>>,
  code: string | null | undefined,
  fallback?: T,
): T | undefined {
  const key = code ?? '';
  return Object.hasOwn(table, key) ? (table[key] ?? fallback) : fallback;
}

/** A mark, a quantity, a percentage, digit for digit: 81.5 -> '81.5'. Null for what is no number. */
export function decimalOf(value: number | string | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  try {
    return plainDecimal(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** ISO 4217, or null for anything that cannot be. */
export function currencyCode(value: string | null | undefined): string | null {
  const code = value?.trim().toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/**
 * An amount as written, with at least the currency's digits. Digits are moved, never computed: 110.1 -> '110.10', 0.0125 -> '0.0125'.
 * Null for nothing. Takes what a raw schema has let through: throws RangeError for what is no amount.
 */
export function moneyOf(value: number | string | null | undefined, currency: string | null): string | null {
  if (value === null || value === undefined || (typeof value === 'string' && value.trim() === '')) return null;
  return toDecimal(value, currency ?? 'XXX');
}

/** What has a value that is not null, so that the `custom` of records does not carry a dozen empty members. */
export function known(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
