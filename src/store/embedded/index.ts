/**
 * The PostgreSQL that Plugboard brings along, for everybody who has none: started on `<dataDir>/postgres`, joined by every
 * further process that uses the same directory, stopped by the last one that leaves. All users are equal: each holds a
 * shared lock while it lives, so a killed one needs no clearing up, and whoever notices that the server died starts it
 * again. This file knows nothing of tables or roles. Called by the composition root, the tests and the bench.
 */
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { Binaries } from './binaries.ts';
import { findBinaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { openCluster } from './cluster.ts';
import type { Lock } from './lock.ts';
import { tryLock, waitForLock } from './lock.ts';
import type { Postmaster } from './postmaster.ts';
import { findPostmaster, launch, shutDown, untilReady, urlOf } from './postmaster.ts';
import { isAlive } from './process.ts';

export interface EmbeddedOptions {
  /** Holds everything of this installation; made when missing. One database server per directory. */
  readonly dataDir: string;
  /** Told in one line what happens, when something worth telling does. */
  readonly log: (line: string) => void;
  /** Insisted upon when given; otherwise the port of last time if it is free, else any free one. */
  readonly port?: number;
  /** False for throw-away data: faster, and lost in a power cut. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** Superuser connection to the database `postgres` on loopback, password included. */
  readonly adminUrl: string;
  readonly port: number;
  /** True when another process uses the same server already. */
  readonly joined: boolean;
  /** Leaves; the last process that leaves stops the server. */
  stop(): Promise<void>;
}

/** How long another process may be busy starting or stopping the same server. */
const lockTimeoutMs = 360_000;
const watchMs = 1_000;
/** How long the users of a server that died may take to start it again. */
const reviveTimeoutMs = 3_000;

/** `<dataDir>/postgres.json`: how to reach the running server, for people and for the next start. */
const stateFile = z.object({
  url: z.string(),
  port: z.number(),
  pid: z.number(),
  data_path: z.string(),
  started_by: z.number(),
});
type State = z.infer<typeof stateFile>;

/** Everything one user of the server needs to find, start and leave it. */
interface Home {
  readonly dataDir: string;
  readonly startLock: string;
  readonly usersLock: string;
  readonly log: (line: string) => void;
  readonly durable: boolean;
  readonly port: number | undefined;
}

/**
 * Starts or joins the server. Throws `storage_unavailable` (disk full, no package for this platform, data that cannot be
 * reached), `unsupported` or `conflict` (the port) with a message that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const home = openHome(options);
  for (const deadline = Date.now() + reviveTimeoutMs; ; await sleep(100)) {
    const lock = await takeStartLock(home);
    try {
      // Nobody can come or go while we hold the start lock, so this answer stays true.
      const joined = !isFree(home.usersLock);
      const cluster = openCluster(home.dataDir, findBinaries, home);
      if (joined && findPostmaster(cluster, readState(home)) === undefined) {
        // Its server has just died and they start it again; or it is one that we cannot see, and must not double.
        if (Date.now() > deadline) throw usedElsewhere(home);
        continue;
      }
      const running = await ensureRunning(home, cluster, undefined);
      const membership = tryLock(home.usersLock, 'shared');
      if (!membership) throw new Error('the users lock was taken although the start lock is held');
      return attend(home, cluster, running, joined, membership);
    } catch (error) {
      // A full disk or a directory that may not be written shows itself in any of the steps above.
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      throw fail('storage_unavailable', `The database in ${home.dataDir} cannot be started: ${error.message}.`, {
        cause: error,
      });
    } finally {
      lock.release();
    }
  }
}

function usedElsewhere(home: Home) {
  const user = readState(home)?.started_by ?? 'unknown';
  return fail(
    'conflict',
    `${home.dataDir} is used by another Plugboard (process ${user}) whose database cannot be seen from here, perhaps in another container: stop that one, or use DATABASE_URL for both.`,
  );
}

function openHome({ dataDir, log, port, durable = true }: EmbeddedOptions): Home {
  try {
    // 0755, not 0700: as root the server runs under another account, which has to get to its directory inside.
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    const real = realpathSync(dataDir);
    return {
      dataDir: real,
      startLock: join(real, 'postgres.start.lock'),
      usersLock: join(real, 'postgres.users.lock'),
      log,
      durable,
      port,
    };
  } catch (error) {
    throw fail('storage_unavailable', `The data directory ${dataDir} cannot be used: ${textOf(error)}.`, {
      cause: error,
    });
  }
}

async function takeStartLock(home: Home): Promise<Lock> {
  const waiting = () => home.log('another Plugboard process is starting or stopping the database; waiting for it');
  const lock = await waitForLock(home.startLock, lockTimeoutMs, waiting).catch((error: unknown) => {
    throw fail(
      'storage_unavailable',
      `${home.dataDir} cannot be used (${textOf(error)}). If it belongs to another user, run as that user or set PLUGBOARD_DATA_DIR.`,
      { cause: error },
    );
  });
  if (lock) return lock;
  throw fail(
    'storage_unavailable',
    `Another Plugboard process has been starting the database in ${home.dataDir} for ${lockTimeoutMs / 60_000} minutes.`,
  );
}

function isFree(file: string): boolean {
  const lock = tryLock(file, 'exclusive');
  lock?.release();
  return lock !== undefined;
}

/** Finds the running server or starts one. Only under the start lock. `port` is insisted upon when given. */
async function ensureRunning(home: Home, cluster: Cluster, port: number | undefined): Promise<Postmaster> {
  const state = readState(home);
  const insisted = port ?? home.port;
  for (;;) {
    const pid = findPostmaster(cluster, state);
    if (pid === undefined) break;
    const running = await untilReady(cluster, pid, state);
    if (running) return running;
  }
  const binaries: Binaries = findBinaries(cluster.account);
  const running = await launch(cluster, binaries, {
    port: insisted ?? state?.port,
    insist: insisted !== undefined,
    durable: home.durable,
    logFile: join(home.dataDir, 'postgres.log'),
  });
  writeState(home, {
    url: urlOf(cluster, running.port),
    port: running.port,
    pid: running.pid,
    data_path: cluster.path,
    started_by: process.pid,
  });
  return running;
}

/** The handle one user holds: it watches the server and gives up its place when it leaves. */
function attend(home: Home, cluster: Cluster, first: Postmaster, joined: boolean, membership: Lock): EmbeddedPostgres {
  let running = first;
  let reviving: Promise<void> | undefined;
  let left: Promise<void> | undefined;

  const revive = async (): Promise<void> => {
    const lock = await takeStartLock(home);
    try {
      if (left) return;
      // The same port, because the address has been handed out.
      running = await ensureRunning(home, cluster, first.port);
      home.log(`PostgreSQL runs again (process ${running.pid})`);
    } finally {
      lock.release();
    }
  };
  const watch = setInterval(() => {
    if (reviving || left || isAlive(running.pid)) return;
    home.log(`PostgreSQL (process ${running.pid}) is gone; starting it again`);
    reviving = revive()
      .catch((error: unknown) => home.log(textOf(error)))
      .finally(() => (reviving = undefined));
  }, watchMs).unref();

  const leave = async (): Promise<void> => {
    clearInterval(watch);
    await reviving;
    const lock = await takeStartLock(home);
    try {
      membership.release();
      if (isFree(home.usersLock) && isAlive(running.pid)) await shutDown(running.pid, home.log);
    } finally {
      lock.release();
    }
  };
  return { adminUrl: urlOf(cluster, first.port), port: first.port, joined, stop: () => (left ??= leave()) };
}

function readState(home: Home): State | undefined {
  const path = join(home.dataDir, 'postgres.json');
  if (!existsSync(path)) return undefined;
  try {
    return stateFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Only a memory aid: what it says can all be found again.
    return undefined;
  }
}

function writeState(home: Home, state: State): void {
  const path = join(home.dataDir, 'postgres.json');
  try {
    writeFileSync(`${path}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    giveToOwner(home, path);
  } catch (error) {
    home.log(`${path} could not be written: ${textOf(error)}`);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What root makes in somebody's checkout must stay usable for that somebody. */
function giveToOwner(home: Home, ...paths: string[]): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(home.dataDir);
  for (const path of [...paths, home.startLock, home.usersLock, join(home.dataDir, 'postgres.log')]) {
    if (existsSync(path)) chownSync(path, uid, gid);
  }
}
