/**
 * `plugboard sandbox webhook|webhooks|webhook-address|hold|release`: what the vendors' sandboxes send. They steer a sandbox that runs
 * already, the demo's or `plugboard sandbox`, through its control port.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import type { SandboxSending, SandboxWebhookDelivery } from '../installation.ts';

const provider = { name: '<provider>', help: 'key of the provider whose sandbox is meant: stripe' };
const control = {
  flags: '--control <url>',
  help: 'control port of the sandbox; default: the one on this data directory',
};
const controlInput = z.url({ error: 'expected an address like http://127.0.0.1:4410' }).optional();

const tamperings = ['signature', 'body', 'stale', 'early', 'missing'] as const;
const sendingOptions = [
  { flags: '--late <seconds>', help: "only after so long, on the sandbox's clock" },
  { flags: '--twice', help: 'each request twice, with the same events' },
  { flags: '--shuffled', help: 'in another order' },
  {
    flags: '--tampered <how>',
    help: 'spoilt: signature, body (one bit), stale or early (signed an hour off), missing (no signature)',
  },
];
const sendingInput = {
  late: z.coerce.number({ error: 'expected seconds' }).min(0).max(31_000_000).optional(),
  twice: z.boolean().default(false),
  shuffled: z.boolean().default(false),
  tampered: z.enum(tamperings, { error: `expected ${tamperings.join(', ')}` }).optional(),
};

function sendingOf({ late, twice, shuffled, tampered }: z.output<z.ZodObject<typeof sendingInput>>): SandboxSending {
  return {
    twice,
    shuffled,
    ...(late === undefined ? {} : { late: Math.round(late * 1000) }),
    ...(tampered === undefined ? {} : { tampered }),
  };
}

function showDeliveries(cli: Cli, deliveries: readonly SandboxWebhookDelivery[]): void {
  cli.out.table(
    ['events', 'sent to', 'state', 'answers', 'next try'],
    deliveries.map(({ types, url, state, attempts, due_at }) => [
      types.length > 3 ? `${types[0]} and ${types.length - 1} more` : types.join(', '),
      withoutToken(url),
      state.replace('_', ' '),
      attempts.map(({ status, error }) => status ?? error).join(', '),
      due_at === null ? '' : new Date(due_at).toISOString(),
    ]),
  );
}

/** The end of an integration's address is its secret. */
function withoutToken(url: string): string {
  return url.replace(/(\/webhooks\/[a-z0-9_]+\/.{8}).+$/, '$1...');
}

/** Failed when nothing of what was tried was received; spoilt ones are meant not to be. */
function outcomeOf(deliveries: readonly SandboxWebhookDelivery[], how: SandboxSending): Outcome {
  const tried = deliveries.filter(({ attempts }) => attempts.length > 0);
  const received = tried.filter(({ state }) => state === 'received').length;
  const exitCode = how.tampered !== undefined || received === tried.length ? 0 : received === 0 ? 1 : 3;
  return { document: { data: deliveries, next_cursor: null }, exitCode };
}

const webhookCommand = defineCommand({
  name: 'sandbox webhook',
  summary: "send a vendor's webhook, as the vendor does, about something in its sandbox",
  arguments: [provider, { name: '<types...>', help: "the vendor's words for what happened: charge.refunded" }],
  options: [{ flags: '--count <n>', help: 'about so many things; default 1' }, ...sendingOptions, control],
  input: z.strictObject({
    provider: z.string(),
    types: z.array(z.string()),
    count: z.coerce.number({ error: 'expected a number' }).int().min(1).max(100_000).default(1),
    control: controlInput,
    ...sendingInput,
  }),
  run: async ({ provider: key, types, count, control: url, ...how }, cli) => {
    const sandbox = await cli.installation.sandboxControl(url);
    const sending = sendingOf(how);
    const deliveries = await sandbox.sendWebhooks(key, { type: types, count, ...sending });
    showDeliveries(cli, deliveries);
    return outcomeOf(deliveries, sending);
  },
});

const webhooksCommand = defineCommand({
  name: 'sandbox webhooks',
  summary: 'list where a vendor’s sandbox sends webhooks, what it sent, and what it will try again',
  arguments: [provider],
  options: [control],
  input: z.strictObject({ provider: z.string(), control: controlInput }),
  run: async ({ provider: key, control: url }, cli) => {
    const reading = await (await cli.installation.sandboxControl(url)).webhooks(key);
    cli.out.table(
      ['address', 'events', 'entered', ''],
      reading.addresses.map((one) => [
        withoutToken(one.url),
        one.types.length === 0 ? 'all' : String(one.types.length),
        one.entered,
        one.active ? 'active' : 'did not pass the test',
      ]),
    );
    if (reading.held) cli.out.line('What happens is held back: `plugboard sandbox release`.');
    showDeliveries(cli, reading.deliveries);
    return { document: reading };
  },
});

const addressCommand = defineCommand({
  name: 'sandbox webhook-address',
  summary: "enter an address at a vendor's sandbox by hand, as on the vendor's page",
  arguments: [provider, { name: '<url>', help: 'where to send to: what `plugboard webhooks address` shows' }],
  options: [
    {
      flags: '--secret <source>',
      help: 'with which to sign: @file, or @- for standard input; some vendors make their own',
    },
    { flags: '--types <types>', help: 'only these events, separated by commas' },
    control,
  ],
  input: z.strictObject({
    provider: z.string(),
    url: z.string(),
    secret: z.string().regex(/^@./, 'expected @file or @-').optional(),
    types: z.string().optional(),
    control: controlInput,
  }),
  run: async ({ provider: key, url, secret, types, control: at }, cli) => {
    const entered = await (
      await cli.installation.sandboxControl(at)
    ).enterWebhookAddress(key, {
      url,
      ...(secret === undefined ? {} : { secret: secretFrom(secret) }),
      ...(types === undefined ? {} : { types: types.split(',').map((type) => type.trim()) }),
    });
    const { out } = cli;
    if (entered.secret !== null) out.line(`It signs with ${entered.secret}`);
    for (const { expected, status } of entered.handshake)
      out.line(`tried the address: expected ${expected}, got ${status ?? 'no answer'}`);
    out.line(
      entered.address.active
        ? 'The address is active.'
        : 'The address did not answer as expected: nothing is sent there.',
    );
    return { document: entered, exitCode: entered.address.active ? 0 : 1 };
  },
});

function secretFrom(source: string): string {
  try {
    return readFileSync(source === '@-' ? 0 : source.slice(1), 'utf8').trim();
  } catch (error) {
    throw new UsageError(`--secret: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const holdCommand = defineCommand({
  name: 'sandbox hold',
  summary: 'keep what happens at a vendor from being told, until it is released',
  arguments: [provider],
  options: [control],
  input: z.strictObject({ provider: z.string(), control: controlInput }),
  run: async ({ provider: key, control: url }, cli) => {
    await (await cli.installation.sandboxControl(url)).holdWebhooks(key);
    cli.out.line(`What happens at ${key} is held back: \`plugboard sandbox release ${key}\`.`);
    return { document: { provider: key, held: true } };
  },
});

const releaseCommand = defineCommand({
  name: 'sandbox release',
  summary: 'send what happened meanwhile: late, twice, in another order',
  arguments: [provider],
  options: [...sendingOptions, control],
  input: z.strictObject({ provider: z.string(), control: controlInput, ...sendingInput }),
  run: async ({ provider: key, control: url, ...how }, cli) => {
    const sending = sendingOf(how);
    const deliveries = await (await cli.installation.sandboxControl(url)).releaseWebhooks(key, sending);
    showDeliveries(cli, deliveries);
    return outcomeOf(deliveries, sending);
  },
});

export const sandboxWebhookCommands = [webhookCommand, webhooksCommand, addressCommand, holdCommand, releaseCommand];
