/** Every command of `plugboard`, in the order help lists them. A new one is a file in commands/ and a line here. */
import type { Command } from './frame/command.ts';

export const commands: readonly Command[] = [];
