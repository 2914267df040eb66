/** JSON as it is meant to be read; anything else as the text it is. */
export function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
