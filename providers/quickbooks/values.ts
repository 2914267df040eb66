/**
 * QuickBooks' ways of writing references, money and text, read once and carefully. Total but for amounts: a raw schema has let those through.
 * Called by the maps, the streams and the actions.
 */
import { fail, fromMinor, plainDecimal, toMinor, type Account } from 'plugboard/contract';

export {
  currencyCode,
  decimalOf as number,
  fromIso as momentOf,
  moneyOf as money,
  oneOf,
  textOf as text,
} from 'plugboard/kit';

/** Amounts come as JSON numbers, in a few places as text. */
export type RawAmount = number | string | null | undefined;

/** `{value, name}`: the id of something else, and often its name. */
export type RawReference =
  { readonly value?: string | null | undefined; readonly name?: string | null | undefined } | null | undefined;

/** The id in a reference. */
export function idOf(reference: RawReference): string | null {
  const id = reference?.value?.trim() ?? '';
  return id === '' ? null : id;
}

/** One amount less another, to the cent; null where one is missing or finer than the currency. */
export function minus(amount: string | null, less: string | null, currency: string | null): string | null {
  if (amount === null || less === null) return null;
  const unit = currency ?? 'XXX';
  try {
    return fromMinor(toMinor(amount, unit) - toMinor(less, unit), unit);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The sum of percentages, digit for digit; null for none. */
export function sumOf(percents: readonly string[]): string | null {
  if (percents.length === 0) return null;
  const places = Math.max(...percents.map((one) => one.split('.')[1]?.length ?? 0));
  const scaled = percents.map((one) => {
    const [whole = '', fraction = ''] = one.split('.');
    return BigInt(whole + fraction.padEnd(places, '0'));
  });
  const digits = scaled.reduce((sum, one) => sum + one, 0n).toString();
  if (places === 0) return digits;
  const sign = digits.startsWith('-') ? '-' : '';
  const padded = digits.replace('-', '').padStart(places + 1, '0');
  return plainDecimal(`${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`);
}

/** Where the company's part of the API is, below the base URL. Throws `auth_revoked` where nobody knows which company it is. */
export function companyPath(account: Account | undefined, rest: string): string {
  if (account === undefined)
    throw fail('auth_revoked', 'It is not known which QuickBooks company this is: connect the integration again.');
  return `/${encodeURIComponent(account.id)}${rest}`;
}
