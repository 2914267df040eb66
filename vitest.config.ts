// Three projects, so that tests without a database start at once: `unit` (*.test.ts); `database` (*.db.test.ts), for which one PostgreSQL
// is started and migrated per run (src/testing/global-setup.ts); and `browser` (test/browser), one whole installation seen through a real
// Chromium, left out when the machine has none unless it is asked for by name (`npm run test:browser`), which then fails.
// PLUGBOARD_TEST_REPORT=<file> also writes the results as JSON; CI reads its counts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { chromiumAdvice, findChromium } from './test/browser/harness/chromium.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const report = process.env['PLUGBOARD_TEST_REPORT'];
const folders = '{src,providers,test,tools,bench,web,client}/**';

// Node resolves `plugboard/contract` through our own package.json; Vite has to be told.
const packageFile: { exports: Record<string, string> } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const alias = Object.entries(packageFile.exports).map(([name, file]) => ({
  find: new RegExp(`^plugboard${name.slice(1)}$`),
  replacement: root + file.slice(2),
}));

const browserAsked = process.argv.some((word) => /^(--project=)?browser$/.test(word));
const withBrowser = browserAsked || findChromium() !== undefined;
if (!withBrowser)
  process.stderr.write(`The browser tests are left out: there is no Chromium here. ${chromiumAdvice}\n`);

/** After the others and one file at a time: a browser wants the machine for itself, and the sandbox's faults are for everybody. */
const browserProject: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/harness/global-setup.ts'],
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    // Each test makes tenants of its own, so it can be played again. What fails twice is wrong; what failed once is still reported.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
};

export default defineConfig({
  resolve: { alias },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ['src/testing/seed.ts'],
    expect: { poll: { timeout: 10_000, interval: 20 } },
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${folders}/*.test.ts`],
          exclude: [...configDefaults.exclude, '**/*.db.test.ts', 'test/browser/**', 'web/dist*/**'],
        },
      },
      {
        extends: true,
        test: { name: 'database', include: [`${folders}/*.db.test.ts`], globalSetup: ['src/testing/global-setup.ts'] },
      },
      ...(withBrowser ? [browserProject] : []),
    ],
  },
});
