/** What surrounds an expression's process: nothing it could take, break, or outlive us in. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type * as Process from './expression-process.ts';
import { startExpressionProcess } from './expression-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugboard-expressions-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('has no environment, no files, no processes, no native code, no code from text', async () => {
  process.env['PLUGBOARD_TEST_SECRET'] = 'hush';
  const looking = script(
    'looking.mjs',
    `import fs from 'node:fs';
     import { execSync } from 'node:child_process';
     const tried = (what) => { try { return what(); } catch (error) { return error.code ?? error.name; } };
     process.stdout.write('ready\\n');
     process.stdin.once('data', () => process.stdout.write(JSON.stringify({
       env: Object.keys(process.env),
       read: tried(() => fs.readFileSync('/etc/passwd', 'utf8')),
       ours: tried(() => fs.readFileSync(${JSON.stringify(new URL('../ports.ts', import.meta.url).pathname)}, 'utf8')),
       write: tried(() => fs.writeFileSync('/tmp/plugboard-was-here', 'x')),
       list: tried(() => fs.readdirSync('/')),
       run: tried(() => execSync('true').toString()),
       native: tried(() => process.dlopen({ exports: {} }, '/lib/none.node')),
       text: tried(() => new Function('return 1')()),
       pollute: tried(() => { Object.prototype.mine = 1; return ({}).mine ?? 'frozen'; }),
     }) + '\\n'));`,
  );
  const child = await startExpressionProcess(looking);
  const reply = await child.ask(Buffer.from('look\n'), 5000);
  child.kill();
  delete process.env['PLUGBOARD_TEST_SECRET'];
  expect('line' in reply ? JSON.parse(reply.line) : reply).toEqual({
    env: [],
    read: 'ERR_ACCESS_DENIED',
    ours: 'ERR_ACCESS_DENIED',
    write: 'ERR_ACCESS_DENIED',
    list: 'ERR_ACCESS_DENIED',
    run: 'ERR_ACCESS_DENIED',
    native: expect.stringMatching(/ERR_ACCESS_DENIED|ERR_DLOPEN/),
    text: 'EvalError',
    pollute: 'TypeError',
  });
});

test('that cannot be started, or says something else, is an error and no hanging', async () => {
  await expect(startExpressionProcess(script('dies.mjs', 'process.exit(1)'))).rejects.toMatchObject({
    code: 'internal',
  });
  await expect(startExpressionProcess(script('talks.mjs', `console.log('hello')`))).rejects.toThrow(
    'could not be started',
  );
  await expect(startExpressionProcess(join(folder, 'is-not-there.mjs'))).rejects.toMatchObject({ code: 'internal' });
});

test.each([
  ['the folder of all packages', 'node_modules', '.'],
  ['the package alone', 'node_modules/jsonata', 'jsonata'],
])('starts where an installer has made %s a link', async (_, link, target) => {
  const root = mkdtempSync(join(folder, 'installed-'));
  const ours = new URL('../../../', import.meta.url).pathname;
  for (const name of ['engine/mapping', 'contract'])
    cpSync(`${ours}src/${name}`, join(root, 'src', name), { recursive: true });
  cpSync(`${ours}package.json`, join(root, 'package.json'));
  mkdirSync(join(root, link, '..'), { recursive: true });
  symlinkSync(join(ours, 'node_modules', target), join(root, link));
  const there: typeof Process = await import(/* @vite-ignore */ join(root, 'src/engine/mapping/expression-process.ts'));
  const child = await there.startExpressionProcess();
  expect(await child.ask(Buffer.from('{"compile":["raw.a"]}\n'), 20_000)).toEqual({ line: '{"problems":[null]}' });
  child.kill();
});

test('that answers without end is stopped', async () => {
  const child = await startExpressionProcess(
    script(
      'floods.mjs',
      `process.stdout.write('ready\\n'); process.stdin.once('data', () => setInterval(() => process.stdout.write('x'.repeat(1e6)), 1));`,
    ),
  );
  expect(await child.ask(Buffer.from('go\n'), 20_000)).toEqual({ killed: 'memory' });
  expect(await child.ask(Buffer.from('go\n'), 20_000)).toEqual({ killed: 'memory' });
});

test.skipIf(process.platform !== 'linux')(
  'ends when we are killed, also in the middle of an expression that never ends',
  async () => {
    const parent = script(
      'parent.ts',
      `import { startExpressionProcess } from ${JSON.stringify(new URL('./expression-process.ts', import.meta.url).href)};
     import { readdirSync, readFileSync } from 'node:fs';
     const child = await startExpressionProcess();
     const page = { rules: ['$contains(raw, /^(?=a)(a+)+\\\\1$/)'], items: [{ raw: 'a'.repeat(60) + '!', unified: {} }], soft_ms: 60000 };
     void child.ask(Buffer.from(JSON.stringify(page) + '\\n'), 60000);
     const pids = readdirSync('/proc').filter((name) => /^\\d+$/.test(name));
     const mine = pids.filter((pid) => {
       try { return readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1].split(' ')[1] === String(process.pid); } catch { return false; }
     });
     setTimeout(() => console.log(mine.join(' ')), 300);`,
    );
    const started = spawn(process.execPath, ['--no-warnings', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const told = await new Promise<string>((resolve) => started.stdout.once('data', (text) => resolve(String(text))));
    const pid = Number(told);
    expect(pid).toBeGreaterThan(1);
    // One that nobody has collected yet (Z) is as good as gone.
    const lives = () => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
    expect(lives()).toBe(true);
    started.kill('SIGKILL');
    await vi.waitFor(() => expect(lives()).toBe(false), { timeout: 10_000, interval: 50 });
  },
);
