/** The guide to mappings, done as it says: its rules, its commands in their order, and the record it promises. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import xeroSandbox from '../../providers/xero/sandbox.ts';
import { commandLine } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

const guide = readFileSync(new URL('../../docs/guide/mappings.md', import.meta.url), 'utf8');
const blocks = (kind: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'plugboard-test-'));
beforeAll(async () => {
  server = await testServer({ sandboxes: [{ key: 'xero', sandbox: xeroSandbox }] });
  await server.tenant('harbour');
  const way = xeroSandbox.signIns.find((one) => one.method === 'client_credentials');
  const { id } = await server.hub.integrations.create(server.system, 'harbour', {
    provider: 'xero',
    auth_method: way?.method,
    credentials: { ...way?.fields },
    settings: { ...way?.settings },
    schedule: null,
  });
  await server.hub.connection.connect(server.system, 'harbour', id, { sync: false });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.stop();
});

const plugboard = async (argv: readonly string[]) => {
  const ran = await commandLine(server, ['--tenant', 'harbour', ...argv]);
  expect(ran, argv.join(' ')).toMatchObject({ code: 0 });
  return ran;
};

test('what the guide shows is what happens', async () => {
  const [rules = '', promised = ''] = blocks('json');
  const [forth = [], back = []] = blocks('sh').map((text) => text.trim().split('\n'));
  const file = join(folder, 'rules.json');
  writeFileSync(file, rules);
  const follow = async (lines: readonly string[]) => {
    const said: string[] = [];
    for (const line of lines) {
      const [program, ...argv] = line.replace('@rules.json', `@${file}`).split(' ');
      expect(program).toBe('plugboard');
      said.push((await plugboard(argv)).stdout);
    }
    return said;
  };
  const records = async () => (await plugboard(['--json', 'records', 'contact', '--limit', '200'])).document.data;

  await plugboard(['sync', 'xero', '--stream', 'contacts']);
  const before = await records();
  const said = await follow(forth);
  expect(said[2]).toContain(' 0 would have a problem.');
  expect(said[3]).toContain('Version 1 is in force.\nStored records: succeeded');
  const shown: { name: string }[] = JSON.parse(promised);
  const contacts = async (): Promise<object[]> => (await records()).map(({ data }: { data: object }) => data);
  for (const one of shown) expect(await contacts()).toContainEqual(expect.objectContaining(one));

  await plugboard(['mappings', 'set', 'xero', 'contacts', '--rules', '[]']);
  await plugboard(['mappings', 'apply', 'xero', 'contacts']);
  const data = (all: { key: string; data: object }[]) => new Map(all.map((one) => [one.key, one.data]));
  expect(data(await records())).toEqual(data(before));
  await follow(back);
  for (const one of shown) expect(await contacts()).toContainEqual(expect.objectContaining(one));
});
