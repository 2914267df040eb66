// `npm run boundaries`: holds the imports of src/, providers/, web/ and client/ against .dependency-cruiser.mjs, and makes sure that
// the tool really read every file: a dependency-cruiser that does not understand its TypeScript skips files silently and
// finds nothing. The rules themselves are in the configuration.
import { existsSync, globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';

const cruised = ['src', 'providers', 'web', 'client'];
const rooms = [
  'contract',
  'engine',
  'store',
  'hub',
  'server',
  'worker',
  'cli',
  'sandbox',
  'testing',
  'wiring',
  'main.ts',
];

export interface BoundaryReport {
  /** Files of ours that were read. */
  readonly files: number;
  /** One line each: `rule: from -> to`, or what was not read. Empty when all is well. */
  readonly problems: readonly string[];
}

/** Checks the tree below `root` (a directory with src/, providers/ and package.json). */
export async function checkBoundaries(root: string): Promise<BoundaryReport> {
  const config = await extractConfig(join(import.meta.dirname, '..', '.dependency-cruiser.mjs'));
  const { options, ...ruleSet } = config;
  const there = cruised.filter((name) => existsSync(join(root, name)));
  const { output } = await cruise(there, { ...options, ruleSet, validate: true, baseDir: root });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text instead of its result');

  const seen = new Set(
    output.modules.map(({ source }) => source).filter((source) => /^(src|providers|web|client)\//.test(source)),
  );
  const expected = globSync('{src,providers,web,client}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: ['**/node_modules/**', 'web/dist*/**'],
  }).map((path) => path.replaceAll('\\', '/'));
  const strangers = readdirSync(join(root, 'src')).filter((name) => !rooms.includes(name));
  const problems = [
    ...output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    ...expected.filter((path) => !seen.has(path)).map((path) => `not-read: ${path}`),
    ...strangers.map((name) => `unknown-room: src/${name}`),
    ...(seen.size === 0 ? ['not-read: no file at all'] : []),
  ];
  return { files: seen.size, problems };
}

if (import.meta.main) {
  const { files, problems } = await checkBoundaries(join(import.meta.dirname, '..'));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`boundaries: ${files} files, ${problems.length} problems\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
