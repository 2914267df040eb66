/** A provider in an afternoon, by machine: made by the command, blanks filled, conformant, and loaded from outside the repository. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plugboard } from './command.ts';

const directory = mkdtempSync(join(tmpdir(), 'plugboard-providers-'));
const folder = join(directory, 'zeta_crm');

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function conformance(): {
  readonly failed: number;
  readonly results: readonly { check: string; ok: boolean; detail: string }[];
} {
  const main = fileURLToPath(new URL('../conformance/main.ts', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [main, '--json', '--dir', folder], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

async function providers(environment: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await plugboard(['providers', '--json'], environment).ended;
  return {
    code,
    said: stdout + stderr,
    keys: code === 0 ? JSON.parse(stdout).data.map(({ key }: { key: string }) => key) : [],
  };
}

let made: Awaited<ReturnType<typeof plugboard>['ended']>;

beforeAll(async () => {
  made = await plugboard(['new-provider', 'zeta_crm', '--name', 'Zeta & Co', '--dir', directory, '--json'], {}).ended;
});

test('is made where it was asked for, and says what is to be filled in', () => {
  expect(made.stderr).toBe('');
  expect(JSON.parse(made.stdout)).toMatchObject({ folder, blanks: expect.arrayContaining([`${folder}/guide.md:5`]) });
});

test('nothing of the template is left in it but the blanks', () => {
  const all = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  expect(all).not.toMatch(/acme/i);
  expect(readdirSync(folder)).toContain('zeta_crm.test.ts');
});

test('does not pass before its blanks are filled, and passes after', () => {
  const before = conformance().results.filter(({ ok }) => !ok);
  expect(before.map(({ check }) => check)).toEqual(['facts', 'guide']);
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), text.replaceAll(/TODO:?/g, 'Filled in:'));
  }
  writeFileSync(
    join(folder, 'index.ts'),
    readFileSync(join(folder, 'index.ts'), 'utf8').replace('https://Filled in:.example', 'https://docs.example'),
  );
  expect(conformance()).toMatchObject({ failed: 0 });
});

test('is loaded beside ours', async () => {
  const { keys } = await providers({ PLUGBOARD_PROVIDERS_DIR: directory });
  expect(keys).toContain('zeta_crm');
  expect(keys).toContain('xero');
});

test('is never made over another one, and only under a name that can be one', async () => {
  const again = await plugboard(['new-provider', 'zeta_crm', '--dir', directory], {}).ended;
  expect(again).toMatchObject({ code: 1 });
  expect(again.stderr).toContain('is there already');
  const odd = await plugboard(['new-provider', '../zeta', '--dir', directory], {}).ended;
  expect(odd.stderr).toContain("cannot be a provider's key");
  const strange = await plugboard(['new-provider', 'eta', '--category', 'zoo', '--dir', directory], {}).ended;
  expect(strange.stderr).toContain('The categories are');
});

test.each([
  ['no index.ts', {}, 'it has no index.ts'],
  ['no default export', { 'index.ts': 'export const x = 1;' }, 'no default export'],
  ['a file that does not parse', { 'index.ts': 'export default {' }, 'cannot be used'],
  ['another key', { 'index.ts': "export { default } from '../zeta_crm/index.ts';" }, 'folder and key must agree'],
])('a folder with %s is named at the start', async (_what, files, words) => {
  const other = mkdtempSync(join(tmpdir(), 'plugboard-providers-'));
  try {
    mkdirSync(join(other, 'broken'));
    for (const [file, text] of Object.entries(files))
      writeFileSync(join(other, 'broken', file), text.replace('..', directory));
    const { code, said } = await providers({ PLUGBOARD_PROVIDERS_DIR: other });
    expect(code).toBe(1);
    expect(said).toContain(words);
    expect(said).toContain(join(other, 'broken'));
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

test('a directory that is not there is named', async () => {
  const { said } = await providers({ PLUGBOARD_PROVIDERS_DIR: join(directory, 'nowhere') });
  expect(said).toContain('which does not exist');
});
