/**
 * `npm run conformance`: every provider of the registry through the one suite. `--json` prints the report, `--only xero,stripe` takes
 * some, `--dir ../acme` the one in a folder outside. A check that is known to fail may be waived in waivers.json (provider, check, reason), which may only shrink.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { conformanceReport, subjectsOf } from './report.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, dir: { type: 'string' } },
});
const waivers = z
  .array(z.strictObject({ provider: z.string(), check: z.string(), reason: z.string().min(1) }))
  .parse(JSON.parse(readFileSync(fileURLToPath(new URL('waivers.json', import.meta.url)), 'utf8')));

const report = await conformanceReport({
  subjects: await subjectsOf(values),
  waivers,
  seen: ({ provider, check, ok, detail }) => {
    process.stderr.write(`${ok ? 'ok  ' : 'FAIL'} ${provider}: ${check} (${detail})\n`);
  },
});
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  const { providers, checks, passed, failed, waived } = report;
  process.stdout.write(
    `${providers} providers, ${checks} checks: ${passed} passed, ${failed} failed, ${waived} waived\n`,
  );
}
process.exitCode = report.failed === 0 ? 0 : 1;
