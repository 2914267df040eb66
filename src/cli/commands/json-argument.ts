/** An option that takes JSON: written out, or `@` and the name of a file that holds it. */
import { readFile } from 'node:fs/promises';
import { UsageError } from '../frame/command.ts';

/** `option` as it was typed, for complaints; `expected`: what it should hold. Throws UsageError for anything that is not JSON. */
export async function jsonArgument(option: string, text: string, expected: string): Promise<unknown> {
  const json = text.startsWith('@') ? await fileText(option, text.slice(1)) : text;
  try {
    return JSON.parse(json);
  } catch {
    throw notThat(option, expected);
  }
}

export function notThat(option: string, expected: string): UsageError {
  return new UsageError(`${option}: expected ${expected}, or @ and the name of a file that holds it`);
}

async function fileText(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`${option}: the file ${path} cannot be read`);
  }
}
