/** The guide to webhooks on a laptop, done as it says: every command of its sandbox half, in their order. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import moodleSandbox from '../../providers/moodle/sandbox.ts';
import stripeSandbox from '../../providers/stripe/sandbox.ts';
import { commandLine, type RanCommand } from '../../src/testing/command-line.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

const guide = readFileSync(new URL('../../docs/guide/webhooks-locally.md', import.meta.url), 'utf8');
const lines = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, text = '']) => text.trim().split('\n'));

let server: TestServer;
beforeAll(async () => {
  const sandboxes = [
    { key: 'moodle', sandbox: moodleSandbox },
    { key: 'stripe', sandbox: stripeSandbox },
  ];
  server = await testServer({ sandboxes });
  await server.tenant('demo');
  for (const { key, sandbox } of sandboxes) {
    const [signIn] = sandbox.signIns;
    const { id } = await server.hub.integrations.create(server.system, 'demo', {
      provider: key,
      auth_method: signIn?.method,
      credentials: { ...signIn?.fields },
      settings: { ...signIn?.settings },
      schedule: null,
    });
    await server.hub.connection.connect(server.system, 'demo', id, { sync: false });
  }
  // As the demo does.
  await commandLine(server, ['--tenant', 'demo', 'webhooks', 'subscribe', 'stripe']);
});
afterAll(() => server?.stop());

/** Words of a line as the shell makes them: quotes, and the two variables of the guide. */
function words(line: string, variables: Readonly<Record<string, string>>): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? '').replaceAll(/["']/g, ''),
  );
}

async function plugboard(argv: readonly string[]): Promise<RanCommand> {
  const ran = await commandLine(server, ['--tenant', 'demo', ...argv]);
  expect(ran, argv.join(' ')).toMatchObject({ code: 0 });
  return ran;
}

async function curl(argv: readonly string[]): Promise<void> {
  const after = (flag: string) => argv.flatMap((word, index) => (argv[index - 1] === flag ? [word] : []));
  const [url = ''] = argv.filter((word) => word.startsWith('http'));
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(after('-u')[0] ?? '').toString('base64')}` },
    body: new URLSearchParams(
      after('-d').map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
    ),
  });
  expect(answer.status, url).toBe(200);
}

test('what the guide shows is what happens', async () => {
  const variables: Record<string, string> = {};
  const shown = new Map<string, string>();
  const prefix = 'npm run -s plugboard -- ';
  for (const line of lines) {
    const [, name, inner] = /^(\w+)=\$\((.*) \| node -p/.exec(line) ?? [];
    if (name === 'stripe') variables['stripe'] = server.sandboxes?.origins['stripe'] ?? '';
    else if (name !== undefined && inner !== undefined)
      variables[name] = (await plugboard(words(inner.slice(prefix.length), variables))).document.url;
    else if (line.startsWith('curl ')) await curl(words(line, variables));
    else if (/\bwebhooks list|\brecords /.test(line)) {
      // A person who looks is slower than this.
      await server.control?.webhooksSettled('stripe');
      while (await server.hub.inbox.tick(new AbortController().signal));
      shown.set(line, (await plugboard(words(line.slice(prefix.length), variables))).stdout);
    } else shown.set(line, (await plugboard(words(line.slice(prefix.length), variables))).stdout);
  }
  const after = (text: string) => [...shown].filter(([line]) => line.endsWith(text)).map(([, stdout]) => stdout);
  expect(shown.size).toBeGreaterThan(8);
  expect(variables['url']).toContain('/api/webhooks/moodle/');
  expect(after('sandbox webhooks stripe')[0]).toContain("by the vendor's API");
  expect(after('webhooks list')[0]?.match(/charge\.succeeded\tprocessed/g)).toHaveLength(20);
  expect(after('--integration stripe')[0]).toContain('Zoe Ng');
  expect(after('--shuffled --twice')[0]?.match(/product\.created\t.*received/g)).toHaveLength(4);
  expect(after('--tampered signature')[0]).toContain('401');
  // The second time it is asked, after the refusal.
  expect(shown.get(`${prefix}webhooks address stripe`)).toMatch(/wrong\t1/);
  expect(after(`'\\core\\event\\course_completed'`)[0]).toContain('received');
});
