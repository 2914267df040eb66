/**
 * The product as operators run it: `plugboard worker` or `plugboard serve` in a process of its own, which the fault tests kill, freeze
 * and measure. Whatever becomes of the test, none outlives it: they hold a channel to this process and end with it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export interface ProcessOptions {
  /** Its connections to PostgreSQL carry this name, so that the database can tell which process did what. */
  readonly name: string;
  readonly appUrl: string;
  /** 64 hex digits. */
  readonly rootKey: string;
  readonly hostMap: string;
  readonly dataDir: string;
  /** Besides the above: what else is to be set in its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProductProcess {
  readonly name: string;
  readonly pid: number;
  /** Messages of its log so far, with the facts that came with them. */
  readonly log: LogLine[];
  alive(): boolean;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Most memory it ever held, MB; undefined where the system does not say. */
  peakMb(): number | undefined;
}

const logLine = z.looseObject({ level: z.number(), msg: z.string(), run_id: z.string().optional() });
export type LogLine = z.infer<typeof logLine>;

const bin = join(import.meta.dirname, '../../bin/plugboard.mjs');
const alive = new Set<number>();
process.once('exit', () => {
  // One that is frozen would not notice that we are gone.
  for (const pid of alive) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone in this very moment.
    }
  }
});

/** Resolves when it takes jobs. Throws Error with its last words when it ends instead. */
export function startWorkerProcess(options: ProcessOptions): Promise<ProductProcess> {
  return startProcess(['worker'], 'is running', options);
}

/** A server on this port of the loopback, with a worker in it unless it shall do without. Resolves when it answers. */
export function startServerProcess(
  port: number,
  options: ProcessOptions,
  { worker = true }: { readonly worker?: boolean } = {},
): Promise<ProductProcess> {
  const env = { ...options.env, PLUGBOARD_PORT: String(port), PLUGBOARD_PUBLIC_URL: `http://127.0.0.1:${port}` };
  return startProcess(['serve', ...(worker ? [] : ['--no-worker'])], 'answers at', { ...options, env });
}

async function startProcess(
  words: readonly string[],
  readyWhen: string,
  options: ProcessOptions,
): Promise<ProductProcess> {
  const child = spawn(process.execPath, ['--max-semi-space-size=8', bin, ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_APP_URL: named(options.appUrl, options.name),
      PLUGBOARD_ROOT_KEY: options.rootKey,
      PLUGBOARD_HOST_MAP: options.hostMap,
      PLUGBOARD_DATA_DIR: options.dataDir,
      PLUGBOARD_LOG_LEVEL: 'info',
      ...options.env,
    },
  });
  const { pid, stdout, stderr } = child;
  if (pid === undefined || stdout === null || stderr === null)
    throw new Error(`plugboard ${words.join(' ')} could not be started`);
  alive.add(pid);
  const gone = once(child, 'exit').then(() => void alive.delete(pid));
  const log: LogLine[] = [];
  const lastWords: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    const read = readLine(line);
    if (read === undefined) lastWords.push(line);
    else log.push(read);
  });
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes(readyWhen)) resolve();
    });
  });
  const ended = gone.then(() => {
    throw new Error(`${options.name} ended: ${lastWords.join(' ')} ${JSON.stringify(log.at(-1) ?? '')}`);
  });
  await Promise.race([ready, ended]);
  // From here on its end is what the test wants.
  ended.catch(() => undefined);
  return {
    name: options.name,
    pid,
    log,
    alive: () => alive.has(pid),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    peakMb: () => peakOf(pid),
  };
}

/** The URL's own application_name outranks the one the product gives. */
function named(url: string, name: string): string {
  const changed = new URL(url);
  changed.searchParams.set('application_name', name);
  return changed.href;
}

function readLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  return logLine.safeParse(JSON.parse(line)).data;
}

function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
