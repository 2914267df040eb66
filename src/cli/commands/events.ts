/** `plugboard events`: what a tenant's own systems and its routes are told of. */
import { z } from 'zod';
import { defineCommand, type Cli, type Outcome } from '../frame/command.ts';

const listing = {
  summary: 'list events, newest first',
  options: [
    { flags: '--type <type>', help: 'only this type; record.* for all of a kind' },
    { flags: '--integration <integration>', help: 'only of this one (id, name or provider)' },
    { flags: '--model <model>', help: 'only about records of this model' },
    { flags: '--record <record>', help: 'only about this record, rec_...' },
    { flags: '--since <moment>', help: 'only at or after this moment, 2026-07-01T00:00:00Z' },
    { flags: '--until <moment>', help: 'only before this moment' },
    { flags: '--limit <count>', help: 'how many at most (default 50)' },
    { flags: '--cursor <cursor>', help: 'next_cursor of the page before' },
  ],
  input: z.strictObject({
    type: z.string().optional(),
    integration: z.string().optional(),
    model: z.string().optional(),
    record: z.string().optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().optional(),
  }),
};

async function list({ integration, ...query }: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const tenant = await cli.tenant();
  const found = integration === undefined ? undefined : await hub.integrations.find(cli.principal, tenant, integration);
  const page = await hub.events.list(cli.principal, tenant, { ...query, integration: found?.id });
  cli.out.table(
    ['event', 'type', 'when', 'model', 'about'],
    page.data.map((event) => [
      event.id,
      event.type,
      event.timestamp,
      event.model ?? undefined,
      event.record_id ?? event.integration_id ?? undefined,
    ]),
  );
  if (page.next_cursor !== null) cli.out.note(`There are more: --cursor ${page.next_cursor}`);
  return { document: page };
}

export const eventsCommands = [
  defineCommand({ name: 'events', ...listing, run: list }),
  defineCommand({ name: 'events list', ...listing, run: list }),
  defineCommand({
    name: 'events show',
    summary: 'show one event, and what it says',
    arguments: [{ name: '<event>', help: 'its id, evt_...' }],
    input: z.strictObject({ event: z.string() }),
    async run({ event }, cli) {
      const hub = await cli.openHub();
      const found = await hub.events.get(cli.principal, await cli.tenant(), event);
      for (const line of JSON.stringify(found, undefined, 2).split('\n')) cli.out.line(line);
      return { document: found };
    },
  }),
  defineCommand({
    name: 'events test',
    summary: 'make an event to try endpoints and routes with',
    options: [{ flags: '--message <text>', help: 'what it says' }],
    input: z.strictObject({ message: z.string().optional() }),
    async run({ message }, cli) {
      const hub = await cli.openHub();
      const made = await hub.events.test(cli.principal, await cli.tenant(), message === undefined ? {} : { message });
      cli.out.line(`${made.id} was made; whoever listens to event.test hears of it.`);
      return { document: made };
    },
  }),
];
