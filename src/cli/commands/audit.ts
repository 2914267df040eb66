/** `plugboard audit verify`: recomputes the chain of the audit trail. Exit code 1 when an entry is not as it was written. */
import { z } from 'zod';
import { defineCommand } from '../frame/command.ts';

export const verifyAuditCommand = defineCommand({
  name: 'audit verify',
  summary: 'recompute the audit trail and check its signed head',
  options: [{ flags: '--platform', help: "the platform's own trail instead of a tenant's" }],
  input: z.strictObject({ platform: z.boolean().default(false) }),
  run: async ({ platform }, { openHub, tenant, principal, out }) => {
    const hub = await openHub();
    const of = platform ? undefined : await tenant();
    const verdict = await hub.audit.verify(principal, of);
    const name = of ?? 'the platform';
    if (verdict.ok)
      out.line(`${name}: ${verdict.entries} entries, all as they were written. Head: ${verdict.head ?? 'none'}`);
    else
      out.line(
        `${name}: entry ${verdict.bad_seq ?? '?'} is wrong: ${verdict.reason ?? 'unknown'}. ${verdict.entries} before it are good.`,
      );
    return { document: { of: of ?? null, ...verdict }, exitCode: verdict.ok ? 0 : 1 };
  },
});
