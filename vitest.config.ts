// Two projects, so that tests without a database start at once: `unit` (*.test.ts) and `database` (*.db.test.ts), for
// which one PostgreSQL is started and migrated per run (src/testing/global-setup.ts).
// PLUGBOARD_TEST_REPORT=<file> also writes the results as JSON; CI reads its counts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const report = process.env['PLUGBOARD_TEST_REPORT'];
const folders = '{src,providers,test,tools,bench}/**';

// Node resolves `plugboard/contract` through our own package.json; Vite has to be told.
const packageFile: { exports: Record<string, string> } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const alias = Object.entries(packageFile.exports).map(([name, file]) => ({
  find: new RegExp(`^plugboard${name.slice(1)}$`),
  replacement: root + file.slice(2),
}));

export default defineConfig({
  resolve: { alias },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/*.test.ts`],
          exclude: [...configDefaults.exclude, '**/*.db.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'database', include: [`${folders}/*.db.test.ts`], globalSetup: ['src/testing/global-setup.ts'] },
      },
    ],
  },
});
