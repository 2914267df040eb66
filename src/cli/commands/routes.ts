/** `plugboard routes`: when something happens in one system, something is done in another: looking at routes, trying, saving, retrying. */
import { z } from 'zod';
import type { Hub } from '../../hub/index.ts';
import { parseInput } from '../../hub/inputs.ts';
import { RouteDefinition, SaveRoute, type RouteCallView, type RouteView } from '../../hub/routes/route-views.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';
import { jsonArgument } from './json-argument.ts';

const route = { name: '<route>', help: 'its name or its id, rte_...' };
const which = { arguments: [route], input: z.strictObject({ route: z.string() }) };
const definitionFlag = {
  flags: '--definition <json>',
  help: 'JSON {"name", "when", "lookups", "maps", "shape", "do"}, or @file',
};

interface Opened {
  readonly hub: Hub;
  readonly tenant: string;
}

async function open(cli: Cli): Promise<Opened> {
  return { hub: await cli.openHub(), tenant: await cli.tenant() };
}

async function allRoutes({ hub, tenant }: Opened, cli: Cli): Promise<RouteView[]> {
  return allPages((cursor) => hub.routes.list(cli.principal, tenant, { limit: 200, ...cursor }));
}

/** By its name or its id. */
async function find(opened: Opened, cli: Cli, named: string): Promise<RouteView> {
  const found = (await allRoutes(opened, cli)).find(({ id, name }) => id === named || name === named);
  if (found !== undefined) return found;
  return opened.hub.routes.get(cli.principal, opened.tenant, named);
}

function doing({ do: target }: Pick<RouteView, 'do'>): string {
  return 'action' in target ? `${target.action} at ${target.integration}` : `tell ${target.endpoint}`;
}

function standing({ enabled, status }: RouteView): string {
  if (!enabled) return 'off';
  return status.waiting === null ? 'on' : status.waiting.message;
}

async function list(_input: object, cli: Cli): Promise<Outcome> {
  const data = await allRoutes(await open(cli), cli);
  cli.out.table(
    ['route', 'name', 'when', 'does', 'queued', 'failed', 'cut', 'stands'],
    data.map((one) => [
      one.id,
      one.name,
      one.when.types.join(', '),
      doing(one),
      one.status.queued,
      one.status.failed,
      one.status.cuts,
      standing(one),
    ]),
  );
  return { document: { data, next_cursor: null } };
}

const listing = { summary: 'list routes and how they stand', input: z.strictObject({}), run: list };

function shown(view: RouteView, cli: Cli): Outcome {
  for (const line of JSON.stringify(view, undefined, 2).split('\n')) cli.out.line(line);
  return { document: view };
}

async function readDefinition(text: string | undefined): Promise<z.output<typeof SaveRoute>> {
  if (text === undefined) throw new UsageError('--definition: is needed');
  return parseInput(SaveRoute, await jsonArgument('--definition', text, 'a JSON route'));
}

function said(view: RouteView, cli: Cli): Outcome {
  cli.out.line(`${view.name} (${view.id}), version ${view.version}: ${standing(view)}.`);
  return { document: view };
}

const saving = [
  defineCommand({
    name: 'routes create',
    summary: 'create a route',
    options: [definitionFlag],
    input: z.strictObject({ definition: z.string().optional() }),
    async run({ definition }, cli) {
      const wanted = await readDefinition(definition);
      const { hub, tenant } = await open(cli);
      return said(await hub.routes.create(cli.principal, tenant, wanted), cli);
    },
  }),
  defineCommand({
    name: 'routes replace',
    summary: 'replace what a route does',
    arguments: which.arguments,
    options: [definitionFlag],
    input: which.input.extend({ definition: z.string().optional() }),
    async run({ route: named, definition }, cli) {
      const wanted = await readDefinition(definition);
      const opened = await open(cli);
      const { id } = await find(opened, cli, named);
      return said(await opened.hub.routes.replace(cli.principal, opened.tenant, id, wanted), cli);
    },
  }),
  ...(['enable', 'disable'] as const).map((verb) =>
    defineCommand({
      name: `routes ${verb}`,
      summary:
        verb === 'enable'
          ? 'switch a route on'
          : 'switch a route off: it hears of nothing, and what waits goes on waiting',
      ...which,
      async run({ route: named }, cli) {
        const opened = await open(cli);
        const { id } = await find(opened, cli, named);
        return said(
          await opened.hub.routes.change(cli.principal, opened.tenant, id, { enabled: verb === 'enable' }),
          cli,
        );
      },
    }),
  ),
  defineCommand({
    name: 'routes delete',
    summary: 'delete a route, with its calls',
    ...which,
    async run({ route: named }, cli) {
      const opened = await open(cli);
      const { id, name } = await find(opened, cli, named);
      await opened.hub.routes.remove(cli.principal, opened.tenant, id);
      cli.out.line(`${name} is deleted.`);
      return { document: { id, deleted: true } };
    },
  }),
];

function showCalls(calls: readonly RouteCallView[], cli: Cli): void {
  cli.out.table(
    ['call', 'state', 'event', 'happened', 'attempts', 'next try', ''],
    calls.map((call) => [
      call.id,
      call.state,
      call.event_id,
      call.at,
      call.attempts,
      call.next_at ?? undefined,
      call.error?.message ?? call.reason ?? undefined,
    ]),
  );
}

const calls = [
  defineCommand({
    name: 'routes calls',
    summary: 'list what came of the events a route heard of',
    arguments: which.arguments,
    options: [
      { flags: '--state <state>', help: 'queued, done, skipped, failed or cut' },
      { flags: '--limit <count>', help: 'how many at most (default: 50)' },
    ],
    input: which.input.extend({
      state: z.enum(['queued', 'done', 'skipped', 'failed', 'cut']).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    async run({ route: named, ...query }, cli) {
      const opened = await open(cli);
      const { id } = await find(opened, cli, named);
      const page = await opened.hub.routes.calls.list(cli.principal, opened.tenant, id, query);
      showCalls(page.data, cli);
      return { document: page };
    },
  }),
  defineCommand({
    name: 'routes retry',
    summary: 'make failed calls of a route again: one, or all of a span',
    arguments: [route, { name: '[call]', help: 'its id, rtc_... (default: all that failed)' }],
    options: [
      { flags: '--since <moment>', help: 'only of events from this moment on' },
      { flags: '--until <moment>', help: 'only of events before this moment' },
      { flags: '--not-done', help: 'you looked at the provider and it was not done: ask anew' },
    ],
    input: z.strictObject({
      route: z.string(),
      call: z.string().optional(),
      since: z.string().optional(),
      until: z.string().optional(),
      notDone: z.boolean().default(false),
    }),
    async run({ route: named, call, since, until, notDone }, cli) {
      const opened = await open(cli);
      const { hub, tenant } = opened;
      const { id } = await find(opened, cli, named);
      if (call !== undefined) {
        if (since !== undefined || until !== undefined)
          throw new UsageError('--since and --until are for all failed calls, not for one');
        const view = await hub.routes.calls.retry(cli.principal, tenant, id, call, { not_done: notDone });
        cli.out.line(`${view.id} is ${view.state}.`);
        return { document: view };
      }
      if (notDone) throw new UsageError('--not-done: is for one call; name it');
      const span = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
      const answer = await hub.routes.calls.retryAll(cli.principal, tenant, id, span);
      cli.out.line(`${answer.retried} failed calls are made again.`);
      return { document: answer };
    },
  }),
];

const dryRun = defineCommand({
  name: 'routes dry-run',
  summary: 'show what a route would do, over past events or records; nothing is done',
  arguments: [{ name: '[route]', help: 'its name or its id; or give a definition' }],
  options: [
    definitionFlag,
    { flags: '--events <ids>', help: 'events to try, separated by commas (default: the last that match)' },
    { flags: '--records <ids>', help: 'or records, as if each had just changed' },
    { flags: '--limit <count>', help: 'how many of the last events (default: 5)' },
  ],
  input: z.strictObject({
    route: z.string().optional(),
    definition: z.string().optional(),
    events: z.string().optional(),
    records: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(20).default(5),
  }),
  async run({ route: named, definition, events, records, limit }, cli) {
    const given = definition === undefined ? undefined : await jsonArgument('--definition', definition, 'a JSON route');
    const opened = await open(cli);
    const { name: _name, enabled: _enabled, ...rest } = parts(given);
    const answer = await opened.hub.routes.dryRun(cli.principal, opened.tenant, {
      ...(named === undefined ? {} : { route: (await find(opened, cli, named)).id }),
      ...(given === undefined ? {} : { definition: parseInput(RouteDefinition, rest) }),
      ...(events === undefined ? {} : { events: events.split(',') }),
      ...(records === undefined ? {} : { records: records.split(',') }),
      limit,
    });
    cli.out.table(
      ['event', 'type', 'record', 'would', 'why', 'look-ups', 'result'],
      answer.data.map((one) => [
        one.event.id ?? undefined,
        one.event.type,
        one.event.record_id ?? undefined,
        one.would,
        [one.reason, ...one.problems.map(({ path, message }) => `${path}: ${message}`)].filter(Boolean).join('; '),
        Object.entries(one.lookups)
          .map(([name, record]) => `${name}=${record ?? 'none'}`)
          .join(' '),
        one.result === undefined ? undefined : JSON.stringify(one.result),
      ]),
    );
    return { document: answer };
  },
});

/** A whole route is as good as its definition: its name and switch say nothing about what it would do. */
function parts(given: unknown): Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {};
}

export const routesCommands = [
  defineCommand({ name: 'routes', ...listing }),
  defineCommand({ name: 'routes list', ...listing }),
  defineCommand({
    name: 'routes show',
    summary: 'show a route and how it stands',
    ...which,
    run: async ({ route: named }, cli) => shown(await find(await open(cli), cli, named), cli),
  }),
  ...saving,
  dryRun,
  ...calls,
];
