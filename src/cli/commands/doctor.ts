/** `plugboard doctor`: looks at what this installation stands on and says how to mend it. Works with the database down. */
import { z } from 'zod';
import { defineCommand } from '../frame/command.ts';
import type { Finding } from '../installation.ts';

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok', warning: 'warning', failed: 'FAILED' };

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'look at configuration, database, keys, addresses and ports, and say how to mend what is wrong',
  options: [{ flags: '--clock <url>', help: 'compare our clock with the Date header of this address, too' }],
  input: z.strictObject({
    clock: z.url({ protocol: /^https?$/, error: 'expected an address like https://www.example.com' }).optional(),
  }),
  run: async ({ clock }, { installation, out }) => {
    const checks = await installation.examine({ clockUrl: clock });
    for (const { check, state, found, mend } of checks) {
      out.line(`${marks[state].padEnd(9)}${check.replaceAll('_', ' ').padEnd(16)} ${oneLine(found)}`);
      if (mend !== null) out.line(`${' '.repeat(26)}-> ${oneLine(mend)}`);
    }
    const failed = checks.filter(({ state }) => state === 'failed').length;
    const warnings = checks.filter(({ state }) => state === 'warning').length;
    out.line();
    out.line(failed + warnings === 0 ? 'Nothing is wrong.' : `${failed} failed, ${warnings} to look at.`);
    return { document: { ok: failed === 0, checks }, exitCode: failed === 0 ? 0 : 1 };
  },
});

/** Names of variables and files are other people's text. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
