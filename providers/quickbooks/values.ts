/**
 * QuickBooks' ways of writing references, money and text, read once and carefully. Total but for amounts: a raw schema has let those through.
 * Called by the maps, the streams and the actions.
 */
import { fail, type Account } from 'plugboard/contract';

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

/** Where the company's part of the API is, below the base URL. Throws `auth_revoked` where nobody knows which company it is. */
export function companyPath(account: Account | undefined, rest: string): string {
  if (account === undefined)
    throw fail('auth_revoked', 'It is not known which QuickBooks company this is: connect the integration again.');
  return `/${encodeURIComponent(account.id)}${rest}`;
}
