import { expect, test } from 'vitest';
import { commands } from './program.ts';

test('no command has an option of the whole program: commander would take it for that, wherever it stands', () => {
  const all = commands.flatMap(({ name, options = [] }) => options.map(({ flags }) => ({ name, flags })));
  expect(all.length).toBeGreaterThan(10);
  expect(all.filter(({ flags }) => /--(version|json|tenant|help)\b|^-[Vh]\b/.test(flags))).toEqual([]);
});
