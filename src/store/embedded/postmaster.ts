/**
 * One postmaster: finding the one that runs on a data directory, starting one, waiting until it answers, stopping it.
 * Never two on one directory: PostgreSQL's own postmaster.pid is the witness, checked against the processes that exist.
 * It does not know about other Plugboard processes; index.ts does, and calls everything here under the start lock.
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { bareEnvironment } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { superuser } from './cluster.ts';
import { diskIsFull } from './disk.ts';
import { commandLine, isAlive } from './process.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** How long a postmaster may take to answer. Long, because after a crash it first replays up to 2 GB of log. */
const startTimeoutMs = 300_000;
/** How long one that says it is ready may leave us without an answer. */
const answerTimeoutMs = 15_000;
const stopTimeoutMs = 60_000;
const pollMs = 15;

interface PidFile extends Partial<Postmaster> {
  readonly status: string;
}

/** postmaster.pid: process id, data directory, start time, port, socket directory, address, shared memory key, status. */
function readPidFile(cluster: Cluster): PidFile | undefined {
  const path = join(cluster.path, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const pid = wholeNumber(lines[0]);
  const port = wholeNumber(lines[3]);
  return { status: lines[7]?.trim() ?? '', ...(pid && { pid }), ...(port && { port }) };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text.trim()) ? Number(text) : undefined;
}

/**
 * The id of the postmaster that runs on the cluster. `remembered` is what we wrote down when it was started: by that it is
 * found even when its own file was damaged.
 */
export function findPostmaster(cluster: Cluster, remembered: Postmaster | undefined): number | undefined {
  return [readPidFile(cluster)?.pid, remembered?.pid].find(
    (pid) => pid !== undefined && isPostmasterOf(pid, cluster.path),
  );
}

/** Process ids are used again, so a living process counts only when it is a postgres on this very directory. */
function isPostmasterOf(pid: number, path: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  return command === undefined || (command.includes('postgres') && command.includes(path));
}

/**
 * Resolves with the postmaster once it takes our connections, with undefined when it is gone before that (it was
 * shutting down). Throws `storage_unavailable` when it neither answers nor goes.
 */
export async function untilReady(
  cluster: Cluster,
  pid: number,
  remembered?: Postmaster,
): Promise<Postmaster | undefined> {
  const started = Date.now();
  let readySince: number | undefined;
  for (;;) {
    const file = readPidFile(cluster);
    const port = file?.pid === pid ? file.status === 'ready' && file.port : remembered?.port;
    if (port) {
      readySince ??= Date.now();
      const answer = await probe(cluster, port);
      if (answer === 'ours') return { pid, port };
      if (answer === 'foreign')
        throw fail('storage_unavailable', `Process ${pid} on port ${port} is not the database of ${cluster.path}.`);
    }
    if (!isPostmasterOf(pid, cluster.path)) return undefined;
    const silent = readySince !== undefined && Date.now() - readySince > answerTimeoutMs;
    if (silent || Date.now() - started > startTimeoutMs) {
      throw fail(
        'storage_unavailable',
        `PostgreSQL (process ${pid}) holds ${cluster.path} but does not answer. Stop that process, then try again.`,
      );
    }
    await sleep(pollMs);
  }
}

export function urlOf(cluster: Cluster, port: number, database = 'postgres'): string {
  return `postgres://${superuser}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

const probeRow = z.object({ path: z.string() });

async function probe(cluster: Cluster, port: number): Promise<'ours' | 'foreign' | 'silent'> {
  const client = new Client({
    connectionString: urlOf(cluster, port),
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
  });
  // A connection that breaks while idle is reported here; unheard it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(`select current_setting('data_directory') as path`);
    return realpathSync(probeRow.parse(rows[0]).path) === cluster.path ? 'ours' : 'foreign';
  } catch (error) {
    // 28P01: wrong password, so somebody else's server has taken the port over.
    return error instanceof Error && 'code' in error && error.code === '28P01' ? 'foreign' : 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

export interface LaunchOptions {
  /** Tried first; when `insist`, the only one. */
  readonly port: number | undefined;
  readonly insist: boolean;
  readonly durable: boolean;
  /** PostgreSQL's own messages go to this file: a pipe to us would break when we die and it lives on. */
  readonly logFile: string;
}

/** Starts a postmaster on a cluster that has none. Throws `storage_unavailable`, or `conflict` for a port that is taken. */
export async function launch(cluster: Cluster, binaries: Binaries, options: LaunchOptions): Promise<Postmaster> {
  disarmPidFile(cluster);
  rotate(options.logFile);
  let port = options.port;
  for (let attempt = 1; ; attempt += 1) {
    if (port === undefined || !(await isFree(port))) {
      if (options.insist && port !== undefined) throw portTaken(port);
      port = await freePort();
    }
    const result = await startOnce(cluster, binaries, port, options);
    if (!('failure' in result)) return result;
    if (attempt < 40 && /pre-existing shared memory block|shared memory block .* still in use/.test(result.failure)) {
      // Its predecessor was killed and the backends have not noticed yet; they leave within moments.
      await sleep(250);
    } else if (attempt < 5 && /could not bind|Address already in use/i.test(result.failure)) {
      if (options.insist) throw portTaken(port);
      port = undefined;
    } else if (diskIsFull(cluster.path, result.failure)) {
      throw fail(
        'storage_unavailable',
        `The disk that holds ${cluster.path} is full. Free some space, then start again: nothing is lost.`,
      );
    } else {
      throw fail(
        'storage_unavailable',
        `PostgreSQL did not start on ${cluster.path}: ${result.failure || 'it said nothing'} (log: ${options.logFile})`,
      );
    }
  }
}

function portTaken(port: number) {
  return fail(
    'conflict',
    `Port ${port} is taken by another program: stop it, or choose another port for the database.`,
  );
}

async function startOnce(
  cluster: Cluster,
  binaries: Binaries,
  port: number,
  options: LaunchOptions,
): Promise<Postmaster | { failure: string }> {
  const log = openSync(options.logFile, 'a', 0o600);
  const logStart = statSync(options.logFile).size;
  const child = spawn(binaries.postgres, postgresArguments(cluster, port, options.durable), {
    ...cluster.account,
    cwd: cluster.path,
    env: bareEnvironment,
    // A session of its own: Ctrl-C on the terminal reaches us, and we stop it when our own work is done.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended: string | undefined;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', () => (ended ??= ''));
  child.unref();
  const pid = child.pid;
  const ready = pid === undefined ? undefined : await untilOwnFile(cluster, pid, () => ended !== undefined);
  if (ready) return ready;
  const tail = readFileSync(options.logFile).subarray(logStart).toString('utf8').trim();
  return { failure: `${ended ?? ''}${tail.slice(-2000)}` };
}

/** As untilReady, but first waits until postmaster.pid is the new process's own and not its predecessor's. */
async function untilOwnFile(cluster: Cluster, pid: number, hasEnded: () => boolean): Promise<Postmaster | undefined> {
  while (!hasEnded()) {
    if (readPidFile(cluster)?.pid === pid) return untilReady(cluster, pid);
    await sleep(pollMs);
  }
  return undefined;
}

/**
 * A pid file left by a crash stops PostgreSQL from starting when it was half written, or when its number now belongs to
 * another process (or still to the dead one, where nobody collects dead processes). Only the first line is replaced, by
 * our own id, which PostgreSQL knows for its parent's and takes as stale: the rest lets it see whether backends of the dead
 * server are still at work.
 */
function disarmPidFile(cluster: Cluster): void {
  const path = join(cluster.path, 'postmaster.pid');
  const file = readPidFile(cluster);
  if (!file) return;
  if (file.pid === undefined) rmSync(path);
  else writeFileSync(path, readFileSync(path, 'utf8').replace(/^.*/, String(process.pid)));
}

function postgresArguments(cluster: Cluster, port: number, durable: boolean): string[] {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: durable && memory >= 3 * 1024 ** 3 ? '512MB' : '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Rows must not end up in the log: no statements, no detail lines with key values.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', cluster.path, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Fast shutdown: connections are ended, everything is written. Resolves when the process is gone. */
export async function shutDown(pid: number, log: (line: string) => void): Promise<void> {
  signal(pid, 'SIGINT');
  const started = Date.now();
  let urged = false;
  while (isAlive(pid)) {
    if (!urged && Date.now() - started > stopTimeoutMs) {
      // Nothing committed is lost by this; the next start replays the log.
      log(`PostgreSQL (process ${pid}) did not stop within ${stopTimeoutMs / 1000} s; stopping it at once`);
      signal(pid, 'SIGQUIT');
      urged = true;
    }
    if (Date.now() - started > 2 * stopTimeoutMs)
      throw fail('storage_unavailable', `PostgreSQL (process ${pid}) does not stop.`);
    await sleep(pollMs);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

function rotate(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > 5_000_000) renameSync(logFile, `${logFile}.1`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
