/** Every provider of the registry against its own sandbox; see src/testing/conformance for what is asked. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { conformanceChecks, runCheck } from '../../src/testing/conformance/index.ts';
import { providerKeys, subjectOf } from './report.ts';

test('nothing is waived', () => {
  expect(JSON.parse(readFileSync(fileURLToPath(new URL('waivers.json', import.meta.url)), 'utf8'))).toEqual([]);
});

test('no two sandboxes answer for the same host: all are started together', async () => {
  const hosts = (await Promise.all(providerKeys.map(subjectOf))).flatMap(({ sandbox }) => sandbox.hosts);
  expect(hosts.filter((host, index) => hosts.indexOf(host) !== index)).toEqual([]);
});

for (const key of providerKeys) {
  const subject = await subjectOf(key);
  describe(`the provider ${key}`, () => {
    const checks = conformanceChecks(subject);

    test('has at least 15 checks, none twice', () => {
      expect(checks.length).toBeGreaterThanOrEqual(15);
      expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
    });

    test.each(checks)('$name', async (check) => {
      const { ok, detail } = await runCheck(key, check);
      expect(ok, detail).toBe(true);
    });
  });
}
