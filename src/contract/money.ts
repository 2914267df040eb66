/**
 * Money is a decimal string plus a currency, converted once and exactly: vendors use minor units, JSON numbers or strings.
 * No float arithmetic happens here: digits are moved, never computed.
 */

/** Currencies whose minor unit is not a hundredth (ISO 4217), as payment vendors treat them. */
const minorDigits: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  MGA: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** No amount is longer, and a hostile one must cost nothing. A number without exponent has up to 309 digits before the point. */
const longest = 400;

/** Digits after the point in a currency's ordinary amounts. */
export function currencyDigits(currency: string): number {
  return minorDigits[currency.toUpperCase()] ?? 2;
}

/** 11000, 'aud' -> '110.00'. Throws RangeError when the amount is not a safe integer: that is a vendor's broken answer. */
export function fromMinor(amount: number, currency: string): string {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an amount in minor units: ${amount}`);
  const digits = currencyDigits(currency);
  const sign = amount < 0 ? '-' : '';
  const all = String(Math.abs(amount)).padStart(digits + 1, '0');
  return digits === 0 ? sign + all : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** '110.00', 'aud' -> 11000. Throws RangeError when the string is not an amount the currency can hold exactly. */
export function toMinor(amount: string, currency: string): number {
  const digits = currencyDigits(currency);
  const match = amount.length > longest ? null : /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) throw new RangeError(`not a decimal amount: ${shown(amount)}`);
  const fraction = match[3] ?? '';
  if (fraction.slice(digits).replaceAll('0', '') !== '')
    throw new RangeError(`${amount} has more decimals than ${currency.toUpperCase()} allows`);
  const minor = Number(`${match[2]}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${amount} is too large`);
  return match[1] === '-' && minor !== 0 ? -minor : minor;
}

/** A JSON number or decimal string as a decimal string with at least the currency's digits: 110.1 -> '110.10', 0.0125 -> '0.0125'. */
export function toDecimal(amount: number | string, currency: string): string {
  return decimal(amount, currencyDigits(currency));
}

/** A number that is not money (a quantity, a percentage): 10 -> '10', '12.50' -> '12.5'. */
export function plainDecimal(value: number | string): string {
  return decimal(value, 0);
}

function decimal(amount: number | string, digits: number): string {
  const text = typeof amount === 'number' ? plain(amount) : amount.trim();
  const match = text.length > longest ? null : /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null || ((match[2] ?? '') === '' && (match[3] ?? '') === ''))
    throw new RangeError(`not a decimal amount: ${shown(text)}`);
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = (match[3] ?? '').replace(/0+$/, '').padEnd(digits, '0');
  const zero = /^0*$/.test(whole + fraction);
  return `${match[1] === '-' && !zero ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** A number without exponent, digit for digit what JavaScript would print. */
function plain(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not an amount: ${value}`);
  const text = String(value);
  if (!/e/i.test(text)) return text;
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
