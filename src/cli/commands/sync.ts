/**
 * `plugboard sync`: reads integrations now, in this process, also beside a running server (a stream that another process reads is
 * left to it). Shows progress while it reads. Exit code 0 when all went well, 3 when some did, 1 when nothing did.
 */
import { z } from 'zod';
import type { IntegrationView } from '../../hub/integrations/integration-views.ts';
import type { DryRun, RunView, SyncInput } from '../../hub/runs/run-views.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { failureOf, type Failure } from './failures.ts';
import { followRuns, type StartedHere } from './sync-progress.ts';

const since = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T.+)?$/, 'expected a day or a moment: 2026-07-01, 2026-07-01T08:00:00Z')
  .transform((text) => (text.includes('T') ? text : `${text}T00:00:00Z`));

export const syncCommand = defineCommand({
  name: 'sync',
  summary: 'read an integration now',
  arguments: [
    {
      name: '[integration]',
      help: 'its id, its name, or the provider when there is one of it; left out: the only one',
    },
  ],
  options: [
    { flags: '--all', help: 'every connected integration of the tenant' },
    { flags: '--stream <names...>', help: 'only these streams' },
    { flags: '--dry-run', help: 'read and compare, write nothing, show what would change' },
    { flags: '--force', help: 'read everything again, ignoring what was read before' },
    { flags: '--since <moment>', help: 'what changed from this day or moment on' },
  ],
  input: z.strictObject({
    integration: z.string().optional(),
    all: z.boolean().default(false),
    stream: z.array(z.string()).optional(),
    dryRun: z.boolean().default(false),
    force: z.boolean().default(false),
    since: since.optional(),
  }),
  async run({ integration, all, stream, dryRun, force, since: from }, cli) {
    if (all && integration !== undefined) throw new UsageError('Name an integration or say --all, not both.');
    if (force && from !== undefined) throw new UsageError('--force reads everything; leave out --since.');
    const tenant = await cli.tenant();
    const wanted: SyncInput = {
      ...(stream === undefined ? {} : { streams: stream.flatMap((names) => names.split(',')) }),
      ...(from === undefined ? {} : { since: from }),
      force,
      dry_run: dryRun,
    };
    const integrations = all ? await connectedOnes(cli, tenant) : [await oneOf(cli, tenant, integration)];
    return dryRun ? tryOut(cli, tenant, integrations, wanted) : readNow(cli, tenant, integrations, wanted);
  },
});

async function oneOf(cli: Cli, tenant: string, text: string | undefined): Promise<IntegrationView> {
  const hub = await cli.openHub();
  if (text !== undefined) return hub.integrations.find(cli.principal, tenant, text);
  const { data } = await hub.integrations.list(cli.principal, tenant, { limit: 6 });
  const [only, ...others] = data;
  if (only === undefined) throw new UsageError(`The tenant ${tenant} has no integration yet.`);
  if (others.length === 0) return only;
  throw new UsageError(`Name an integration (${data.map((one) => one.name).join(', ')}) or say --all.`);
}

async function connectedOnes(cli: Cli, tenant: string): Promise<readonly IntegrationView[]> {
  const hub = await cli.openHub();
  const found: IntegrationView[] = [];
  let cursor: string | undefined;
  do {
    const page = await hub.integrations.list(cli.principal, tenant, { limit: 200, cursor });
    found.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  const connected = found.filter((one) => !['draft', 'needs_reauth', 'disconnected'].includes(one.status));
  for (const one of found) if (!connected.includes(one)) cli.out.note(`${one.name} is left out: it is ${one.status}.`);
  if (connected.length === 0) throw new UsageError(`No integration of the tenant ${tenant} is connected.`);
  return connected;
}

/** What kept an integration from being read at all. */
interface NotStarted {
  readonly integration: string;
  readonly error: Failure;
}

async function readNow(
  cli: Cli,
  tenant: string,
  integrations: readonly IntegrationView[],
  wanted: SyncInput,
): Promise<Outcome> {
  const hub = await cli.openHub();
  const started: StartedHere[] = [];
  const notStarted: NotStarted[] = [];
  for (const one of integrations) {
    try {
      const { runs } = await hub.runs.sync(cli.principal, tenant, one.id, wanted, { inline: true });
      for (const run of runs) started.push({ ...run, integration: one.name });
    } catch (error) {
      // Of a single one the frame tells the story; of many, the others still count.
      if (integrations.length === 1) throw error;
      notStarted.push({ integration: one.name, error: failureOf(error) });
    }
  }
  const runs = await followRuns(cli, tenant, started);
  const others = started.filter((run) => run.already_running);
  cli.out.table(
    ['integration', 'stream', 'outcome', 'mode', 'read', 'created', 'updated', 'deleted', 'set aside', 'seconds'],
    runs.map(({ integration, run }) => [
      integration,
      run.stream,
      run.state,
      run.mode,
      run.read,
      run.created,
      run.updated,
      run.deleted,
      run.failed,
      run.duration_ms === null ? undefined : (run.duration_ms / 1000).toFixed(1),
    ]),
  );
  for (const run of others) cli.out.line(`${run.integration} ${run.stream}: already being read (${run.id})`);
  for (const { integration, run } of runs) {
    if (run.error !== null) cli.out.line(`${integration} ${run.stream}: ${run.error.message} ${run.error.next}`);
  }
  for (const { integration, error } of notStarted) cli.out.line(`${integration}: ${error.message} ${error.next}`);
  return {
    document: {
      runs: runs.map(({ run }) => run),
      already_running: others.map(({ id, stream, integration }) => ({ id, stream, integration })),
      not_started: notStarted,
    },
    exitCode: exitCodeOf(
      runs.map(({ run }) => gradeOf(run)),
      others.length + notStarted.length > 0,
    ),
  };
}

async function tryOut(
  cli: Cli,
  tenant: string,
  integrations: readonly IntegrationView[],
  wanted: SyncInput,
): Promise<Outcome> {
  const hub = await cli.openHub();
  const reports: (DryRun & { readonly integration: string })[] = [];
  const progress = cli.out.progress();
  try {
    for (const one of integrations) {
      progress.update(one.name, 0, undefined, 'reading, nothing is written');
      const { dry_runs: found } = await hub.runs.sync(cli.principal, tenant, one.id, wanted, { signal: cli.signal });
      for (const report of found) reports.push({ ...report, integration: one.name });
      progress.finish(one.name, 'compared');
    }
  } finally {
    progress.stop();
  }
  cli.out.table(
    [
      'integration',
      'stream',
      'mode',
      'read',
      'would create',
      'would update',
      'would delete',
      'cannot be mapped',
      'remark',
    ],
    reports.map((one) => [
      one.integration,
      one.stream,
      one.mode,
      one.read,
      one.would_create,
      one.would_update,
      one.would_delete,
      one.failed,
      one.error?.message ?? (one.would_hold ? 'the deletions would wait for approval' : undefined),
    ]),
  );
  return {
    document: { dry_runs: reports },
    exitCode: exitCodeOf(
      reports.map((one) => (one.error === null ? 'good' : 'bad')),
      false,
    ),
  };
}

type Grade = 'good' | 'mixed' | 'bad';

function gradeOf(run: RunView): Grade {
  if (run.state === 'succeeded') return 'good';
  return run.state === 'partial' ? 'mixed' : 'bad';
}

function exitCodeOf(grades: readonly Grade[], someLeftOut: boolean): 0 | 1 | 3 {
  const bad = someLeftOut || grades.includes('bad');
  if (!bad && !grades.includes('mixed')) return 0;
  return grades.some((grade) => grade !== 'bad') ? 3 : 1;
}
