/**
 * One server per data directory: the second is refused at once, by name of the first. The lock is the kernel's, so it vanishes
 * with its holder however that dies; the file beside it only says who holds it and how commands beside it reach the vendors.
 * Called by installation.ts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../contract/errors.ts';
import { giveToOwner, readJsonFile, writePrivateJson } from './data-files.ts';
import { tryLock } from '../store/embedded/lock.ts';

const serviceFile = z.object({
  pid: z.int(),
  command: z.string(),
  /** PLUGBOARD_PUBLIC_URL, or where it listens; absent until it does. */
  url: z.string().optional(),
  host_map: z.string().optional(),
});
export type Service = z.output<typeof serviceFile>;

export interface ServiceLock {
  describe(facts: { readonly url: string; readonly host_map: string | undefined }): void;
  release(): void;
}

/** Throws conflict naming the process that holds it. */
export function takeServiceLock(dataDir: string, command: string): ServiceLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const lockFile = join(dataDir, 'server.lock');
  const lock = tryLock(lockFile, 'exclusive');
  if (lock === undefined) {
    const holder = readService(dataDir);
    const who = holder === undefined ? 'Another process' : `Process ${holder.pid} (plugboard ${holder.command})`;
    throw fail('conflict', `${who} already serves the data directory ${dataDir}.`, {
      next: 'Stop it first, or set PLUGBOARD_DATA_DIR (and the ports) for a second installation. Other commands work beside it.',
      ...(holder === undefined ? {} : { meta: { pid: holder.pid } }),
    });
  }
  giveToOwner(lockFile);
  const write = (facts: Omit<Service, 'pid' | 'command'>) =>
    writePrivateJson(join(dataDir, 'server.json'), { pid: process.pid, command, ...facts });
  write({});
  return {
    describe: ({ url, host_map }) => write(host_map === undefined ? { url } : { url, host_map }),
    release: () => lock.release(),
  };
}

/** The last server on the directory, running or not; undefined when there was none. */
export function readService(dataDir: string): Service | undefined {
  const read = serviceFile.safeParse(readJsonFile(join(dataDir, 'server.json')));
  return read.success ? read.data : undefined;
}
