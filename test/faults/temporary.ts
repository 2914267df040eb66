/** Directories that are gone when this process is, however it ends (but for SIGKILL). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kept = new Set<string>();
process.once('exit', () => kept.forEach(remove));

/** The process id in its name lets `npm test` find and clear what a killed process left (src/testing/global-setup.ts). */
export function temporaryDirectory(purpose: string): string {
  const path = mkdtempSync(join(tmpdir(), `plugboard-test-${process.pid}-${purpose}-`));
  kept.add(path);
  return path;
}

export function remove(path: string): void {
  kept.delete(path);
  rmSync(path, { recursive: true, force: true });
}
