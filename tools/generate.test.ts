import { expect, test } from 'vitest';
import stripe from '../providers/stripe/index.ts';
import xero from '../providers/xero/index.ts';
import { errorCodes, errorTable } from '../src/contract/errors.ts';
import { gate } from '../src/testing/gate-vendor.ts';
import { rootKeyVariables, variables } from '../src/wiring/config.ts';
import { environmentExample } from './generate-env.ts';
import { errorsPage } from './generate-errors.ts';
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

test('the page of errors has a row for every code, with what the table says', () => {
  const page = errorsPage();
  const rows = page.split('\n').filter((line) => line.startsWith('| <a id='));
  expect(rows.map((row) => /`(\w+)`/.exec(row)?.[1])).toEqual(errorCodes);
  for (const [i, code] of errorCodes.entries()) {
    const { status, fault, next } = errorTable[code];
    expect(rows[i]).toContain(`| ${status} | ${fault} |`);
    expect(rows[i]).toContain(`| ${next} |`);
    // A bar in a text would open another column.
    expect(rows[i]?.split(' | ').length).toBe(6);
  }
});

test('the environment’s example names every declared variable and everything operators register, once', () => {
  const example = environmentExample([xero, stripe, gate]);
  const names = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map((found) => found[1]);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual([
    ...Object.keys(variables.shape),
    ...Object.keys(rootKeyVariables),
    'XERO_CLIENT_ID',
    'XERO_CLIENT_SECRET',
    'XERO_SCOPES',
    'XERO_WEBHOOK_SECRET',
    'STRIPE_WEBHOOK_SECRET',
    'GATE_CLIENT_ID',
    'GATE_CLIENT_SECRET',
    'GATE_SCOPES',
    'GATE_SENDER_ID',
    'GATE_SENDER_PASSWORD',
  ]);
  expect(example).toContain('# PLUGBOARD_PORT=4400\n');
});
