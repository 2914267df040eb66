/** `plugboard new-provider acme`: a folder that works, with the blanks marked. Needs no database. */
import { z } from 'zod';
import { defineCommand } from '../frame/command.ts';

export const newProviderCommand = defineCommand({
  name: 'new-provider',
  summary: 'make the folder of a new provider',
  arguments: [{ name: '<key>', help: 'lower-case name: `acme`' }],
  options: [
    { flags: '--name <name>', help: 'as people write it; default: the key with a capital' },
    { flags: '--category <category>', help: 'what it is; default: crm' },
    { flags: '--dir <directory>', help: 'outside the repository (PLUGBOARD_PROVIDERS_DIR); default: providers/' },
  ],
  input: z.strictObject({
    key: z.string(),
    name: z.string().optional(),
    category: z.string().optional(),
    dir: z.string().optional(),
  }),
  run: async (input, { installation, out }) => {
    const made = installation.makeProvider(input);
    out.line(`Made ${made.folder}: ${made.files.length} files that work, with ${made.blanks.length} blanks to fill:`);
    for (const blank of made.blanks) out.line(`  ${blank}`);
    out.line('What to do is in docs/guide/writing-a-provider.md. Then:');
    if (input.dir === undefined) out.line('  npm run generate');
    out.line(`  npm run conformance -- --dir ${made.folder}`);
    return { document: made };
  },
});
