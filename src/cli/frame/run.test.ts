import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { Hub } from '../../hub/index.ts';
import type { Installation } from '../installation.ts';
import { defineCommand, type Command } from './command.ts';
import { runCommandLine } from './run.ts';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly bugs: readonly unknown[];
  readonly closed: number;
}

const echo = defineCommand({
  name: 'echo',
  summary: 'says what was typed',
  arguments: [{ name: '[words...]', help: 'what to say' }],
  options: [
    { flags: '--dry-run', help: 'do nothing' },
    { flags: '--since <moment>', help: 'from then on' },
    { flags: '--no-worker', help: 'without one' },
  ],
  input: z.strictObject({
    words: z.array(z.string()).optional(),
    dryRun: z.boolean().optional(),
    since: z.iso.datetime({ error: 'expected a moment like 2026-07-01T00:00:00Z' }).optional(),
    worker: z.boolean(),
  }),
  run: async (input, { out }) => {
    out.line('a line for people');
    out.table(
      ['name', 'count'],
      [
        ['plain', 3],
        ['with\ttab\u001b[31m', 12],
      ],
    );
    out.note('a remark');
    return { document: input };
  },
});

function failing(error: unknown): Command {
  return defineCommand({
    name: 'break',
    summary: 'fails',
    input: z.strictObject({}),
    run: async () => {
      throw error;
    },
  });
}

async function run(
  argv: readonly string[],
  commands: readonly Command[],
  how: { tenants?: readonly string[]; tenant?: string; tty?: boolean } = {},
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  let closed = 0;
  const bugs: unknown[] = [];
  const hub = {
    tenants: { list: async () => ({ data: (how.tenants ?? []).map((slug) => ({ slug })), next_cursor: null }) },
  } as unknown as Hub;
  const installation = {
    version: '1.2.3',
    tenant: how.tenant,
    open: async () => ({ hub, close: async () => void (closed += 1) }),
  } as unknown as Installation;
  const code = await runCommandLine(argv, {
    installation,
    commands,
    stdout: { write: (text) => void (stdout += text), isTTY: how.tty ?? false },
    stderr: { write: (text) => void (stderr += text), isTTY: false },
    signal: new AbortController().signal,
    onBug: (error) => bugs.push(error),
  });
  return { code, stdout, stderr, bugs, closed };
}

describe('a command line', () => {
  it('prints lines and tab-separated tables in a pipe, and no control characters of stored text', async () => {
    const ran = await run(['echo'], [echo]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toBe('a line for people\nname\tcount\nplain\t3\nwith tab [31m\t12\n');
    expect(ran.stderr).toBe('a remark\n');
  });

  it('aligns tables on a terminal, numbers to the right', async () => {
    const ran = await run(['echo'], [echo], { tty: true });
    expect(ran.stdout).toContain('name           count\n-------------  -----\nplain              3\n');
  });

  it.each([[['--json', 'echo', 'a', 'b', '--dry-run']], [['echo', 'a', 'b', '--dry-run', '--json']]])(
    'prints exactly one JSON document and nothing else for %j',
    async (argv) => {
      const ran = await run(argv, [echo]);
      expect(JSON.parse(ran.stdout)).toEqual({ words: ['a', 'b'], dryRun: true, worker: true });
      expect(ran.stdout.match(/^[{}]$/gm)).toEqual(['{', '}']);
    },
  );

  it('lets a service print its document before it ends, and no second one', async () => {
    const service = defineCommand({
      name: 'serve',
      summary: 'serves',
      input: z.strictObject({}),
      run: async (_input, { out }) => {
        out.announce({ url: 'here' });
        return { document: { never: 'shown' } };
      },
    });
    expect(JSON.parse((await run(['serve', '--json'], [service])).stdout)).toEqual({ url: 'here' });
    expect((await run(['serve'], [service])).stdout).toBe('');
  });

  it('answers 2 to what cannot be meant, naming the option', async () => {
    const wrong = await run(['echo', '--since', 'yesterday'], [echo]);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('--since: expected a moment like');
    for (const argv of [['nothing'], ['echo', '--what'], [], ['echo', '--since']]) {
      const ran = await run(argv, [echo]);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).not.toBe('');
      const json = await run(['--json', ...argv], [echo]);
      expect(json.code).toBe(2);
      expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'usage', fault: 'you' } });
    }
  });

  it('answers 0 to --help and --version', async () => {
    expect(await run(['--help'], [echo])).toMatchObject({ code: 0 });
    expect(await run(['echo', '--help'], [echo])).toMatchObject({ code: 0 });
    expect(await run(['--version'], [echo])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
  });

  it('says of a failure what went wrong, whose fault it is and what to do, and answers 1', async () => {
    const error = fail('rate_limited', 'Xero lets nobody in.', {
      provider: 'xero',
      problems: [{ path: 'limit', message: 'too high' }],
      meta: { run_id: 'run_1' },
    });
    const ran = await run(['break'], [failing(error)]);
    expect(ran).toMatchObject({ code: 1, stdout: '', bugs: [] });
    for (const part of [
      'Xero lets nobody in.',
      'limit: too high',
      'rate_limited',
      "the provider's",
      'Wait for the time',
    ]) {
      expect(ran.stderr).toContain(part);
    }
    const json = await run(['break', '--json'], [failing(error)]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: {
        code: 'rate_limited',
        message: 'Xero lets nobody in.',
        fault: 'provider',
        run_id: 'run_1',
        problems: [{ path: 'limit' }],
      },
    });
  });

  it('keeps the text of a bug off the screen but not from its reporter', async () => {
    const bug = new Error('the password is hunter2');
    const ran = await run(['break', '--json'], [failing(bug)]);
    expect(ran).toMatchObject({ code: 1, bugs: [bug] });
    expect(ran.stdout + ran.stderr).not.toContain('hunter2');
    expect(JSON.parse(ran.stdout).error.code).toBe('internal');
  });

  it('passes on the exit code of a partial success', async () => {
    const partial = defineCommand({
      name: 'half',
      summary: '',
      input: z.strictObject({}),
      run: async () => ({ document: {}, exitCode: 3 }),
    });
    expect((await run(['half'], [partial])).code).toBe(3);
  });

  it('puts commands of two words into a group', async () => {
    const rotate = defineCommand({
      name: 'keys rotate',
      summary: 'rotates',
      arguments: [{ name: '<key-id>', help: '' }],
      input: z.strictObject({ keyId: z.string() }),
      run: async (input) => ({ document: input }),
    });
    const list = defineCommand({
      name: 'keys list',
      summary: 'lists',
      input: z.strictObject({}),
      run: async () => ({ document: [] }),
    });
    expect(JSON.parse((await run(['keys', 'rotate', 'k1', '--json'], [rotate, list])).stdout)).toEqual({ keyId: 'k1' });
    expect(JSON.parse((await run(['keys', 'list', '--json'], [rotate, list])).stdout)).toEqual([]);
    expect((await run(['keys'], [rotate, list])).code).toBe(2);
  });
});

describe('the tenant of a command', () => {
  const who = defineCommand({
    name: 'who',
    summary: '',
    input: z.strictObject({}),
    run: async (_input, cli) => ({ document: { tenant: await cli.tenant() } }),
  });
  const tenantOf = async (argv: readonly string[], how: Parameters<typeof run>[2]) =>
    JSON.parse((await run(['who', '--json', ...argv], [who], how)).stdout);

  it('is the one named, then the one of the environment, then the only one there is', async () => {
    expect(await tenantOf(['--tenant', 'a'], { tenant: 'b', tenants: ['c'] })).toEqual({ tenant: 'a' });
    expect(await tenantOf([], { tenant: 'b', tenants: ['c'] })).toEqual({ tenant: 'b' });
    expect(await tenantOf([], { tenants: ['c'] })).toEqual({ tenant: 'c' });
  });

  it('must be named when there are several, and leaves the database in any case', async () => {
    const ran = await run(['who'], [who], { tenants: ['a', 'b'] });
    expect(ran).toMatchObject({ code: 2, closed: 1 });
    expect(ran.stderr).toContain('--tenant: a, b');
    expect((await run(['who'], [who], { tenants: [] })).stderr).toContain('There is no tenant yet');
  });
});
