// `plugboard doctor` as an operator runs it: on a database that is stopped, with the wrong key, beside other programs, beside our server.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listens, plugboard, type Command } from './command.ts';

interface Check {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly mend: string | null;
}

let dataDir: string;
const started: Command[] = [];

function run(argv: readonly string[], more: Readonly<Record<string, string>> = {}): Command {
  const environment = { PLUGBOARD_DATA_DIR: dataDir, PLUGBOARD_PORT: '0', PLUGBOARD_SANDBOX_PORT: '0' };
  const command = plugboard(argv, { ...environment, ...more });
  started.push(command);
  return command;
}

async function doctor(more: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await run(['doctor', '--json'], more).ended;
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Check[] };
  expect(code).toBe(ok ? 0 : 1);
  const bad = checks.filter(({ state }) => state !== 'ok');
  return {
    code,
    said: stdout + stderr,
    checks,
    bad,
    of: (name: string) => checks.filter(({ check }) => check === name),
  };
}

const database = () =>
  JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as { url: string; port: number };

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'plugboard-doctor-'));
  // Under root PostgreSQL runs as somebody else, who must be able to walk in.
  chmodSync(dataDir, 0o755);
}, 60_000);
afterAll(async () => {
  for (const { child, ended } of started) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

describe('the doctor', { timeout: 120_000 }, () => {
  it('looks at a place where nothing is yet, and leaves it so', async () => {
    const { bad } = await doctor();
    expect(bad).toMatchObject([
      { check: 'database', state: 'warning', mend: expect.stringContaining('plugboard migrate') },
    ]);
  });

  it('finds nothing wrong with a new installation, and stops the database it started', async () => {
    expect((await run(['migrate']).ended).code).toBe(0);
    expect((await run(['tenants', 'create', 'acme', '--name', 'Acme']).ended).code).toBe(0);
    expect((await doctor()).bad).toEqual([]);
    expect(await listens(database().port)).toBe(false);
  });

  it('works with the database stopped, and prints no password', async () => {
    const { url } = database();
    const { code, said, of } = await doctor({ DATABASE_URL: url, PLUGBOARD_ROOT_KEY: 'ab'.repeat(32) });
    expect(code).toBe(1);
    expect(of('database')).toMatchObject([{ state: 'failed', found: expect.stringContaining('ECONNREFUSED') }]);
    expect(said).not.toContain(new URL(url).password);
    expect(said).not.toContain('abababab');
  });

  it('tells a wrong root key as such', async () => {
    const { code, of } = await doctor({ PLUGBOARD_ROOT_KEY: randomBytes(32).toString('hex') });
    expect(code).toBe(1);
    expect(of('root_key').at(-1)).toMatchObject({ state: 'failed', found: expect.stringContaining('Wrong key') });
  });

  it('goes on when variables and providers cannot be used', async () => {
    const { code, bad } = await doctor({
      PLUGBOARD_CONCURRENCY: 'many',
      PLUGBOARD_PROVIDERS_DIR: join(dataDir, 'none'),
      PLUGBOARD_PUBLIK_URL: 'https://plug.example',
    });
    expect(code).toBe(1);
    expect(bad.map(({ check, state }) => `${check} ${state}`)).toEqual([
      'configuration failed',
      'configuration warning',
      'providers failed',
    ]);
    expect(bad[1]?.mend).toBe('Did you mean PLUGBOARD_PUBLIC_URL?');
  });

  it('tells who has the port: a stranger, or our own server', async () => {
    const stranger = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    const address = stranger.address();
    const port = String(typeof address === 'object' ? address?.port : address);
    const taken = await doctor({ PLUGBOARD_PORT: port });
    expect(taken.bad).toMatchObject([
      { check: 'port', state: 'failed', found: expect.stringContaining('another program') },
    ]);
    await new Promise((resolve) => stranger.close(resolve));

    const server = run(['serve', '--json'], { PLUGBOARD_PORT: port });
    const { url } = (await server.document()) as { url: string };
    const beside = await doctor({ PLUGBOARD_PORT: port, PLUGBOARD_PUBLIC_URL: url });
    expect(beside.bad).toEqual([]);
    // Were it not, this says how it ended.
    expect(await Promise.race([server.ended, Promise.resolve('running')])).toBe('running');
    expect(beside.of('port')[0]?.found).toBe(
      `Our server answers on ${port}, process ${server.child.pid} (plugboard serve).`,
    );
    expect(beside.of('public_url')[0]?.found).toBe(`${url} reaches this server.`);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  it('says it in plain lines for people, with what to do', async () => {
    const { code, stdout } = await run(['doctor'], { PLUGBOARD_PUBLIC_URL: 'http://plug.example' }).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok +configuration +Set and usable: .*PLUGBOARD_PUBLIC_URL/m);
    expect(stdout).toMatch(/^FAILED +public url +http:\/\/plug\.example is not https.*\n +-> Put TLS in front/m);
    expect(stdout).toContain('1 failed, 0 to look at.');
  });
});
