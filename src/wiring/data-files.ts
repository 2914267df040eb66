/**
 * Small files in the data directory, for this installation's own eyes: written whole or not at all, readable by their owner only.
 * Called by the composition root.
 */
import { chownSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces the file in one step. */
export function writePrivateJson(path: string, content: object): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  giveToOwner(draft);
  renameSync(draft, path);
}

/** Undefined when it is not there or not JSON: these files are memory aids. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What root makes in somebody's checkout must stay usable for that somebody. */
export function giveToOwner(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}
