/**
 * The composition root: from the words typed to an exit code. The only place that knows the environment, the process and its
 * signals; the database and the services are wired in wiring/. Called by bin/plugboard.mjs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { complain } from './cli/frame/failure.ts';
import { runCommandLine } from './cli/frame/run.ts';
import { commands } from './cli/program.ts';
import { inspectConfig, root, unusableVariables, type Config } from './wiring/config.ts';
import { openInstallation } from './wiring/installation.ts';
import { createLog, describeError } from './wiring/log.ts';
import { loadProviders, type ProviderLoaders } from './wiring/providers-dir.ts';
import { openRegistry } from './wiring/registry.ts';

/** `argv` without node and script. Answers the exit code: 0 success, 1 failure, 2 bad usage, 3 partial. */
export async function main(argv: readonly string[]): Promise<number> {
  const { stdout, stderr } = process;
  // A reader that has enough (`| head`) or a terminal that was closed: what we do goes on, and ends in its own good order.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  const tell = (line: string) => void stderr.write(`plugboard: ${line}\n`);
  const onBug = (error: unknown) => void stderr.write(`${JSON.stringify(describeError(error), undefined, 2)}\n`);
  const { config, problems } = inspectConfig(process.env);
  const { loaders, problem } = await loadersOf(config);
  if ((problems.length > 0 || problem !== undefined) && commandOf(argv) !== 'doctor') {
    const error = problems.length > 0 ? unusableVariables(problems) : problem;
    return complain(error, argv.includes('--json'), { stdout, stderr, onBug });
  }
  const installation = openInstallation({
    config,
    environment: process.env,
    version: ourVersion(),
    registry: openRegistry(loaders.providers, loaders.folderOf),
    sandboxes: loaders.sandboxes,
    log: createLog({ level: config.logLevel ?? (isService(argv) ? 'info' : 'warn') }),
    tell,
    unusable: { variables: problems, providers: problem },
  });
  return runCommandLine(argv, { installation, commands, stdout, stderr, signal: stopSignal(tell), onBug });
}

/** Ours alone when those of the operator's own cannot be loaded, and why not. */
async function loadersOf({ providersDir }: Config): Promise<{ loaders: ProviderLoaders; problem?: unknown }> {
  try {
    return { loaders: await loadProviders(providersDir) };
  } catch (problem) {
    return { loaders: await loadProviders(undefined), problem };
  }
}

/** The word that names the command; undefined when none was typed. */
function commandOf(argv: readonly string[]): string | undefined {
  return argv.find((word, index) => !word.startsWith('-') && argv[index - 1] !== '--tenant');
}

/** Services log what they do; a single command only what goes wrong. */
function isService(argv: readonly string[]): boolean {
  return argv.some((word) => word === 'serve' || word === 'worker');
}

function ourVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}

/** Aborts when we are asked to stop. Asked twice, we stop at once: the person has waited long enough. */
function stopSignal(tell: (line: string) => void): AbortSignal {
  const stopping = new AbortController();
  const stop = (why: string) => {
    if (stopping.signal.aborted) {
      tell('stopping at once');
      process.exit(130);
    }
    stopping.abort(new Error(why));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  // Started by another Plugboard process, which holds this channel while it lives: however it dies, we follow.
  process.on('disconnect', () => stopping.abort(new Error('the parent process is gone')));
  process.channel?.unref();
  return stopping.signal;
}
