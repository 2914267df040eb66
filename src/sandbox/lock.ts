/**
 * One sandbox per data directory: two would overwrite each other's state. SQLite's file lock is used because the kernel drops
 * it with the process, however that ends; a file with a process id in it would have to be judged stale. Called by the host.
 */
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/** Takes the lock and answers how to give it back; undefined when another sandbox holds it. */
export function takeLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
