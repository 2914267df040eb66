/**
 * Stripe's way of counting money, exact in both directions. Amounts are integers in the currency's minor unit; unit prices may
 * have more decimals than that (`unit_amount_decimal: "12.5"` cents). Digits are moved, never computed. Used by maps and actions.
 */
import { currencyDigits, fromMinor, toMinor } from 'plugboard/contract';

/**
 * The shilling has no cents in ISO 4217, but Stripe's API still counts it in hundredths (500 is 5 UGX), as it does the króna.
 * Read with the common table it would come out a hundred times too large.
 */
function counted(currency: string): string {
  return currency.toLowerCase() === 'ugx' ? 'isk' : currency;
}

/** 11000, 'aud' -> '110.00'. */
export function fromStripe(amount: number, currency: string): string {
  return fromMinor(amount, counted(currency));
}

/** The same for what may be missing. */
export function fromStripeOrNull(
  amount: number | null | undefined,
  currency: string | null | undefined,
): string | null {
  return typeof amount === 'number' && typeof currency === 'string' ? fromStripe(amount, currency) : null;
}

/** '110.00', 'aud' -> 11000. Throws RangeError when the amount cannot be held exactly. */
export function toStripe(amount: string, currency: string): number {
  return toMinor(amount, counted(currency));
}

/** '1250.5', 'aud' -> '12.505': a decimal number of minor units. Undefined when the text is no plain decimal. */
export function fromStripeDecimal(text: string, currency: string): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const digits = currencyDigits(counted(currency));
  const whole = (match[2] ?? '').padStart(digits + 1, '0');
  const split = whole.length - digits;
  const fraction = whole.slice(split) + (match[3] ?? '');
  const kept = fraction.slice(0, digits) + fraction.slice(digits).replace(/0+$/, '');
  const units = whole.slice(0, split).replace(/^0+(?=\d)/, '');
  const sign = match[1] === '-' && /[1-9]/.test(units + kept) ? '-' : '';
  return kept === '' ? sign + units : `${sign}${units}.${kept}`;
}
