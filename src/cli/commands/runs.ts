/** `plugboard runs`: what was read when, and cancelling it. */
import { z } from 'zod';
import type { RunView } from '../../hub/runs/run-views.ts';
import { defineCommand, type Cli, type Outcome } from '../frame/command.ts';

const listing = {
  summary: 'list runs, newest first',
  options: [
    { flags: '--integration <integration>', help: 'only of this one (id, name or provider)' },
    { flags: '--stream <name>', help: 'only of this stream' },
    { flags: '--state <state>', help: 'queued, running, succeeded, partial, failed or cancelled' },
    { flags: '--limit <count>', help: 'how many at most (default 20)' },
    { flags: '--cursor <cursor>', help: 'next_cursor of the page before' },
  ],
  input: z.strictObject({
    integration: z.string().optional(),
    stream: z.string().optional(),
    state: z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled']).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(20),
    cursor: z.string().optional(),
  }),
};

async function list({ integration, ...query }: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const tenant = await cli.tenant();
  const found = integration === undefined ? undefined : await hub.integrations.find(cli.principal, tenant, integration);
  const page = await hub.runs.list(cli.principal, tenant, { ...query, integration: found?.id });
  cli.out.table(
    ['run', 'stream', 'state', 'mode', 'trigger', 'read', 'created', 'updated', 'deleted', 'queued', 'seconds'],
    page.data.map((run) => [
      run.id,
      run.stream,
      run.state,
      run.mode,
      run.trigger,
      run.read,
      run.created,
      run.updated,
      run.deleted,
      run.queued_at,
      run.duration_ms === null ? undefined : (run.duration_ms / 1000).toFixed(1),
    ]),
  );
  if (page.next_cursor !== null) cli.out.note(`There are more: --cursor ${page.next_cursor}`);
  return { document: page };
}

const one = { arguments: [{ name: '<run>', help: 'its id, run_...' }], input: z.strictObject({ run: z.string() }) };

function show(run: RunView, cli: Cli): void {
  cli.out.table(
    ['what', 'value'],
    Object.entries(run).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

export const runsCommands = [
  defineCommand({ name: 'runs', ...listing, run: list }),
  defineCommand({ name: 'runs list', ...listing, run: list }),
  defineCommand({
    name: 'runs show',
    summary: 'show one run',
    ...one,
    async run({ run }, cli) {
      const hub = await cli.openHub();
      const found = await hub.runs.get(cli.principal, await cli.tenant(), run);
      show(found, cli);
      return { document: found };
    },
  }),
  defineCommand({
    name: 'runs cancel',
    summary: 'stop a run; a later one goes on',
    ...one,
    async run({ run }, cli) {
      const hub = await cli.openHub();
      const found = await hub.runs.cancel(cli.principal, await cli.tenant(), run);
      cli.out.line(
        found.state === 'running' ? `${found.id} stops at its next page.` : `${found.id} is ${found.state}.`,
      );
      return { document: found };
    },
  }),
];
