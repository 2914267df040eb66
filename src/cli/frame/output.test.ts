import { expect, it } from 'vitest';
import { openOutput } from './output.ts';

function sink() {
  let text = '';
  return { write: (part: string) => void (text += part), isTTY: false, text: () => text };
}

it('reports progress in a pipe by a line when something begins and one when it ends', () => {
  const stderr = sink();
  const stdout = sink();
  const progress = openOutput(false, { stdout, stderr }).progress();
  for (const done of [1, 50, 100]) progress.update('xero invoices', done, 100);
  progress.update('xero contacts', 3, undefined);
  progress.finish('xero invoices', '100 records');
  progress.stop();
  expect(stderr.text()).toBe('xero invoices: started\nxero contacts: started\nxero invoices: 100 records\n');
  expect(stdout.text()).toBe('');
});

it('refuses to print two documents', () => {
  const out = openOutput(true, { stdout: sink(), stderr: sink() });
  out.announce({});
  expect(() => out.announce({})).toThrow('two JSON documents');
  expect(out.announced()).toBe(true);
});
