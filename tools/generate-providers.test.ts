import { expect, test } from 'vitest';
import xero from '../providers/xero/index.ts';
import { providersPage } from './generate-providers.ts';

test('names every stream, action and way in of a provider, and how well it is known', () => {
  const page = providersPage([xero]);
  for (const name of [...Object.keys(xero.streams), ...Object.keys(xero.actions), ...xero.auth.map(({ key }) => key)])
    expect(page).toContain(`\`${name}\``);
  expect(page).toContain('| [Xero](#xero) | `xero` | accounting | high | vendor spec | 10 | 3 |');
  expect(page).toContain(
    '60 calls a minute, 5,000 calls a day, 5 calls at once, 10,000 calls a minute, all accounts of an app together',
  );
});

test('a pipe in a summary does not end its cell', () => {
  const { create_contact: action } = xero.actions;
  if (action === undefined) throw new Error('Xero creates contacts');
  expect(providersPage([{ ...xero, actions: { odd: { ...action, summary: 'a | b' } } }])).toContain(
    '| `odd` | a \\| b |',
  );
});
