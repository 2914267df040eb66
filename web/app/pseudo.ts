/** The pseudo-locale (`?locale=pseudo`): every text longer and accented, so that one written into the code is seen. */

const accents: Readonly<Record<string, string>> = {
  a: 'å',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  c: 'ç',
  n: 'ñ',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Ü',
};

/** Longer by a third, as German is; what stands in braces is ICU's and stays. */
function pseudo(text: string): string {
  let depth = 0;
  let ours = 0;
  const marked = Array.from(text)
    .map((letter) => {
      if (letter === '{') depth += 1;
      if (letter === '}') depth -= 1;
      if (depth > 0) return letter;
      ours += 1;
      return accents[letter] ?? letter;
    })
    .join('');
  return `[${marked}${'·'.repeat(Math.ceil(ours / 3))}]`;
}

function mapTexts<T>(value: T, change: (text: string) => string): T;
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

/** By the address the page was opened with: going on from there loses it. */
const wanted = new URLSearchParams(location.search).get('locale') === 'pseudo';

/** The texts as they were asked for. */
export function asAsked<T>(texts: T): T {
  return wanted ? mapTexts(texts, pseudo) : texts;
}
