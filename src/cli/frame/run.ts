/**
 * Runs one command line: parses it, hands the command what it needs, prints its outcome or its failure, answers the exit code.
 * 0 success, 1 failure, 2 bad usage, 3 partial. Called by src/main.ts and by tests.
 */
import { Command as Commander, CommanderError } from 'commander';
import { z } from 'zod';
import type { Hub } from '../../hub/index.ts';
import type { Principal } from '../../hub/access/principal.ts';
import type { Installation, Opened } from '../installation.ts';
import type { Cli, Command } from './command.ts';
import { UsageError } from './command.ts';
import type { FailureSurroundings } from './failure.ts';
import { complain } from './failure.ts';
import { openOutput } from './output.ts';

export interface Surroundings extends FailureSurroundings {
  readonly installation: Installation;
  readonly commands: readonly Command[];
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

type ExitCode = 0 | 1 | 2 | 3;

const globals = z.object({ json: z.boolean().default(false), tenant: z.string().optional() });

/** `argv` without node and script. Never throws for what a person can do wrong. */
export async function runCommandLine(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = newProgram(around);
  for (const command of around.commands) {
    addCommand(program, command, async (input) => {
      exitCode = await runOne(command, input, globals.parse(program.opts()), around);
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and --version come here too; commander has printed what there is to read.
    if (error.exitCode === 0) return 0;
    const json = argv.includes('--json');
    // No command at all: commander has printed the help, to stderr.
    if (error.code === 'commander.help') return json ? complain(new UsageError('Name a command.'), json, around) : 2;
    return complain(new UsageError(error.message.replace(/^error: /, '')), json, around);
  }
}

function newProgram({ installation, stdout, stderr }: Surroundings): Commander {
  return new Commander('plugboard')
    .description('Connects your customers to the systems they already use.')
    .version(installation.version)
    .option('--json', 'print one JSON document and nothing else')
    .option('--tenant <slug>', 'the tenant it is about (default: PLUGBOARD_TENANT, else the only one there is)')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: () => {},
    })
    .exitOverride();
}

/** `keys rotate` becomes the command `rotate` of the group `keys`. */
function addCommand(
  program: Commander,
  command: Command,
  run: (input: Record<string, unknown>) => Promise<void>,
): void {
  const words = command.name.split(' ');
  const last = words.pop() ?? command.name;
  const parent = words.reduce(
    (above, word) =>
      above.commands.find((one) => one.name() === word) ?? above.command(word).description(`${word} ...`),
    program,
  );
  const added = parent.command(last).description(command.summary);
  for (const { name, help } of command.arguments ?? []) added.argument(name, help);
  for (const { flags, help } of command.options ?? []) added.option(flags, help);
  added.action(async () => {
    const named = added.registeredArguments.map((argument, index): [string, unknown] => [
      camelCase(argument.name()),
      added.processedArgs[index],
    ]);
    await run({ ...Object.fromEntries(named.filter(([, value]) => value !== undefined)), ...typedOptions(added) });
  });
}

/**
 * Its options as typed. A group that is a command itself (`runs`, `runs list`) takes options of the same name for its own, wherever
 * they stand: they are meant for the subcommand.
 */
function typedOptions(command: Commander): Record<string, unknown> {
  const { json: _json, tenant: _tenant, ...typed } = command.optsWithGlobals();
  return typed;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

async function runOne(
  command: Command,
  input: Record<string, unknown>,
  { json, tenant }: z.output<typeof globals>,
  around: Surroundings,
): Promise<ExitCode> {
  const out = openOutput(json, around);
  const { cli, close } = openCli(tenant, out, around);
  try {
    const outcome = await command.run(input, cli);
    if (!out.announced()) out.announce(outcome.document);
    return outcome.exitCode ?? 0;
  } catch (error) {
    return complain(error, json && !out.announced(), around);
  } finally {
    await close();
  }
}

function openCli(
  tenant: string | undefined,
  out: Cli['out'],
  around: Surroundings,
): { cli: Cli; close: () => Promise<void> } {
  const { installation, signal } = around;
  const principal: Principal = { kind: 'system', id: 'cli' };
  let opened: Promise<Opened> | undefined;
  const openHub = async (): Promise<Hub> => (await (opened ??= installation.open({ migrations: 'refuse' }))).hub;
  const wanted = tenant ?? installation.tenant;
  const cli: Cli = {
    installation,
    out,
    signal,
    principal,
    openHub,
    tenant: async () => wanted ?? (await onlyTenant(await openHub(), principal)),
  };
  return {
    cli,
    close: async () => {
      // An opening that failed was reported by whoever asked for it.
      const one = await opened?.catch(() => undefined);
      await one?.close();
    },
  };
}

async function onlyTenant(hub: Hub, principal: Principal): Promise<string> {
  const { data } = await hub.tenants.list(principal, { limit: 6 });
  const [first, ...others] = data.map((tenant) => tenant.slug);
  if (first === undefined)
    throw new UsageError('There is no tenant yet. `plugboard demo` makes one, and so does POST /api/tenants.');
  if (others.length > 0)
    throw new UsageError(
      `Name the tenant with --tenant: ${[first, ...others.slice(0, 4)].join(', ')}${others.length > 4 ? ', ...' : ''}.`,
    );
  return first;
}
