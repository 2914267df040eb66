import { expect, test } from 'vitest';
import { registrySource } from './generate.ts';

test('the registry names every provider folder once, in order, and not the kit', () => {
  const source = registrySource(
    ['providers/xero/index.ts', 'providers/_kit/index.ts', 'providers/sage_intacct/index.ts'],
    ['providers/xero/sandbox.ts'],
  );
  expect(source.match(/^ {2}.*$/gm)).toEqual([
    "  sage_intacct: () => import('./sage_intacct/index.ts'),",
    "  xero: () => import('./xero/index.ts'),",
    "  xero: () => import('./xero/sandbox.ts'),",
  ]);
});
