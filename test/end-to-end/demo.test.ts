// The demo as a newcomer runs it: the real command, its own PostgreSQL, the sandbox's real sign-ins, Ctrl-C, and again.
import { mkdtempSync, readFileSync, rmSync, statSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../../providers/registry.gen.ts';
import { listens, plugboard, type Command } from './command.ts';

interface DemoDocument {
  readonly url: string;
  readonly sandbox_url: string;
  readonly tenant: string;
  readonly key_file: string;
  readonly webhooks: readonly string[];
  readonly streams: readonly { provider: string; stream: string; records: number; state: string }[];
}
interface DemoFile {
  readonly url: string;
  readonly sandbox_url: string;
  readonly tenant: string;
  readonly api_key: string;
}

let dataDir: string;
const started: Command[] = [];

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plugboard-demo-'));
  // Under root PostgreSQL runs as somebody else, who must be able to walk in.
  chmodSync(dataDir, 0o755);
});
afterAll(async () => {
  for (const { child, ended } of started) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const environment = () => ({ PLUGBOARD_DATA_DIR: dataDir, PLUGBOARD_PORT: '0', PLUGBOARD_SANDBOX_PORT: '0' });

function run(argv: readonly string[], more: Readonly<Record<string, string>> = {}): Command {
  const command = plugboard(argv, { ...environment(), ...more });
  started.push(command);
  return command;
}

async function startDemo(): Promise<{ demo: Command; document: DemoDocument; file: DemoFile; ms: number }> {
  const before = performance.now();
  const demo = run(['demo', '--json']);
  const document = (await demo.document()) as DemoDocument;
  const file = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
  return { demo, document, file, ms: performance.now() - before };
}

async function api(
  file: DemoFile,
  path: string,
): Promise<{
  status: number;
  body: { data: { id: string; provider: string; auth_method: string; status: string }[] };
}> {
  const answer = await fetch(`${file.url}/api${path}`, { headers: { authorization: `Bearer ${file.api_key}` } });
  return { status: answer.status, body: (await answer.json()) as never };
}

const reachable = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );
const databaseListens = () =>
  listens((JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as { port: number }).port);

describe('the demo', { timeout: 120_000 }, () => {
  let first: DemoFile;
  let integrations: readonly string[];

  it('refuses to serve a database that was never migrated', async () => {
    const { code, stdout, stderr } = await run(['serve', '--json']).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'storage_unavailable', next: expect.stringContaining('plugboard migrate') },
    });
    expect(stderr).not.toContain('at ');
  });

  it('connects every provider, syncs every stream and says where to look; a second server is refused; Ctrl-C ends all', async () => {
    const { demo, document, file } = await startDemo();
    first = file;
    expect(file).toEqual({
      url: document.url,
      sandbox_url: document.sandbox_url,
      tenant: 'demo',
      api_key: expect.stringMatching(/^pb_/),
    });
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(new Set(document.streams.map((row) => row.provider))).toEqual(new Set(Object.keys(providers)));
    for (const row of document.streams) {
      expect(row, `${row.provider} ${row.stream}`).toMatchObject({ state: 'synced' });
      expect(row.records, `${row.provider} ${row.stream}`).toBeGreaterThan(0);
    }

    const { status, body } = await api(file, '/integrations');
    expect(status).toBe(200);
    expect(body.data.map((one) => one.status)).toEqual(Object.keys(providers).map(() => 'connected'));
    // Tokens typed, a person sent to the vendor and back, sessions opened: nothing is connected by a side door.
    const ways = new Set(body.data.map((one) => one.auth_method));
    expect([...ways]).toEqual(expect.arrayContaining(['api_key', 'oauth2', 'session']));
    integrations = body.data.map((one) => one.id);
    expect(await (await fetch(`${file.url}/readyz`)).json()).toEqual({ status: 'ok' });

    const second = await run(['serve', '--json']).ended;
    expect(second.code).toBe(1);
    expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'conflict', pid: demo.child.pid } });
    // Refused before anything else is begun or waited for: either would say so.
    expect(second.stderr).toBe('');

    demo.child.kill('SIGINT');
    const end = await demo.ended;
    expect(end.code).toBe(0);
    expect(JSON.parse(end.stdout)).toEqual(document);
    expect(await databaseListens()).toBe(false);
    expect(await reachable(file.sandbox_url)).toBe(false);
  });

  it('is up again with its data, key and integrations, and takes its sandbox along when it is killed', async () => {
    const { demo, document, file } = await startDemo();
    expect(file.api_key).toBe(first.api_key);
    expect((await api(file, '/integrations')).body.data.map((one) => one.id)).toEqual(integrations);
    for (const row of document.streams) expect(row.records).toBeGreaterThan(0);
    demo.child.kill('SIGKILL');
    await demo.ended;
    await expect.poll(() => reachable(file.sandbox_url), { timeout: 15_000 }).toBe(false);
  });

  it('comes back after having been killed', async () => {
    const { demo, file } = await startDemo();
    expect((await api(file, '/integrations')).status).toBe(200);
    demo.child.kill('SIGTERM');
    expect((await demo.ended).code).toBe(0);
    expect(await databaseListens()).toBe(false);
  });

  it('names the port that is in use, and the variable to change', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = String(typeof address === 'object' ? address?.port : address);
    const { code, stderr, stdout } = await run(['serve'], { PLUGBOARD_PORT: port }).ended;
    await new Promise((resolve) => taken.close(resolve));
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`Port ${port} is in use`);
    expect(stderr).toContain('PLUGBOARD_PORT');
    expect(await databaseListens()).toBe(false);
  });

  it('names a variable that makes no sense', async () => {
    const { code, stdout } = await run(['serve', '--json'], { PLUGBOARD_PORT: 'http' }).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { problems: [{ path: 'PLUGBOARD_PORT', message: 'expected a port number' }] },
    });
  });
});
