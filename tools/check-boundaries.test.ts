/** Each rule of .dependency-cruiser.mjs must catch a planted violation: a rule that cannot fire protects nothing. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';

const repository = join(import.meta.dirname, '..');
const sound = {
  'package.json': JSON.stringify({
    name: 'plugboard',
    type: 'module',
    exports: {
      './contract': './src/contract/index.ts',
      './kit': './providers/_kit/index.ts',
      './testing': './src/testing/index.ts',
    },
    dependencies: { zod: '*', pg: '*' },
    devDependencies: { fast: '*', 'fast-check': '*' },
  }),
  'src/contract/index.ts': `export { z } from 'zod';`,
  'src/engine/index.ts': `import 'node:net'; export { z } from '../contract/index.ts';`,
  'src/store/index.ts': `import 'pg'; export { z } from '../contract/index.ts';`,
  'src/hub/index.ts': `import '../engine/index.ts'; import '../store/index.ts';`,
  'src/server/index.ts': `import '../hub/index.ts';`,
  'src/testing/index.ts': `import 'fast-check'; import '../store/index.ts';`,
  'src/store/index.test.ts': `import './index.ts'; import '../testing/index.ts';`,
  'src/wiring/log.ts': '',
  'src/main.ts': `import './server/index.ts'; import '../providers/registry.gen.ts';`,
  'providers/_kit/index.ts': `import 'node:crypto'; export { z } from 'plugboard/contract';`,
  'providers/_kit/helper.ts': '',
  'providers/registry.gen.ts': `export default { one: () => import('./one/index.ts') };`,
  'providers/one/index.ts': `import 'plugboard/contract'; import 'plugboard/kit'; import './streams.ts';`,
  'providers/one/streams.ts': '',
  'providers/one/one.test.ts': `import 'plugboard/testing'; import 'pg';`,
  'providers/two/index.ts': '',
  'client/index.ts': '',
  'web/main.tsx': `import './app/router.tsx';`,
  'web/app/router.tsx': `import '../screens/runs/places.ts'; import './shell.tsx';`,
  'web/app/shell.tsx': `import '../ui/button.tsx'; export const shell = (name: string) => <p>{name}</p>;`,
  'web/ui/button.tsx': '',
  'web/screens/runs/places.ts': `export const load = () => import('./runs.tsx'); export interface Filter {}`,
  'web/screens/runs/runs.tsx': `import type {} from './places.ts'; import '../../../client/index.ts';`,
  'web/screens/logs/logs.tsx': '',
  'web/screens/logs/places.ts': '',
  'web/connect/form.tsx': `import '../ui/button.tsx';`,
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(sound)) plant(path, text);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a tree that keeps the rules has no problems', async () => {
  expect(await checkBoundaries(root)).toEqual({ files: Object.keys(sound).length - 1, problems: [] });
});

test('a tool that reads nothing is not a tree without problems', async () => {
  for (const folder of ['src', 'providers', 'web', 'client']) {
    rmSync(join(root, folder), { recursive: true });
    mkdirSync(join(root, folder));
  }
  expect(await checkBoundaries(root)).toEqual({ files: 0, problems: ['not-read: no file at all'] });
});

test.each([
  ['contract-imports', 'src/contract/bad.ts', `import '../engine/index.ts';`],
  ['contract-imports', 'src/contract/bad.ts', `import type {} from '../store/index.ts';`],
  ['contract-needs-zod-only', 'src/contract/bad.ts', `import 'pg';`],
  ['contract-needs-zod-only', 'src/contract/bad.ts', `import 'node:fs';`],
  ['engine-imports', 'src/engine/bad.ts', `import '../store/index.ts';`],
  ['store-imports', 'src/store/bad.ts', `import '../engine/index.ts';`],
  ['hub-imports', 'src/hub/bad.ts', `import '../../providers/registry.gen.ts';`],
  ['server-imports', 'src/server/bad.ts', `import '../store/index.ts';`],
  ['worker-imports', 'src/worker/bad.ts', `import '../engine/index.ts';`],
  ['cli-imports', 'src/cli/bad.ts', `import '../server/index.ts';`],
  ['sandbox-imports', 'src/sandbox/bad.ts', `import '../hub/index.ts';`],
  ['web-imports', 'web/app/bad.ts', `import '../../src/hub/index.ts';`],
  ['client-imports', 'client/bad.ts', `import '../web/ui/button.tsx';`],
  ['product-without-web', 'src/server/bad.ts', `import '../../client/index.ts';`],
  ['ui-knows-no-screen', 'web/ui/bad.tsx', `import '../app/shell.tsx';`],
  ['screens-by-router', 'web/app/bad.tsx', `import '../screens/runs/runs.tsx';`],
  ['places-are-for-the-router', 'web/screens/runs/bad.ts', `import '../logs/places.ts';`],
  ['connect-page-stays-small', 'web/connect/bad.tsx', `import '../app/shell.tsx';`],
  ['no-cycles-of-values', 'web/ui/button.tsx', `import './button.tsx';`],
  ['testing-is-for-tests', 'src/store/bad.ts', `import '../testing/index.ts';`],
  ['testing-is-for-tests', 'providers/one/bad.ts', `import 'plugboard/testing';`],
  ['main-is-the-root', 'src/testing/bad.ts', `import '../main.ts';`],
  ['wiring-is-for-main', 'src/hub/bad.ts', `import '../wiring/log.ts';`],
  ['provider-imports', 'providers/one/bad.ts', `import '../two/index.ts';`],
  ['provider-imports', 'providers/one/bad.ts', `import '../_kit/helper.ts';`],
  ['provider-imports', 'providers/one/bad.ts', `import '../../src/engine/index.ts';`],
  ['provider-by-name', 'providers/one/bad.ts', `import '../../src/contract/index.ts';`],
  ['kit-imports', 'providers/_kit/bad.ts', `import '../one/index.ts';`],
  ['provider-without-io', 'providers/one/bad.ts', `import 'node:fs';`],
  ['provider-without-io', 'providers/one/bad.ts', `import 'fs/promises';`],
  ['provider-without-io', 'providers/_kit/bad.ts', `import 'node:child_process';`],
  ['provider-without-packages', 'providers/one/bad.ts', `import 'pg';`],
  ['providers-by-registry', 'src/main.ts', `import '../providers/one/index.ts';`],
  ['registry-is-lazy', 'providers/registry.gen.ts', `import './one/index.ts';`],
  ['no-cycles', 'src/contract/index.ts', `import '../contract/index.ts';`],
  ['resolvable', 'src/store/bad.ts', `import './nowhere.ts';`],
  ['no-dev-packages-in-the-product', 'src/store/bad.ts', `import 'fast-check';`],
  ['unknown-room', 'src/common/bad.ts', ''],
])('%s catches %s with %s', async (rule, path, text) => {
  plant(path, text);
  const { problems } = await checkBoundaries(root);
  expect(problems.map((problem) => problem.split(':')[0])).toContain(rule);
});
