/**
 * Arithmetic with decimal strings, exact to the last digit: MYOB says what an invoice is for and what is left to pay, and what was paid is the
 * difference; it wants the amount of a line, and is given quantity times price. Called by the maps and the actions.
 */

interface Decimal {
  readonly units: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

/** Takes what `toDecimal` and the input schemas let through. */
function read(text: string): Decimal {
  const [whole = '0', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function write({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function at(scale: number, value: Decimal): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** '110.00' - '10.00' = '100.00'; null when one of them is unknown. */
export function minus(from: string | null, taken: string | null): string | null {
  if (from === null || taken === null) return null;
  const [left, right] = [read(from), read(taken)];
  const scale = Math.max(left.scale, right.scale);
  return write({ units: at(scale, left) - at(scale, right), scale });
}

export function plus(left: string, right: string): string {
  const [one, other] = [read(left), read(right)];
  const scale = Math.max(one.scale, other.scale);
  return write({ units: at(scale, one) + at(scale, other), scale });
}

/** Quantity times price in whole cents, halves away from zero: '3' x '33.335' = '100.01'. */
export function lineTotal(quantity: string, price: string): string {
  const [one, other] = [read(quantity), read(price)];
  const product: Decimal = { units: one.units * other.units, scale: one.scale + other.scale };
  if (product.scale <= 2) return write({ units: at(2, product), scale: 2 });
  const step = 10n ** BigInt(product.scale - 2);
  const sign = product.units < 0n ? -1n : 1n;
  return write({ units: sign * ((sign * product.units * 2n + step) / (step * 2n)), scale: 2 });
}
