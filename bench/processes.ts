/** The product as a benchmark runs it: the real command line in processes of its own, watched from outside through /proc (Linux). */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export interface Service {
  readonly pid: number;
  /** What it announced with --json. */
  readonly announced: Readonly<Record<string, unknown>>;
  /** CPU used so far, all threads, microseconds. */
  cpuUs(): number;
  /** Largest resident memory so far, bytes. */
  peakRss(): number;
  rss(): number;
  stop(): Promise<void>;
}

/** Starts `plugboard <words> --json` and resolves with what it announces. Rejects with what it wrote when it dies before. */
export async function startService(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Service> {
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', join(root, 'bin', 'plugboard.mjs'), ...words, '--json'],
    {
      env: { ...process.env, PLUGBOARD_LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error(`plugboard ${words.join(' ')} did not start`);
  const announced = await announcement(child, words);
  return {
    pid,
    announced,
    cpuUs: () => cpuUs(pid),
    peakRss: () => memory(pid, 'VmHWM'),
    rss: () => memory(pid, 'VmRSS'),
    stop: () => ended(child),
  };
}

async function announcement(child: ChildProcess, words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  let told = '';
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-4000)));
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (!told.endsWith('}\n')) return;
      const document: unknown = JSON.parse(told);
      if (typeof document === 'object' && document !== null) resolve({ ...document });
    });
    child.on('exit', (code) => reject(new Error(`plugboard ${words.join(' ')} ended with ${code}: ${complaints}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

/** CPU of a process from /proc, microseconds (a tick is 10 ms). */
export function cpuUs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function memory(pid: number, field: string): number {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${field}:`));
  return Number(/\d+/.exec(line ?? '')?.[0] ?? 0) * 1024;
}
