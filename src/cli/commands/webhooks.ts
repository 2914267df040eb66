/** `plugboard webhooks list|show|replay`: what vendors sent, what became of it, and having it worked off again. Addresses are in webhook-addresses.ts. */
import { z } from 'zod';
import type { WebhookView } from '../../hub/webhooks/webhook-views.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';
import { jsonArgument } from './json-argument.ts';

const states = z.enum(['queued', 'processed', 'failed'], { error: 'expected queued, processed or failed' });
const limit = z.coerce.number({ error: 'expected a number' }).int().min(1).max(200).default(50);

const listing = {
  summary: 'list what vendors sent, newest first',
  arguments: [{ name: '[integration]', help: 'its id, its name, or a provider with one integration; default: all' }],
  options: [
    { flags: '--state <state>', help: 'queued, processed or failed' },
    { flags: '--since <moment>', help: 'those that came from this moment on' },
    { flags: '--limit <number>', help: 'how many at most (default 50)' },
  ],
  input: z.strictObject({
    integration: z.string().optional(),
    state: states.optional(),
    since: z.string().optional(),
    limit,
  }),
};

async function list({ integration, ...query }: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const [hub, tenant] = [await cli.openHub(), await cli.tenant()];
  const id =
    integration === undefined ? undefined : (await hub.integrations.find(cli.principal, tenant, integration)).id;
  const page = await hub.webhooks.list(cli.principal, tenant, { ...query, integration: id });
  cli.out.table(
    ['webhook', 'provider', 'type', 'state', 'tries', 'came', 'what came of it'],
    page.data.map((one) => [one.id, one.provider, one.type, one.state, one.attempts, one.received_at, outcomeOf(one)]),
  );
  return { document: page };
}

function outcomeOf({ state, error, effect, waits_for: waitsFor }: WebhookView): string | undefined {
  if (state === 'queued' && waitsFor !== null) return `waits: ${waitsFor}`;
  if (state !== 'processed') return error?.message;
  const { records = [], runs = [], notes = [] } = effect ?? {};
  const counts = [
    ...(records.length > 0 ? [`${records.length} records`] : []),
    ...(runs.length > 0 ? [`${runs.length} runs`] : []),
    ...notes,
  ];
  return counts.length === 0 ? 'nothing' : counts.join('; ');
}

const showing = {
  summary: 'show one, with what it said',
  arguments: [{ name: '<webhook>', help: 'its id, whk_...' }],
  input: z.strictObject({ webhook: z.string() }),
};

async function show({ webhook }: z.output<typeof showing.input>, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const one = await hub.webhooks.get(cli.principal, await cli.tenant(), webhook);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['type', one.type],
    ['of', `${one.provider} (${one.integration_id})`],
    ["the vendor's id", one.vendor_id ?? undefined],
    ['happened', one.happened_at ?? undefined],
    ['came', one.received_at],
    ['state', `${one.state} after ${one.attempts} tries`],
    ['next try', one.next_attempt_at ?? undefined],
    ['what came of it', outcomeOf(one)],
    ['what to do', one.state === 'failed' ? one.error?.next : undefined],
    ['mended', one.mended_at === null ? undefined : `${one.mended_at} by ${one.mended_by ?? ''}`],
  ];
  cli.out.table(
    ['', ''],
    facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  for (const line of JSON.stringify(one.payload, undefined, 2).split('\n')) cli.out.line(line);
  return { document: one };
}

const replaying = {
  summary: 'work off one again, or all that failed since a moment',
  arguments: [{ name: '[webhook]', help: 'its id, whk_...; or leave it out and say --since' }],
  options: [
    { flags: '--since <moment>', help: 'all that came from this moment on' },
    { flags: '--until <moment>', help: 'and before this one' },
    { flags: '--state <state>', help: 'failed (default), processed or all' },
    { flags: '--type <type>', help: "only of this type, the vendor's own word" },
    { flags: '--integration <integration>', help: 'only of this one: its id, its name, or a provider with one' },
    { flags: '--payload <json>', help: 'mend a failed one first: what it should have said, or @file' },
  ],
  input: z.strictObject({
    webhook: z.string().optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    state: z.enum(['failed', 'processed', 'all'], { error: 'expected failed, processed or all' }).optional(),
    type: z.string().optional(),
    integration: z.string().optional(),
    payload: z.string().optional(),
  }),
};
type Replaying = z.output<typeof replaying.input>;

async function replay(typed: Replaying, cli: Cli): Promise<Outcome> {
  const { webhook, payload, ...range } = typed;
  if (webhook === undefined) return replaySome(typed, cli);
  if (Object.values(range).some((value) => value !== undefined))
    throw new UsageError('name a webhook, or say which with --since and the like; not both');
  const said =
    payload === undefined ? {} : { payload: z.json().parse(await jsonArgument('--payload', payload, 'JSON')) };
  const hub = await cli.openHub();
  const one = await hub.replay.one(cli.principal, await cli.tenant(), webhook, said);
  cli.out.line(`${one.id} (${one.type}) is queued again.`);
  return { document: one };
}

async function replaySome({ since, payload, integration, ...range }: Replaying, cli: Cli): Promise<Outcome> {
  if (payload !== undefined) throw new UsageError('--payload mends one webhook: name it');
  if (since === undefined) throw new UsageError('name a webhook, or say since when with --since');
  const [hub, tenant] = [await cli.openHub(), await cli.tenant()];
  const id =
    integration === undefined ? undefined : (await hub.integrations.find(cli.principal, tenant, integration)).id;
  const counts = await allPages(async ({ cursor }) => {
    const { replayed, next_cursor } = await hub.replay.some(cli.principal, tenant, {
      ...range,
      since,
      integration: id,
      cursor,
    });
    return { data: [replayed], next_cursor };
  });
  const replayed = counts.reduce((sum, count) => sum + count, 0);
  cli.out.line(`${replayed} webhooks are queued again.`);
  return { document: { replayed } };
}

export const webhooksCommands = [
  defineCommand({ name: 'webhooks list', ...listing, run: list }),
  defineCommand({ name: 'webhooks show', ...showing, run: show }),
  defineCommand({ name: 'webhooks replay', ...replaying, run: replay }),
];
