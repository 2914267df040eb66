/** Every command of `plugboard`, in the order help lists them. A new one is a file in commands/ and a line here. */
import { demoCommand } from './commands/demo.ts';
import { migrateCommand } from './commands/migrate.ts';
import { providersCommand } from './commands/providers.ts';
import { sandboxCommand, serveCommand, workerCommand } from './commands/services.ts';
import type { Command } from './frame/command.ts';

export const commands: readonly Command[] = [
  demoCommand,
  serveCommand,
  workerCommand,
  sandboxCommand,
  migrateCommand,
  providersCommand,
];
