/** Australian identifiers that pass the official check but are made up. Called by the seed. */

/** An Australian Business Number (11 digits) round a 9-digit body, by the ATO's weights modulo 89. */
export function abn(body: number): string {
  const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
  const tail = String(body).padStart(9, '0');
  for (let check = 10; check <= 99; check++) {
    const digits = Array.from(`${check}${tail}`, Number);
    const sum = digits.reduce(
      (total, digit, index) => total + (index === 0 ? digit - 1 : digit) * (weights[index] ?? 0),
      0,
    );
    if (sum % 89 === 0) return `${check}${tail}`;
  }
  throw new RangeError(`no ABN has the body ${tail}`);
}

const usiAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A Unique Student Identifier: nine characters of the alphabet without 0, 1, I and O, and a check character (Luhn modulo 32). */
export function usi(number: number): string {
  let rest = (number + 1) * 2_654_435_761;
  let body = '';
  for (let place = 0; place < 9; place++) {
    body += usiAlphabet[(rest + place * 7) % 32];
    rest = Math.floor(rest / 29) + number * 31;
  }
  return body + usiCheck(body);
}

/** The check character of the first nine. */
export function usiCheck(body: string): string {
  let sum = 0;
  Array.from(body)
    .toReversed()
    .forEach((character, index) => {
      const value = usiAlphabet.indexOf(character) * (index % 2 === 0 ? 2 : 1);
      sum += Math.floor(value / 32) + (value % 32);
    });
  return usiAlphabet[(32 - (sum % 32)) % 32] ?? '';
}
