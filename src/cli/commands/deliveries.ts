/** `plugboard deliveries`: what was sent to endpoints, what came of it, and sending it again. */
import { z } from 'zod';
import type { DeliveryView } from '../../hub/deliveries/delivery-views.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';

const listing = {
  summary: 'list deliveries, newest first',
  options: [
    { flags: '--endpoint <endpoint>', help: 'only those to this endpoint, ep_...' },
    { flags: '--event <event>', help: 'only those of this event, evt_...' },
    { flags: '--state <state>', help: 'queued, delivered, failed, skipped or cancelled' },
    { flags: '--limit <count>', help: 'how many (default 50, at most 200)' },
  ],
  input: z.strictObject({
    endpoint: z.string().optional(),
    event: z.string().optional(),
    state: z.enum(['queued', 'delivered', 'failed', 'skipped', 'cancelled']).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
};

function row(one: DeliveryView): readonly (string | number | undefined)[] {
  const { id, type, endpoint_id: endpoint, state, attempts, problem, next_attempt_at: next } = one;
  return [id, type, endpoint, state, attempts, problem ?? undefined, next ?? undefined];
}

const columns = ['delivery', 'event', 'endpoint', 'state', 'attempts', 'problem', 'next attempt'];

async function list(given: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const page = await hub.deliveries.list(cli.principal, await cli.tenant(), given);
  cli.out.table(
    columns,
    page.data.map((one) => [...row(one)]),
  );
  return { document: page };
}

const show = defineCommand({
  name: 'deliveries show',
  summary: 'show one, with its body and attempts',
  arguments: [{ name: '<delivery>', help: 'its id, dlv_...' }],
  input: z.strictObject({ delivery: z.string() }),
  async run({ delivery }, cli) {
    const hub = await cli.openHub();
    const one = await hub.deliveries.get(cli.principal, await cli.tenant(), delivery);
    cli.out.table(columns, [[...row(one)]]);
    cli.out.line(one.body ?? 'There is no body.');
    cli.out.table(
      ['attempt', 'at', 'ms', 'status', 'problem', 'answer'],
      one.history.map((attempt) => [
        attempt.number,
        attempt.at,
        attempt.duration_ms,
        attempt.status ?? undefined,
        attempt.problem ?? undefined,
        attempt.response?.body.slice(0, 200),
      ]),
    );
    return { document: one };
  },
});

const retry = defineCommand({
  name: 'deliveries retry',
  summary: 'send one again, or (with --since) all that failed',
  arguments: [{ name: '[delivery]', help: 'its id, dlv_...' }],
  options: [
    { flags: '--since <moment>', help: 'those queued at or after this moment, 2026-07-01T00:00:00Z' },
    { flags: '--until <moment>', help: 'and before this one' },
    { flags: '--endpoint <endpoint>', help: 'only those to this endpoint' },
    { flags: '--all', help: 'also what was delivered or skipped' },
  ],
  input: z.strictObject({
    delivery: z.string().optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    endpoint: z.string().optional(),
    all: z.boolean().default(false),
  }),
  async run({ delivery, since, until, endpoint, all }, cli) {
    if ((delivery === undefined) === (since === undefined))
      throw new UsageError('name a delivery, or a time with --since');
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    if (delivery !== undefined) {
      const one = await hub.deliveries.retry(cli.principal, tenant, delivery);
      cli.out.line(`${one.id} is sent again.`);
      return { document: one };
    }
    let queued = 0;
    for (let from: string | null = since ?? null; from !== null;) {
      const some: { queued: number; next_since: string | null } = await hub.deliveries.retryAll(cli.principal, tenant, {
        since: from,
        state: all ? 'all' : 'failed',
        ...(until === undefined ? {} : { until }),
        ...(endpoint === undefined ? {} : { endpoint }),
      });
      queued += some.queued;
      from = some.queued === 0 ? null : some.next_since;
    }
    cli.out.line(`${queued} are sent again.`);
    return { document: { queued } };
  },
});

export const deliveriesCommands = [
  defineCommand({ name: 'deliveries', ...listing, run: list }),
  defineCommand({ name: 'deliveries list', ...listing, run: list }),
  show,
  retry,
];
