/**
 * What a command is: a value that names its arguments and options and does its work with what the frame hands it. It never
 * prints by itself, ends the process or opens the database: the frame does. Commands are listed in ../program.ts.
 */
import type { z } from 'zod';
import type { Principal } from '../../hub/access/principal.ts';
import type { Hub } from '../../hub/index.ts';
import type { Installation } from '../installation.ts';
import type { Output } from './output.ts';

/** What is left to say when the work is done. */
export interface Outcome {
  /** The one JSON document of `--json`. */
  readonly document: unknown;
  /** 0 success (default), 1 failure, 3 partial: some of it worked. Bad usage (2) is the frame's to notice. */
  readonly exitCode?: 0 | 1 | 3;
}

/** What a command works with. */
export interface Cli {
  readonly installation: Installation;
  readonly out: Output;
  /** Aborted by Ctrl-C or SIGTERM: long work stops at its next safe place. */
  readonly signal: AbortSignal;
  /** The operator at the command line: may do everything. */
  readonly principal: Principal;
  /** The hub on the installation's database, started or joined when first asked for; left when the command ends. */
  openHub(): Promise<Hub>;
  /** Slug of the tenant the command is about: `--tenant`, PLUGBOARD_TENANT, or the only one there is. Throws bad usage. */
  tenant(): Promise<string>;
}

export interface CommandDefinition<Input extends z.ZodType> {
  /** Words as typed: `sync`, `keys rotate`. */
  readonly name: string;
  readonly summary: string;
  /** In order: `[service]` may be left out, `<service>` may not, `[services...]` takes several. */
  readonly arguments?: readonly { readonly name: string; readonly help: string }[];
  /** commander's flags: `--dry-run`, `--since <moment>`. Read as camelCase: `dryRun`, `since`. */
  readonly options?: readonly { readonly flags: string; readonly help: string }[];
  /** Arguments and options together, as typed (strings, true). A complaint is bad usage and names the option. */
  readonly input: Input;
  run(input: z.output<Input>, cli: Cli): Promise<Outcome>;
}

/** A command whose input type is closed over: all the frame needs. */
export interface Command extends Omit<CommandDefinition<z.ZodType>, 'input' | 'run'> {
  readonly input: z.ZodType;
  /** Takes what was typed. Throws UsageError when it is not what `input` expects. */
  run(typed: unknown, cli: Cli): Promise<Outcome>;
}

export function defineCommand<Input extends z.ZodType>(definition: CommandDefinition<Input>): Command {
  return {
    ...definition,
    run: async (typed, cli) => {
      const decoded = definition.input.safeParse(typed);
      if (decoded.success) return definition.run(decoded.data, cli);
      const complaints = decoded.error.issues.map((issue) => `${optionName(definition, issue.path)}: ${issue.message}`);
      throw new UsageError(complaints.join('\n'));
    },
  };
}

/** As it was typed: `--dry-run`, or the argument's name. */
function optionName(command: Pick<Command, 'options'>, path: readonly PropertyKey[]): string {
  const name = String(path[0] ?? '');
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return (command.options ?? []).some((option) => option.flags.split(/[ ,]+/).includes(flag)) ? flag : name;
}

/** Thrown by a command when what was typed cannot be meant: exit code 2. */
export class UsageError extends Error {}
