/** `plugboard endpoints`: where a tenant's own systems hear of events. */
import { z } from 'zod';
import type { EndpointView } from '../../hub/deliveries/endpoint-views.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';

const one = {
  arguments: [{ name: '<endpoint>', help: 'its id, ep_...' }],
  input: z.strictObject({ endpoint: z.string() }),
};

const words = z.string().optional();
const settings = {
  options: [
    { flags: '--name <name>', help: 'what people call it' },
    { flags: '--types <types>', help: 'which events, with commas: record.*, run.failed (default: all)' },
    { flags: '--models <models>', help: 'of events about records only these models, with commas; "" for all' },
    { flags: '--integrations <ids>', help: 'of events of an integration only these, with commas; "" for all' },
    { flags: '--transformation <jsonata>', help: 'JSONata over the event: what is sent instead; "" for none' },
    { flags: '--header <header...>', help: '"Name: value", repeated; they replace those before' },
    { flags: '--per-minute <attempts>', help: 'attempts a minute at most; 0 for as many as it bears' },
    { flags: '--ordering <ordering>', help: 'none, or strict: one at a time, in the order of the events' },
  ],
  input: z.strictObject({
    name: words,
    types: words,
    models: words,
    integrations: words,
    transformation: words,
    header: z.array(z.string()).optional(),
    perMinute: z.coerce.number().int().min(0).optional(),
    ordering: z.enum(['none', 'strict']).optional(),
  }),
};

function inputOf(given: z.output<typeof settings.input>) {
  const { name, types, models, integrations, transformation, header, perMinute, ordering } = given;
  return {
    ...(name === undefined ? {} : { name }),
    ...(types === undefined ? {} : { types: listed(types) }),
    ...(models === undefined ? {} : { models: listed(models) }),
    ...(integrations === undefined ? {} : { integrations: listed(integrations) }),
    ...(transformation === undefined ? {} : { transformation: transformation === '' ? null : transformation }),
    ...(header === undefined ? {} : { headers: Object.fromEntries(header.map(headerOf)) }),
    ...(perMinute === undefined ? {} : { per_minute: perMinute === 0 ? null : perMinute }),
    ...(ordering === undefined ? {} : { ordering }),
  };
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function headerOf(text: string): readonly [string, string] {
  const cut = text.indexOf(':');
  if (cut < 1) throw new UsageError('--header: expected "Name: value"');
  return [text.slice(0, cut).trim(), text.slice(cut + 1).trim()];
}

function stateOf({ enabled, disabled, parked_until: parked, failing_since: failing }: EndpointView): string {
  if (!enabled) return `disabled (${disabled?.reason ?? ''})`;
  if (parked !== null) return `parked until ${parked}`;
  return failing === null ? 'enabled' : `failing since ${failing}`;
}

function shown(view: EndpointView, cli: Cli): Outcome {
  const filters = [...view.types, ...view.models, ...view.integrations].join(', ');
  cli.out.line(`${view.id} ${view.name}: ${view.url}`);
  cli.out.line(`It is ${stateOf(view)} and hears of ${filters}.`);
  if (view.disabled !== null) cli.out.line(view.disabled.message);
  if (view.transformation !== null) cli.out.line(`Transformation: ${view.transformation}`);
  if (view.headers.length > 0) cli.out.line(`Own headers: ${view.headers.join(', ')}`);
  return { document: view };
}

const listing = { summary: 'list endpoints', input: z.strictObject({}) };

async function list(_input: unknown, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const tenant = await cli.tenant();
  const data = await allPages((cursor) => hub.endpoints.list(cli.principal, tenant, { ...cursor, limit: 200 }));
  cli.out.table(
    ['endpoint', 'name', 'url', 'events', 'state'],
    data.map((view) => [view.id, view.name, view.url, view.types.join(', '), stateOf(view)]),
  );
  return { document: { data, next_cursor: null } };
}

const show = defineCommand({
  name: 'endpoints show',
  summary: 'show one endpoint',
  ...one,
  run: async ({ endpoint }, cli) =>
    shown(await (await cli.openHub()).endpoints.get(cli.principal, await cli.tenant(), endpoint), cli),
});

const create = defineCommand({
  name: 'endpoints create',
  summary: 'enter an endpoint; prints its secret, this once',
  arguments: [{ name: '<url>', help: 'https, and a public address' }],
  options: settings.options,
  input: settings.input.extend({ url: z.string() }),
  async run({ url, ...given }, cli) {
    const hub = await cli.openHub();
    const made = await hub.endpoints.create(cli.principal, await cli.tenant(), { url, ...inputOf(given) });
    cli.out.line(`${made.id} is entered. Its deliveries are signed with this secret, which is not shown again:`);
    cli.out.line(made.secret);
    return { document: made };
  },
});

const change = defineCommand({
  name: 'endpoints change',
  summary: 'change an endpoint; what is left out stays',
  arguments: one.arguments,
  options: [{ flags: '--url <url>', help: 'where to send' }, ...settings.options],
  input: settings.input.extend({ endpoint: z.string(), url: z.string().optional() }),
  async run({ endpoint, url, ...given }, cli) {
    const hub = await cli.openHub();
    const input = { ...inputOf(given), ...(url === undefined ? {} : { url }) };
    return shown(await hub.endpoints.change(cli.principal, await cli.tenant(), endpoint, input), cli);
  },
});

const rotate = defineCommand({
  name: 'endpoints rotate-secret',
  summary: 'give it another secret; the one before signs along for a day',
  ...one,
  async run({ endpoint }, cli) {
    const hub = await cli.openHub();
    const made = await hub.endpoints.rotateSecret(cli.principal, await cli.tenant(), endpoint);
    cli.out.line(`The one before signs along until ${made.previous_until}. The new one, which is not shown again:`);
    cli.out.line(made.secret);
    return { document: made };
  },
});

const test = defineCommand({
  name: 'endpoints test',
  summary: 'send it a signed test event, now',
  ...one,
  async run({ endpoint }, cli) {
    const hub = await cli.openHub();
    const result = await hub.endpoints.test(cli.principal, await cli.tenant(), endpoint);
    cli.out.line(`${result.success ? 'It was accepted' : 'It failed'}: ${result.message} (${result.duration_ms} ms)`);
    if (result.response !== '') cli.out.line(result.response);
    return { document: result, exitCode: result.success ? 0 : 1 };
  },
});

const preview = defineCommand({
  name: 'endpoints preview',
  summary: 'try a transformation on an event there was',
  arguments: [{ name: '<transformation>', help: 'JSONata over the event' }],
  options: [{ flags: '--event <event>', help: 'its id, evt_... (default: the latest)' }],
  input: z.strictObject({ transformation: z.string(), event: z.string().optional() }),
  async run({ transformation, event }, cli) {
    const hub = await cli.openHub();
    const asked = { transformation, ...(event === undefined ? {} : { event }) };
    const made = await hub.endpoints.preview(cli.principal, await cli.tenant(), asked);
    if (made.outcome === 'nothing') cli.out.line('It makes nothing of the event: nothing would be sent.');
    else cli.out.line(made.problem ?? JSON.stringify(made.body, null, 2));
    return { document: made, exitCode: made.outcome === 'problem' ? 1 : 0 };
  },
});

export const endpointsCommands = [
  defineCommand({ name: 'endpoints', ...listing, run: list }),
  defineCommand({ name: 'endpoints list', ...listing, run: list }),
  show,
  create,
  change,
  rotate,
  test,
  preview,
  defineCommand({
    name: 'endpoints enable',
    summary: 'send to it again, also what waited',
    ...one,
    run: async ({ endpoint }, cli) =>
      shown(await (await cli.openHub()).endpoints.enable(cli.principal, await cli.tenant(), endpoint), cli),
  }),
  defineCommand({
    name: 'endpoints disable',
    summary: 'send nothing to it; what waits is kept',
    ...one,
    run: async ({ endpoint }, cli) =>
      shown(await (await cli.openHub()).endpoints.disable(cli.principal, await cli.tenant(), endpoint), cli),
  }),
  defineCommand({
    name: 'endpoints delete',
    summary: 'delete it; what waits is cancelled',
    ...one,
    async run({ endpoint }, cli) {
      await (await cli.openHub()).endpoints.remove(cli.principal, await cli.tenant(), endpoint);
      cli.out.line(`${endpoint} is deleted.`);
      return { document: { id: endpoint, deleted: true } };
    },
  }),
];
