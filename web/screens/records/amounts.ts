/**
 * Amounts as people read them. They come as decimal strings and are shown digit for digit: Intl formats such a string exactly, without a
 * float in between, and as many decimals are shown as there are.
 */

/** Longer ones are shown as they came: nobody reads them, and no formatter takes them. */
const mostDecimals = 20;

function isDecimal(text: string): text is `${number}` {
  return text.length < 60 && /^-?\d+(\.\d+)?$/.test(text);
}

/** `103.95`, `AUD` -> `A$103.95`; without a currency `103.95`. What is no decimal is answered as it is. */
export function amountText(amount: string, currency: string | null, locale: string): string {
  if (!isDecimal(amount)) return amount;
  const decimals = amount.split('.')[1]?.length ?? 0;
  if (decimals > mostDecimals) return currency === null ? amount : `${amount} ${currency}`;
  if (currency === null || !/^[A-Z]{3}$/.test(currency))
    return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
      amount,
    );
  const usual = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: Math.max(usual ?? 0, decimals),
  }).format(amount);
}
