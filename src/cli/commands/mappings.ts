/** `plugboard mappings`: a tenant's own rules for a stream: looking at them, trying them, saving them, bringing them into force. */
import { z } from 'zod';
import { isPlain } from '../../hub/inputs.ts';
import { readId } from '../../hub/ids.ts';
import type {
  FieldChange,
  MappingDiff,
  MappingPreview,
  MappingView,
  RederivationView,
} from '../../hub/mappings/mapping-views.ts';
import type { NamedStream } from '../../hub/mappings/mappings.ts';
import type { Hub } from '../../hub/index.ts';
import { defineCommand, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';
import { jsonArgument, notThat } from './json-argument.ts';

const integration = { name: '<integration>', help: 'its id, its name, or the provider when there is one of it' };
const stream = { name: '<stream>', help: 'invoices, contacts...' };
const which = {
  arguments: [integration, stream],
  input: z.strictObject({ integration: z.string(), stream: z.string() }),
};
const rulesHelp = 'JSON: [{"target": "custom.region", "expression": "raw.Region"}], or @file';
const version = z.coerce.number().int().min(1);
const trying = [
  { flags: '--rules <json>', help: `rules to try without saving them: ${rulesHelp}` },
  { flags: '--saved <version>', help: 'or a saved version (default: the latest)' },
];
const tried = { rules: z.string().optional(), saved: version.optional() };

interface Opened {
  readonly hub: Hub;
  readonly tenant: string;
  readonly which: NamedStream;
}

async function open(cli: Cli, named: { readonly integration: string; readonly stream: string }): Promise<Opened> {
  const hub = await cli.openHub();
  const tenant = await cli.tenant();
  const { id } = await hub.integrations.find(cli.principal, tenant, named.integration);
  return { hub, tenant, which: { integration: id, stream: named.stream } };
}

type Rules = NonNullable<Parameters<Hub['mappings']['preview']>[3]>['rules'];

/** A list of rules, or an object that holds one under `rules`, as `mappings show --json` prints it. */
async function readRules(text: string): Promise<NonNullable<Rules>> {
  const given = await jsonArgument('--rules', text, 'a JSON list of rules');
  const rules = isPlain(given) ? given['rules'] : given;
  const parsed = z
    .array(z.strictObject({ target: z.string(), expression: z.string(), enabled: z.boolean().optional() }))
    .safeParse(rules);
  if (parsed.success) return parsed.data;
  throw notThat('--rules', 'a JSON list of rules ({"target", "expression", "enabled"})');
}

async function toTry({ rules, saved }: { readonly rules?: string | undefined; readonly saved?: number | undefined }) {
  return {
    ...(rules === undefined ? {} : { rules: await readRules(rules) }),
    ...(saved === undefined ? {} : { version: saved }),
  };
}

function showRules(cli: Cli, view: Pick<MappingView, 'rules'>): void {
  cli.out.table(
    ['target', 'expression', ''],
    view.rules.map((rule) => [rule.target, rule.expression, rule.enabled ? undefined : 'off']),
  );
}

function inForce({ active_version: active }: Pick<MappingView, 'active_version'>): string {
  return active === null ? 'No version is in force.' : `Version ${active} is in force.`;
}

function progressOf(rederivation: RederivationView): string {
  const { state, pages, total_pages: total, read, changed, failed } = rederivation;
  const problems = failed > 0 ? `, ${failed} with a problem` : '';
  return `${state}: ${pages}${total === null ? '' : `/${total}`} pages, ${read} records, ${changed} changed${problems}`;
}

const listing = {
  summary: 'list the mappings of an integration',
  arguments: [integration],
  input: z.strictObject({ integration: z.string() }),
};

async function list(named: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const tenant = await cli.tenant();
  const { id } = await hub.integrations.find(cli.principal, tenant, named.integration);
  const page = await hub.mappings.list(cli.principal, tenant, id);
  cli.out.table(
    ['stream', 'model', 'version', 'rules', 'in force', 'stored records'],
    page.data.map((one) => [
      one.stream,
      one.model,
      one.version ?? undefined,
      one.rules,
      one.active_version ?? undefined,
      one.rederivation === null ? undefined : progressOf(one.rederivation),
    ]),
  );
  return { document: page };
}

const show = defineCommand({
  name: 'mappings show',
  summary: 'show the rules of a stream',
  arguments: which.arguments,
  options: [{ flags: '--saved <version>', help: 'as they were in this version (default: the latest)' }],
  input: which.input.extend({ saved: version.optional() }),
  async run({ saved, ...named }, cli) {
    const { hub, tenant, which: at } = await open(cli, named);
    if (saved !== undefined) {
      const one = await hub.mappings.version(cli.principal, tenant, at, saved);
      showRules(cli, one);
      cli.out.line(`Version ${saved} of ${one.created_at}, by ${one.created_by}${one.active ? ': in force' : ''}.`);
      return { document: one };
    }
    const view = await hub.mappings.get(cli.principal, tenant, at);
    showRules(cli, view);
    cli.out.line(`${view.version === null ? 'None were saved.' : `Version ${view.version}.`} ${inForce(view)}`);
    if (view.rederivation !== null) cli.out.line(`Stored records: ${progressOf(view.rederivation)}.`);
    cli.out.line(`Targets: ${view.fields.join(', ')}, custom.<name>`);
    return { document: view };
  },
});

const set = defineCommand({
  name: 'mappings set',
  summary: 'save rules as a new version',
  arguments: which.arguments,
  options: [{ flags: '--rules <json>', help: rulesHelp }],
  input: which.input.extend({ rules: z.string() }),
  async run({ rules, ...named }, cli) {
    const given = await readRules(rules);
    const { hub, tenant, which: at } = await open(cli, named);
    const view = await hub.mappings.save(cli.principal, tenant, at, { rules: given });
    cli.out.line(`Saved as version ${view.version}. ${inForce(view)}`);
    cli.out.note('See what it would change (mappings diff), then bring it into force (mappings apply).');
    return { document: view };
  },
});

const preview = defineCommand({
  name: 'mappings preview',
  summary: 'try rules on a few stored records',
  arguments: which.arguments,
  options: [
    ...trying,
    { flags: '--record <ids...>', help: 'on these records (rec_...); default: some stored lately' },
    { flags: '--limit <count>', help: 'how many (default 5)' },
  ],
  input: which.input.extend({
    ...tried,
    record: z.array(z.string()).optional(),
    limit: z.coerce.number().int().min(1).max(20).optional(),
  }),
  async run({ rules, saved, record, limit, ...named }, cli) {
    const wanted = await toTry({ rules, saved });
    const { hub, tenant, which: at } = await open(cli, named);
    const found = await hub.mappings.preview(cli.principal, tenant, at, {
      ...wanted,
      ...(record === undefined ? {} : { records: record }),
      ...(limit === undefined ? {} : { limit }),
    });
    showPreview(cli, found);
    return { document: found };
  },
});

function showPreview(cli: Cli, { data }: MappingPreview): void {
  if (data.length === 0) cli.out.line('There are no records to try them on.');
  cli.out.table(
    ['record', 'field', 'before', 'after', 'remark'],
    data.flatMap(({ key, changes, errors, unset }) => [
      ...changes.map((change) => [key, ...changeCells(change), undefined]),
      ...errors.map(({ target, message }) => [key, target ?? undefined, undefined, undefined, message]),
      ...unset.map((target) => [key, target, undefined, undefined, 'answered nothing']),
    ]),
  );
}

function changeCells({ field, before, after }: FieldChange): string[] {
  return [field, shown(before), shown(after)];
}

function shown(value: unknown): string {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const diff = defineCommand({
  name: 'mappings diff',
  summary: 'show what applying rules would change',
  arguments: which.arguments,
  options: [...trying, { flags: '--limit <count>', help: 'how many records to look at (default 10000)' }],
  input: which.input.extend({ ...tried, limit: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  async run({ rules, saved, limit, ...named }, cli) {
    const wanted = await toTry({ rules, saved });
    const { hub, tenant, which: at } = await open(cli, named);
    const asked = { ...wanted, ...(limit === undefined ? {} : { limit }) };
    const found = await hub.mappings.diff(cli.principal, tenant, at, asked, cli.signal);
    showDiff(cli, found);
    return { document: found };
  },
});

function showDiff(cli: Cli, found: MappingDiff): void {
  cli.out.table(
    ['record', 'field', 'before', 'after'],
    found.sample.flatMap(({ key, changes, problem }) => [
      ...changes.map((change) => [key, ...changeCells(change)]),
      ...(problem === null ? [] : [[key, 'problem', undefined, problem]]),
    ]),
  );
  for (const [field, count] of Object.entries(found.fields)) cli.out.line(`${field}: ${count} records`);
  const looked = found.complete ? `all ${found.examined} records` : `the newest ${found.examined} records`;
  cli.out.line(`Of ${looked} ${found.would_change} would change, ${found.would_fail} would have a problem.`);
}

const apply = defineCommand({
  name: 'mappings apply',
  summary: 'bring a version into force, and map stored records anew',
  arguments: which.arguments,
  options: [{ flags: '--saved <version>', help: 'which version (default: the latest)' }],
  input: which.input.extend({ saved: version.optional() }),
  async run({ saved, ...named }, cli) {
    const { hub, tenant, which: at } = await open(cli, named);
    const asked = saved === undefined ? {} : { version: saved };
    const applied = await hub.mappings.apply(cli.principal, tenant, at, asked, { inline: true });
    const { rederivation } = applied;
    if (rederivation !== null) await mapAnew(cli, tenant, at, rederivation.id);
    const view = await hub.mappings.get(cli.principal, tenant, at);
    cli.out.line(inForce(view));
    if (view.rederivation !== null) cli.out.line(`Stored records: ${progressOf(view.rederivation)}.`);
    return { document: view, exitCode: exitCodeOf(view.rederivation) };
  },
});

/** In this process, with progress. Stopped, or with a run in its way, it is left to a worker. */
async function mapAnew(cli: Cli, tenant: string, { stream: name }: NamedStream, id: string): Promise<void> {
  const hub = await cli.openHub();
  const tenantId = readId('ten', (await hub.tenants.get(cli.principal, tenant)).id);
  const progress = cli.out.progress();
  try {
    const outcome = await hub.rederivations.executeHere(tenantId, id, cli.signal, (view) =>
      progress.update(name, view.pages, view.total_pages ?? undefined, `${view.changed} changed`),
    );
    progress.finish(name, outcome === 'ended' ? 'mapped anew' : 'goes on later');
    if (outcome !== 'ended')
      cli.out.note('A run of the stream is under way, or it was stopped: a worker goes on with it.');
  } finally {
    progress.stop();
  }
}

function exitCodeOf(rederivation: RederivationView | null): 0 | 1 | 3 {
  if (rederivation?.state === 'failed') return 1;
  return rederivation?.state === 'partial' ? 3 : 0;
}

const versions = defineCommand({
  name: 'mappings versions',
  summary: 'list the saved versions of a stream, newest first',
  ...which,
  async run(named, cli) {
    const { hub, tenant, which: at } = await open(cli, named);
    const data = await allPages((cursor) =>
      hub.mappings.versions(cli.principal, tenant, at, { limit: 200, ...cursor }),
    );
    cli.out.table(
      ['version', 'rules', 'saved', 'by', ''],
      data.map((one) => [
        one.version,
        one.rules.length,
        one.created_at,
        one.created_by,
        one.active ? 'in force' : one.restored_from === null ? undefined : `as version ${one.restored_from}`,
      ]),
    );
    return { document: { data, next_cursor: null } };
  },
});

const restore = defineCommand({
  name: 'mappings restore',
  summary: 'save the rules of an earlier version again',
  arguments: [...which.arguments, { name: '<version>', help: 'its number' }],
  input: which.input.extend({ version }),
  async run({ version: number, ...named }, cli) {
    const { hub, tenant, which: at } = await open(cli, named);
    const view = await hub.mappings.restore(cli.principal, tenant, at, number);
    cli.out.line(`Saved as version ${view.version}. ${inForce(view)}`);
    return { document: view };
  },
});

export const mappingsCommands = [
  defineCommand({ name: 'mappings', ...listing, run: list }),
  defineCommand({ name: 'mappings list', ...listing, run: list }),
  show,
  set,
  preview,
  diff,
  apply,
  versions,
  restore,
];
