/** `plugboard migrate`: brings the database up to date. The only command besides demo that changes its schema. */
import { z } from 'zod';
import { defineCommand } from '../frame/command.ts';

export const migrateCommand = defineCommand({
  name: 'migrate',
  summary: 'bring the database to the schema of this version',
  input: z.strictObject({}),
  run: async (_input, { installation, out }) => {
    const { applied } = await installation.migrate();
    if (applied.length === 0) out.line('The database is up to date.');
    for (const name of applied) out.line(`applied ${name}`);
    return { document: { applied } };
  },
});
