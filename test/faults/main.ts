/**
 * `npm run test:faults`: strikes with every fault at the size for continuous integration, on a throw-away PostgreSQL, and says what came of it.
 *   --json            exactly one JSON document on stdout: {faults: [{id, rounds, lost, doubled, passed, detail}], seed}
 *   --only F1,F8      these alone, with their broken builds when named (F1-broken)
 *   --seed N          repeats a run's choices
 *   --rounds-scale X  so many times the rounds (0.1 for a quick look)
 * Ends with 1 when a fault did not pass, with 2 when it was called wrongly.
 */
import { parseArgs } from 'node:util';
import { startServer, stopServers, withFreshDatabase } from './databases.ts';
import type { FaultResult } from './fault.ts';
import { faults, type Fault } from './list.ts';

interface Wanted {
  readonly json: boolean;
  readonly chosen: readonly Fault[];
  readonly seed: number;
  readonly scale: number;
}

function readArguments(): Wanted {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string' },
      'rounds-scale': { type: 'string', default: '1' },
    },
  });
  const names = values.only?.split(',').map((name) => name.trim().toLowerCase());
  const unknown = names?.find((name) => !faults.some(({ id }) => id.toLowerCase() === name));
  if (unknown !== undefined)
    throw new Error(`There is no fault "${unknown}"; there are ${faults.map(({ id }) => id).join(', ')}.`);
  return {
    json: values.json,
    chosen: faults.filter(({ id }) => names?.includes(id.toLowerCase()) ?? true),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : number(values.seed, '--seed'),
    scale: number(values['rounds-scale'], '--rounds-scale'),
  };
}

function number(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name}: expected a number, not "${text}"`);
  return value;
}

async function strike(fault: Fault, { seed, scale }: Wanted, adminUrl: string): Promise<FaultResult> {
  const rounds = Math.max(1, Math.round(fault.rounds * scale));
  try {
    return await withFreshDatabase(adminUrl, (database) => fault.run({ ...database, rounds, seed }));
  } catch (error) {
    const detail = `it could not be played to its end: ${error instanceof Error ? error.message : String(error)}`;
    return { id: fault.id, rounds, lost: 0, doubled: 0, passed: false, detail };
  }
}

async function main(wanted: Wanted): Promise<boolean> {
  const { json, chosen, seed } = wanted;
  const tell = (line: string) => void process[json ? 'stderr' : 'stdout'].write(`${line}\n`);
  tell(`seed ${seed}`);
  const given = process.env['PLUGBOARD_TEST_DATABASE_URL'];
  const server = given ? { adminUrl: given, stop: async () => {} } : await startServer();
  const results = new Map<Fault, FaultResult>();
  const play = async (lane: Fault['lane']): Promise<void> => {
    for (const fault of chosen.filter((one) => one.lane === lane)) {
      const from = performance.now();
      const result = await strike(fault, wanted, server.adminUrl);
      results.set(fault, result);
      const seconds = ((performance.now() - from) / 1000).toFixed(0);
      tell(`${result.id.padEnd(10)} ${result.passed ? 'passed' : 'FAILED'} (${seconds} s): ${result.detail}`);
    }
  };
  try {
    await Promise.all([play('waits'), play('works')]);
    await play('alone');
  } finally {
    await server.stop();
  }
  const inOrder = chosen.flatMap((fault) => results.get(fault) ?? []);
  if (json) process.stdout.write(`${JSON.stringify({ faults: inOrder, seed }, undefined, 2)}\n`);
  return inOrder.every((result) => result.passed);
}

async function leave(exitCode: number): Promise<void> {
  try {
    await stopServers();
  } finally {
    process.exit(exitCode);
  }
}

process.once('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  void leave(1);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void leave(130));
}
let wanted: Wanted | undefined;
try {
  wanted = readArguments();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
// What a fault left behind (an open connection, a timer) must not keep the result waiting.
process.exit(wanted === undefined ? 2 : (await main(wanted)) ? 0 : 1);
