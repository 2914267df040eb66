// Ports and the public URL, against servers that really listen.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSandboxPorts, checkServerPort } from './ports.ts';
import { checkPublicUrl, isLoopback } from './public-url.ts';

const servers: Server[] = [];
async function serve(answer: { status?: number; body?: unknown; location?: string }): Promise<number> {
  const server = createServer((_request, response) => {
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...(answer.location === undefined ? {} : { location: answer.location }),
    });
    response.end(JSON.stringify(answer.body ?? {}));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

const ids = ['0011', '2233'];
let [ours, foreign, stranger, moved, free] = [0, 0, 0, 0, 0];
beforeAll(async () => {
  ours = await serve({ body: { status: 'ok', installation: '2233' } });
  foreign = await serve({ body: { status: 'ok', installation: 'ffff' } });
  stranger = await serve({ status: 404 });
  moved = await serve({ status: 301, location: 'https://elsewhere.example/healthz?token=hush' });
  free = await serve({});
  const last = servers.pop();
  await new Promise((resolve) => last?.close(resolve));
});
afterAll(() => servers.forEach((server) => server.close()));

describe('the server’s port', () => {
  const look = (port: number, host = '127.0.0.1') =>
    checkServerPort({ host, port, origin: `http://127.0.0.1:${port}`, ids, server: 'process 7 (plugboard serve)' });

  it('is free, or our own server answers there', async () => {
    expect(await look(0)).toMatchObject({ running: false, finding: { state: 'ok' } });
    expect(await look(free)).toMatchObject({
      running: false,
      finding: { state: 'ok', found: expect.stringContaining('is free') },
    });
    expect(await look(ours)).toMatchObject({
      running: true,
      finding: { state: 'ok', found: `Our server answers on ${ours}, process 7 (plugboard serve).` },
    });
  });

  it('is taken by somebody else', async () => {
    for (const [port, who] of [
      [foreign, 'by another Plugboard'],
      [stranger, 'by another program'],
    ] as const)
      expect(await look(port)).toMatchObject({
        running: false,
        finding: {
          state: 'failed',
          found: expect.stringContaining(who),
          mend: expect.stringContaining('PLUGBOARD_PORT'),
        },
      });
  });

  it('is on an address this machine does not have', async () => {
    expect(await look(free, '192.0.2.1')).toMatchObject({
      finding: { state: 'failed', found: expect.stringContaining('EADDRNOTAVAIL') },
    });
  });
});

describe('the sandbox’s ports', () => {
  it('are free, taken, a sandbox’s, or in the server’s way', async () => {
    expect(await checkSandboxPorts(0, 6, 4400)).toMatchObject({ state: 'ok' });
    expect(await checkSandboxPorts(free, 0, 4400)).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('free'),
    });
    expect(await checkSandboxPorts(stranger, 0, 4400)).toMatchObject({
      state: 'warning',
      found: `${stranger} is taken by another program.`,
    });
    expect(await checkSandboxPorts(free, 6, free + 3)).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('own port'),
    });
    expect(await checkSandboxPorts(65_533, 6, 4400)).toMatchObject({ state: 'warning' });
    const sandbox = await serve({ body: { name: 'Plugboard sandbox' } });
    expect(await checkSandboxPorts(sandbox, 0, 4400)).toMatchObject({
      state: 'ok',
      found: `A sandbox answers on ${sandbox}.`,
    });
  });
});

describe('the public URL', () => {
  const look = (url: string | undefined, host = '127.0.0.1', running = true) =>
    checkPublicUrl({ url, host, own: 'http://127.0.0.1:4400', running, ids });

  it('may be left out on one’s own machine only', async () => {
    expect(await look(undefined)).toMatchObject({ state: 'ok' });
    expect(await look(undefined, '0.0.0.0')).toMatchObject({
      state: 'warning',
      mend: expect.stringContaining('PLUGBOARD_PUBLIC_URL'),
    });
  });

  it.each([
    ['http://plug.example', 'is not https'],
    ['https://user:hush@plug.example', 'user name'],
    ['https://plug.example?x=1', 'query'],
  ])('%s is refused', async (url, found) => {
    const finding = await look(url, '0.0.0.0', false);
    expect(finding).toMatchObject({ state: 'failed', found: expect.stringContaining(found) });
    expect(JSON.stringify(finding)).not.toContain('hush');
  });

  it('is not tried while the server does not run', async () => {
    expect(await look('https://plug.example', '0.0.0.0', false)).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('not tried'),
    });
  });

  it('reaches this server, or something else, or nothing', async () => {
    const at = (port: number) => look(`http://127.0.0.1:${port}`);
    expect(await at(ours)).toMatchObject({ state: 'ok', found: expect.stringContaining('reaches this server') });
    expect(await at(foreign)).toMatchObject({ state: 'failed', found: expect.stringContaining('another Plugboard') });
    expect(await at(stranger)).toMatchObject({ state: 'failed', found: expect.stringContaining('status 404') });
    expect((await at(moved)).found).toMatch(/status 301, leading to https:\/\/elsewhere\.example\.$/);
    expect(await at(free)).toMatchObject({ state: 'warning', found: expect.stringContaining('ECONNREFUSED') });
  });

  it('knows what stays on this machine', () => {
    for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1'])
      expect(isLoopback(host)).toBe(true);
    for (const host of ['127.example.com', '0.0.0.0', '10.0.0.1', 'localhost.example.com'])
      expect(isLoopback(host)).toBe(false);
  });
});
