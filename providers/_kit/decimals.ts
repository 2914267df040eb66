/**
 * Arithmetic with decimal strings, exact to the last digit and rounded only where cents are asked for, for vendors that say two amounts of
 * three, or want to be told what a line comes to. Takes what `moneyOf`, `decimalOf` and an action's input schema let through.
 */

interface Decimal {
  readonly units: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

/** '110.00' - '10.00' = '100.00', with the decimals of the longer one; null when one of them is unknown. */
export function minus(from: string | null, taken: string | null): string | null {
  if (from === null || taken === null) return null;
  const [left, right] = [read(from), read(taken)];
  const scale = Math.max(left.scale, right.scale);
  return write({ units: unitsAt(scale, left) - unitsAt(scale, right), scale });
}

/** The sum with the decimals of the longest; null for none. */
export function sumOf(texts: readonly string[]): string | null {
  if (texts.length === 0) return null;
  const parts = texts.map(read);
  const scale = Math.max(...parts.map((one) => one.scale));
  return write({ units: parts.reduce((sum, one) => sum + unitsAt(scale, one), 0n), scale });
}

/** Quantity times price in whole cents, halves away from zero: '3' x '33.335' = '100.01'. */
export function lineTotal(quantity: string, price: string): string {
  const [one, other] = [read(quantity), read(price)];
  return inCents(one.units * other.units, 10n ** BigInt(one.scale + other.scale));
}

/** What is left of a gross amount when the tax in it is taken out, in whole cents: '110.00' at '10' = '100.00'. */
export function netOf(gross: string, percent: string): string {
  const [amount, rate] = [read(gross), read(percent)];
  const hundred = 100n * 10n ** BigInt(rate.scale);
  return inCents(amount.units * hundred, 10n ** BigInt(amount.scale) * (hundred + rate.units));
}

function read(text: string): Decimal {
  const [whole = '0', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function write({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function unitsAt(scale: number, value: Decimal): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** A fraction (its denominator above zero) in whole cents, halves away from zero. */
function inCents(numerator: bigint, denominator: bigint): string {
  const sign = numerator < 0n ? -1n : 1n;
  const units = (sign * (sign * numerator * 200n + denominator)) / (denominator * 2n);
  return write({ units, scale: 2 });
}
