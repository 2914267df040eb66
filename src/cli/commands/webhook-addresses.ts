/** `plugboard webhooks address|rotate|test|subscribe|check|unsubscribe|apps`: where providers send webhooks. What came is in webhooks.ts. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { WebhookAddressView } from '../../hub/webhooks/addresses-views.ts';
import type { Hub } from '../../hub/index.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';

const integration = { name: '<integration>', help: 'its id, its name, or a provider with one integration' };
const ofOne = { arguments: [integration], input: z.strictObject({ integration: z.string() }) };
const overlap = z.coerce.number({ error: 'expected seconds' }).int().min(0).optional();

/** Hub, tenant and the id of what was named. */
async function meant(cli: Cli, text: string): Promise<{ hub: Hub; tenant: string; id: string }> {
  const [hub, tenant] = [await cli.openHub(), await cli.tenant()];
  return { hub, tenant, id: (await hub.integrations.find(cli.principal, tenant, text)).id };
}

function show(cli: Cli, address: WebhookAddressView): Outcome {
  const { out } = cli;
  const { subscription } = address;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['address', address.url ?? 'none yet: `plugboard webhooks address <integration> --make`'],
    ['the one before counts until', address.previous_url_until ?? undefined],
    ['address of the app', address.app_url ?? undefined],
    ['proven by', proofs[address.proof]],
    [
      'secret',
      address.proof !== 'signature' ? undefined : address.secret_set ? 'is set' : 'is NOT set: all is refused',
    ],
    ['the secret before counts until', address.previous_secret_until ?? undefined],
    ['taken from', address.allowed_ips.length === 0 ? 'everywhere' : address.allowed_ips.join(', ')],
    ['requests a minute', address.per_minute === null ? undefined : String(address.per_minute)],
    ['events', address.types.join(', ')],
    [
      'subscription',
      subscription === null
        ? address.subscribable
          ? 'none: `plugboard webhooks subscribe <integration>`'
          : 'is entered at the provider by hand'
        : `${subscription.state}${subscription.expires_at === null ? '' : `, ends ${subscription.expires_at}`}`,
    ],
  ];
  out.table(
    ['', ''],
    facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  if (address.refusals.length > 0)
    out.table(
      ['refused', 'times', 'last'],
      address.refusals.map((one) => [one.reason, one.count, one.last?.message]),
    );
  return { document: address };
}

const proofs: Readonly<Record<WebhookAddressView['proof'], string>> = {
  signature: 'a secret both sides know',
  keys: 'keys the provider publishes',
  address: 'knowing this address, which is a secret therefore',
};

const addressCommand = defineCommand({
  name: 'webhooks address',
  summary: 'show where a provider sends its webhooks; with an option: make the address, or change it',
  arguments: [integration],
  options: [
    { flags: '--make', help: 'make the address if there is none' },
    { flags: '--secret <source>', help: 'the secret the provider signs with: @file, or @- for standard input' },
    { flags: '--overlap <seconds>', help: 'how long the secret before goes on counting; default 86400' },
    {
      flags: '--allow <ranges>',
      help: 'take them from these addresses only, separated by commas; "any": from everywhere',
    },
    { flags: '--per-minute <requests>', help: 'take at most so many; 0: as many as come' },
  ],
  input: z.strictObject({
    integration: z.string(),
    make: z.boolean().default(false),
    secret: z
      .string()
      .regex(/^@./, 'expected @file or @-: what is typed here stays in the history of the shell')
      .optional(),
    overlap,
    allow: z.string().optional(),
    perMinute: z.coerce.number({ error: 'expected a number' }).int().min(0).optional(),
  }),
  run: async ({ integration: text, make, secret, overlap: seconds, allow, perMinute }, cli) => {
    if (seconds !== undefined && secret === undefined) throw new UsageError('--overlap is about --secret: give one.');
    const { hub, tenant, id } = await meant(cli, text);
    const change = {
      ...(secret === undefined ? {} : { secret: readFileSync(secret === '@-' ? 0 : secret.slice(1), 'utf8').trim() }),
      ...(seconds === undefined ? {} : { secret_overlap_s: seconds }),
      ...(allow === undefined
        ? {}
        : { allowed_ips: allow === 'any' ? [] : allow.split(',').map((range) => range.trim()) }),
      ...(perMinute === undefined ? {} : { per_minute: perMinute === 0 ? null : perMinute }),
    };
    const { webhookAddresses } = hub;
    return show(
      cli,
      make || Object.keys(change).length > 0
        ? await webhookAddresses.put(cli.principal, tenant, id, change)
        : await webhookAddresses.get(cli.principal, tenant, id),
    );
  },
});

const rotateCommand = defineCommand({
  name: 'webhooks rotate',
  summary: 'give an integration another webhook address; the one before goes on counting for a day',
  arguments: [integration],
  options: [{ flags: '--overlap <seconds>', help: 'how long the address before goes on counting; 0: it ends now' }],
  input: z.strictObject({ integration: z.string(), overlap }),
  run: async ({ integration: text, overlap: seconds }, cli) => {
    const { hub, tenant, id } = await meant(cli, text);
    const input = seconds === undefined ? {} : { overlap_s: seconds };
    return show(cli, await hub.webhookAddresses.rotate(cli.principal, tenant, id, input));
  },
});

const testCommand = defineCommand({
  name: 'webhooks test',
  summary: 'send a test delivery to the address, the way the provider would',
  ...ofOne,
  run: async ({ integration: text }, cli) => {
    const { hub, tenant, id } = await meant(cli, text);
    const result = await hub.webhookAddresses.test(cli.principal, tenant, id);
    cli.out.line(result.message);
    return { document: result, exitCode: result.success ? 0 : 1 };
  },
});

const subscribing = (
  [
    ['subscribe', 'register the webhook address by the provider’s API'],
    ['check', 'see how the subscription stands at the provider'],
    ['unsubscribe', 'take the subscription away at the provider'],
  ] as const
).map(([verb, summary]) =>
  defineCommand({
    name: `webhooks ${verb}`,
    summary,
    ...ofOne,
    run: async ({ integration: text }, cli) => {
      const { hub, tenant, id } = await meant(cli, text);
      return show(cli, await hub.webhookSubscriptions[verb](cli.principal, tenant, id));
    },
  }),
);

const appsCommand = defineCommand({
  name: 'webhooks apps',
  summary: 'show the addresses that serve all accounts of a provider app',
  input: z.strictObject({}),
  run: async (_input, cli) => {
    const list = await (await cli.openHub()).webhookAddresses.ofApps.list(cli.principal);
    cli.out.table(
      ['provider', 'address', 'secret', 'refused today'],
      list.data.map((one) => [
        one.provider,
        one.url,
        one.secret_set ? 'is set' : 'is not set',
        one.refusals.reduce((sum, { count }) => sum + count, 0),
      ]),
    );
    return { document: list };
  },
});

export const webhookAddressCommands = [addressCommand, rotateCommand, testCommand, ...subscribing, appsCommand];
