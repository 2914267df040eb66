/** Small JSON files that are either whole or not there: written beside, then renamed. Called by the host for all it keeps. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { z } from '../contract/index.ts';

/** Readable for the owner only: a state holds (made-up) tokens. */
export function writeJson(file: string, value: unknown): void {
  const beside = `${file}.tmp`;
  writeFileSync(beside, JSON.stringify(value), { mode: 0o600 });
  renameSync(beside, file);
}

/** `missing`, or `broken` with the reason when it cannot be read or has another shape. */
export function readJson<T>(file: string, schema: z.ZodType<T>): { value: T } | { missing: true } | { broken: string } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { missing: true };
    return { broken: String(error) };
  }
  try {
    return { value: schema.parse(JSON.parse(text)) };
  } catch (error) {
    return { broken: error instanceof SyntaxError ? error.message : 'it has an unknown shape' };
  }
}

/** Moves a broken file out of the way, where somebody may still look at it. */
export function setAside(file: string): string {
  const aside = `${file}.broken`;
  rmSync(aside, { force: true });
  renameSync(file, aside);
  return aside;
}
