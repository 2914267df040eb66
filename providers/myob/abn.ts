/** Australian Business Numbers: the check the tax office publishes, and how people write them. Called by actions.ts. */

const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

function digitsOf(text: string): string {
  return text.replaceAll(' ', '');
}

/** Eleven digits; less one at the front, weighted, they add up to a multiple of 89. */
export function isAbn(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const sum = weights.reduce((all, weight, index) => all + weight * (Number(digits[index]) - (index === 0 ? 1 : 0)), 0);
  return sum % 89 === 0;
}

/** '51824753556' -> '51 824 753 556'. */
export function formattedAbn(text: string): string {
  return digitsOf(text).replace(/^(\d\d)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4');
}
