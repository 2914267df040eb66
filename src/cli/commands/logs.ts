/** `plugboard logs` and `plugboard exchanges`: what happened to an integration, and its calls to the vendor. */
import { z } from 'zod';
import { ExchangeQuery, type ExchangeView } from '../../hub/logs/exchanges.ts';
import { defineCommand, type Cli } from '../frame/command.ts';
import { usageCommand } from './usage.ts';

const integration = { name: '<integration>', help: 'its id, name or provider' };
const span = [
  { flags: '--since <moment>', help: 'from then on, 2026-07-01T00:00:00Z' },
  { flags: '--until <moment>', help: 'up to then' },
];
const paging = [
  { flags: '--limit <count>', help: 'how many at most (default 50)' },
  { flags: '--cursor <cursor>', help: 'next_cursor of the page before' },
];
const common = {
  integration: z.string(),
  search: z.string().optional(),
  since: ExchangeQuery.shape.since,
  until: ExchangeQuery.shape.until,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
};

interface Page<T> {
  readonly data: T[];
  readonly next_cursor: string | null;
}

/** A page that was searched may be short while there is more: goes on until it is full, or there is nothing left. */
async function filled<T>(
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  signal: AbortSignal,
  fetch: (query: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
): Promise<Page<T>> {
  const data: T[] = [];
  let next: string | null | undefined = cursor;
  do {
    const page: Page<T> = await fetch({ limit: limit - data.length, ...(next === undefined ? {} : { cursor: next }) });
    data.push(...page.data);
    next = page.next_cursor;
  } while (next !== null && data.length < limit && !signal.aborted);
  return { data, next_cursor: next };
}

const logs = defineCommand({
  name: 'logs',
  summary: 'what happened to an integration, newest first',
  arguments: [integration],
  options: [
    { flags: '--status <status>', help: 'success, error or warning' },
    { flags: '--action <action>', help: 'sync, connect, test_connection...' },
    { flags: '--search <text>', help: 'text in the message' },
    ...span,
    ...paging,
  ],
  input: z.strictObject({
    ...common,
    status: z.enum(['success', 'error', 'warning']).optional(),
    action: z.string().optional(),
  }),
  async run({ integration: named, limit, cursor, ...query }, cli) {
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const { id } = await hub.integrations.find(cli.principal, tenant, named);
    const page = await filled({ limit, cursor }, cli.signal, (some) =>
      hub.logs.list(cli.principal, tenant, id, { ...query, ...some }),
    );
    cli.out.table(
      ['at', 'status', 'action', 'message'],
      page.data.map(({ at, status, action, message }) => [at, status, action, message]),
    );
    if (page.next_cursor !== null) cli.out.note(`There are more: --cursor ${page.next_cursor}`);
    return { document: page };
  },
});

const retention = defineCommand({
  name: 'logs retention',
  summary: "show or change how long a tenant's logs are kept",
  options: [
    { flags: '--integration-log-days <days>', help: "what happened; `platform` for the platform's own figure" },
    { flags: '--exchange-log-days <days>', help: "calls to the vendors; `platform` for the platform's own figure" },
  ],
  input: z.strictObject({ integrationLogDays: days().optional(), exchangeLogDays: days().optional() }),
  async run({ integrationLogDays, exchangeLogDays }, cli) {
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const wanted = { integration_log_days: integrationLogDays, exchange_log_days: exchangeLogDays };
    const asked = integrationLogDays !== undefined || exchangeLogDays !== undefined;
    const kept = await (asked
      ? hub.logRetention.change(cli.principal, tenant, wanted)
      : hub.logRetention.get(cli.principal, tenant));
    cli.out.table(
      ['log', 'days', 'platform'],
      (['integration_log', 'exchange_log'] as const).map((log) => [
        log,
        kept[`${log}_days`] ?? kept.platform[`${log}_days`],
        kept.platform[`${log}_days`],
      ]),
    );
    return { document: kept };
  },
});

function days() {
  return z.union([z.literal('platform').transform(() => null), z.coerce.number().int()], {
    error: 'expected a number of days, or `platform`',
  });
}

const exchanges = defineCommand({
  name: 'exchanges',
  summary: "an integration's calls to the vendor, newest first",
  arguments: [integration],
  options: [
    { flags: '--failed', help: 'only those that failed' },
    { flags: '--error <code>', help: 'only with this code of the table of errors' },
    { flags: '--status <status>', help: "only with this status of the vendor's answer" },
    { flags: '--run <run>', help: 'only those of this run, run_...' },
    { flags: '--search <text>', help: 'text in operation, path or message' },
    ...span,
    ...paging,
  ],
  input: z.strictObject({
    ...common,
    failed: z.boolean().optional(),
    error: ExchangeQuery.shape.error,
    status: z.string().optional(),
    run: z.string().optional(),
  }),
  async run({ integration: named, limit, cursor, failed, error, ...query }, cli) {
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const { id } = await hub.integrations.find(cli.principal, tenant, named);
    const filters = { ...query, failed: failed === true ? 'true' : undefined, error } as const;
    const page = await filled({ limit, cursor }, cli.signal, (some) =>
      hub.exchanges.list(cli.principal, tenant, id, { ...filters, ...some }),
    );
    cli.out.table(
      ['exchange', 'at', 'operation', 'call', 'status', 'ms', 'bytes', 'try', 'error'],
      page.data.map(cellsOf),
    );
    if (page.next_cursor !== null) cli.out.note(`There are more: --cursor ${page.next_cursor}`);
    return { document: page };
  },
});

function cellsOf(one: ExchangeView): readonly (string | number | undefined)[] {
  return [
    one.id,
    one.at,
    one.operation,
    `${one.method} ${one.host}${one.path}`,
    one.status ?? undefined,
    one.duration_ms,
    one.response_bytes,
    one.attempt,
    one.error ?? undefined,
  ];
}

const show = defineCommand({
  name: 'exchanges show',
  summary: 'show one call, with its bodies where they are kept',
  arguments: [integration, { name: '<exchange>', help: 'its id, exc_...' }],
  input: z.strictObject({ integration: z.string(), exchange: z.string() }),
  async run({ integration: named, exchange }, cli) {
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const { id } = await hub.integrations.find(cli.principal, tenant, named);
    const { bodies, ...found } = await hub.exchanges.get(cli.principal, tenant, id, exchange);
    cli.out.table(
      ['what', 'value'],
      Object.entries(found).map(([name, value]) => [name, value === null ? undefined : String(value)]),
    );
    printBody(cli, 'request', bodies?.request);
    printBody(cli, 'response', bodies?.response);
    return { document: { ...found, bodies } };
  },
});

function printBody(cli: Cli, side: string, body: string | null | undefined): void {
  if (body === undefined) return;
  cli.out.line();
  cli.out.line(body === null ? `${side}: no body` : `${side}:`);
  // Line by line and without control characters: a vendor's text must not move anybody's cursor.
  for (const line of (body ?? '').split(/\r?\n/)) if (line !== '') cli.out.line(line.replaceAll(/\p{Cc}/gu, ' '));
}

export const logsCommands = [logs, retention, exchanges, show, usageCommand];
