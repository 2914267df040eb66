import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pretend } from '../testing/pretend-vendor.ts';
import { sandboxControl } from './control-client.ts';
import { startSandbox, type RunningSandboxes, type SandboxOptions } from './host.ts';

let dataDir: string;
let lines: string[];
let open: RunningSandboxes[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'plugboard-host-'));
  lines = [];
  open = [];
});
afterEach(async () => {
  for (const host of open) await host.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const two = [
  { key: 'first', sandbox: pretend },
  { key: 'second', sandbox: { ...pretend, hosts: ['api.second.example'] } },
];

async function start(options: Partial<SandboxOptions> = {}): Promise<RunningSandboxes> {
  const host = await startSandbox({ providers: two, dataDir, log: (line) => lines.push(line), ...options });
  open.push(host);
  return host;
}

async function stop(host: RunningSandboxes): Promise<void> {
  open = open.filter((one) => one !== host);
  await host.stop();
}

const notes = async (host: RunningSandboxes, key = 'first') => (await fetch(`${host.origins[key]}/notes`)).json();
const write = async (host: RunningSandboxes, text: string) =>
  (await fetch(`${host.origins['first']}/notes`, { method: 'POST', body: JSON.stringify({ text }) })).json();

async function listening(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Below the range from which systems give out free ports, so that no other test can get one of them meanwhile. */
async function threeFreePorts(): Promise<number> {
  for (let port = 12_000 + (process.pid % 1_000) * 10; ; port += 10) {
    const taken: Server[] = [];
    try {
      for (const place of [0, 1, 2]) taken.push(await listening(port + place));
      return port;
    } catch {
      // Somebody's: try the next three.
    } finally {
      for (const server of taken) await new Promise((resolve) => server.close(resolve));
    }
  }
}

describe('serving', () => {
  test('every provider on a port of its own, reachable by its vendor hosts', async () => {
    const host = await start();
    expect(new Set([host.url, ...Object.values(host.origins)]).size).toBe(3);
    expect(host.hostMap).toBe(
      `api.pretend.example=${host.origins['first']},login.pretend.example=${host.origins['first']},api.second.example=${host.origins['second']}`,
    );
    expect(await notes(host)).toMatchObject({
      notes: [{ text: 'Marion' }, { text: 'Desmond' }, { text: 'Ngaire' }],
      more: false,
    });
  });

  test('states are apart', async () => {
    const host = await start();
    await write(host, 'mine');
    expect(await notes(host)).toMatchObject({ notes: { length: 4 } });
    expect(await notes(host, 'second')).toMatchObject({ notes: { length: 3 } });
  });

  test('a handler sees path parts decoded and the vendor host it was called by', async () => {
    const host = await start();
    expect(await (await fetch(`${host.origins['first']}/notes/a%2Fb%20%C3%BC`)).json()).toEqual({ id: 'a/b ü' });
    expect(await (await fetch(`${host.origins['first']}/notes/50%`)).json()).toEqual({ id: '50%' });
    const answer = await fetch(`${host.origins['first']}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { authorization: `Basic ${btoa('app-1:secret+%26+co')}` },
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    const headers = { host: 'API.pretend.example', authorization: `Bearer ${access_token}` };
    const { body } = await request(`${host.origins['first']}/private`, { headers });
    expect(await body.json()).toEqual({ host: 'api.pretend.example', mood: 'good' });
  });

  test('answers 404, 405, 413, 204 and HEAD like a server', async () => {
    const host = await start();
    const origin = host.origins['first'];
    expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
    const wrong = await fetch(`${origin}/notes`, { method: 'PATCH' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE']);
    expect((await fetch(`${origin}/notes`, { method: 'POST', body: Buffer.alloc(17 * 1024 * 1024) })).status).toBe(413);
    const head = await fetch(`${origin}/notes`, { method: 'HEAD' });
    expect([head.status, Number(head.headers.get('content-length')) > 50, await head.text()]).toEqual([200, true, '']);
    const gone = await fetch(`${origin}/notes`, { method: 'DELETE' });
    expect([gone.status, gone.headers.get('content-length')]).toEqual([204, null]);
    expect(await notes(host)).toMatchObject({ notes: [] });
  });

  test('a handler that throws is a 500, is counted and logged, and does not end the host', async () => {
    const host = await start();
    expect((await fetch(`${host.origins['first']}/bug`)).status).toBe(500);
    const { counts } = await sandboxControl(host.url).requests('first');
    expect(counts['first']).toMatchObject({ failures: 1, statuses: { none: 1 } });
    expect(lines.join()).toContain('a bug');
    expect((await fetch(`${host.origins['first']}/notes`)).status).toBe(200);
  });

  test('the Date header is the sandbox time', async () => {
    const host = await start({ clock: () => Date.parse('2026-11-20T10:00:00Z') });
    host.clock.advance(3_600_000);
    expect((await fetch(`${host.origins['first']}/notes`)).headers.get('date')).toBe('Fri, 20 Nov 2026 11:00:00 GMT');
  });
});

describe('a restart', () => {
  test('keeps addresses, written data, tokens, switches and the clock', async () => {
    let host = await start();
    const before = { url: host.url, origins: host.origins };
    await write(host, 'kept');
    await sandboxControl(host.url).switches('first', { mood: 'bad' });
    host.clock.advance(86_400_000);
    const state = structuredClone(host.state('first'));
    await stop(host);

    host = await start();
    expect({ url: host.url, origins: host.origins }).toEqual(before);
    expect(host.state('first')).toEqual(state);
    expect(await notes(host)).toMatchObject({ notes: { 3: { text: 'kept' } } });
    expect(host.clock.now()).toBeGreaterThan(Date.now() + 80_000_000);
    expect(lines.join()).toContain('its clock is not the real one');
    const overview = await (await fetch(host.url)).json();
    expect(overview).toMatchObject({
      providers: { first: { switches: { mood: 'bad' } }, second: { switches: { mood: 'good' } } },
    });
  });

  test('after a kill: what was written a moment ago is in the file, and new ids do not repeat old ones', async () => {
    const host = await start();
    const first = await write(host, 'kept');
    const file = join(dataDir, 'sandbox', 'first.json');
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('kept');
    // A killed process saves nothing at the end: put back what it had on disk at that moment, less the last note.
    await stop(host);
    const stored: { state: { notes: unknown[] } } = JSON.parse(readFileSync(file, 'utf8'));
    stored.state.notes.pop();
    writeFileSync(file, JSON.stringify(stored));
    expect(await write(await start(), 'next')).not.toMatchObject({ id: (first as { id: string }).id });
  });

  test('a broken state file is set aside, said so, and seeded afresh', async () => {
    const host = await start();
    await write(host, 'lost');
    await stop(host);
    writeFileSync(join(dataDir, 'sandbox', 'first.json'), '{"format":1,"sta');
    writeFileSync(join(dataDir, 'sandbox', 'host.json'), 'x');
    expect(await notes(await start())).toMatchObject({ notes: { length: 3 } });
    expect(lines.join()).toMatch(/sandbox first: its state cannot be read .* moved to .*first\.json\.broken/);
    expect(readFileSync(join(dataDir, 'sandbox', 'first.json.broken'), 'utf8')).toBe('{"format":1,"sta');
  });

  test('other seed data start afresh, the same do not', async () => {
    const host = await start();
    await write(host, 'old');
    await stop(host);
    const seed: typeof pretend.seed = (given) => ({
      ...pretend.seed(given),
      notes: [{ id: 'new', text: 'new', at: 0 }],
    });
    const changed = await start({ providers: [{ key: 'first', sandbox: { ...pretend, seed } }] });
    expect(await notes(changed)).toMatchObject({ notes: [{ id: 'new' }] });
    expect(lines.join()).toContain('its seed data has changed');
  });

  test('the same seed gives the same ids in another directory', async () => {
    const here = await notes(await start());
    const elsewhere = mkdtempSync(join(tmpdir(), 'plugboard-host-'));
    const ids = (answer: unknown) => (answer as { notes: { id: string }[] }).notes.map(({ id }) => id);
    expect(ids(await notes(await start({ dataDir: elsewhere })))).toEqual(ids(here));
    await stop(open[1]!);
    rmSync(elsewhere, { recursive: true });
  });
});

describe('refusing to start', () => {
  test('a second sandbox on the same directory is told so; afterwards it may', async () => {
    const host = await start();
    await expect(start()).rejects.toThrow(/Another sandbox is running on .*plugboard-host-/);
    expect((await fetch(`${host.origins['first']}/notes`)).status).toBe(200);
    await stop(host);
    await expect(start()).resolves.toBeDefined();
  });

  test('a fixed port puts the providers after it; a taken one is named and everything is given back', async () => {
    const port = await threeFreePorts();
    const blocker = await listening(port + 2);
    await expect(start({ port })).rejects.toThrow(`Port ${port + 2} is in use. Set PLUGBOARD_SANDBOX_PORT`);
    await new Promise((resolve) => blocker.close(resolve));
    const host = await start({ port });
    expect([host.url, host.origins['first'], host.origins['second']]).toEqual(
      [0, 1, 2].map((place) => `http://127.0.0.1:${port + place}`),
    );
  });

  test('a remembered port that is taken is replaced by a free one', async () => {
    const host = await start();
    const { port } = new URL(host.origins['first'] ?? '');
    await stop(host);
    const blocker = await listening(Number(port));
    const moved = await start();
    expect(moved.origins['first']).not.toBe(host.origins['first']);
    expect(await notes(moved)).toMatchObject({ more: false });
    await new Promise((resolve) => blocker.close(resolve));
  });

  test('growing what cannot grow names what can', async () => {
    await expect(start({ records: { invoices: 5 } })).rejects.toThrow(
      'No sandbox can grow "invoices". These can: first.notes, second.notes.',
    );
  });
});
