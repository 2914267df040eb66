/**
 * Locks between processes of this machine that vanish with their holder: SQLite's file locks, which the kernel drops when
 * a process dies, however it dies. A file with a process id in it would have to be judged stale, and two judges can both
 * decide to remove it. Nothing is ever written to the lock files. Called by the embedded PostgreSQL only.
 */
import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Lock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** Takes the lock if nobody stands in the way: any number of holders may share it, an exclusive one is alone. */
export function tryLock(file: string, mode: 'shared' | 'exclusive'): Lock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // By path, not by handle: closing any handle on the file would drop this process's locks on it (POSIX).
    chmodSync(file, 0o600);
    // Or SQLite would put a journal beside the file, which a full disk refuses.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec(mode === 'exclusive' ? 'BEGIN EXCLUSIVE' : 'BEGIN');
    // The shared lock begins with the first read and lasts until the transaction ends.
    if (mode === 'shared') database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/**
 * Waits for the exclusive lock. `onWait` is called once when it is not free at first. Resolves with undefined after
 * `timeoutMs`.
 */
export async function waitForLock(file: string, timeoutMs: number, onWait: () => void): Promise<Lock | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (let told = false; ; told = true) {
    const lock = tryLock(file, 'exclusive');
    if (lock) return lock;
    if (!told) onWait();
    if (Date.now() > deadline) return undefined;
    await sleep(20);
  }
}
