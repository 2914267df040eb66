/** `plugboard records`: what was read: by model, one, its history, the change feed. */
import { z } from 'zod';
import type { RecordView } from '../../hub/records/record-views.ts';
import { defineCommand, type Cli } from '../frame/command.ts';

const paging = [
  { flags: '--limit <count>', help: 'how many at most (default 50)' },
  { flags: '--cursor <cursor>', help: 'next_cursor of the page before' },
];
const limit = z.coerce.number().int().min(1).max(1000).default(50);
const cursor = z.string().optional();
const oneRecord = [{ name: '<record>', help: 'its id, rec_...' }];

const flag = z.boolean().default(false);
const yes = (set: boolean): 'true' | undefined => (set ? 'true' : undefined);

export const recordsCommands = [
  defineCommand({
    name: 'records',
    summary: 'list records of a model across integrations',
    arguments: [{ name: '<model>', help: 'contact, invoice, payment...' }],
    options: [
      { flags: '--integration <integration>', help: 'only of this one (id, name or provider)' },
      { flags: '--stream <name>', help: 'only of this stream' },
      { flags: '--updated-since <moment>', help: 'only what changed here since, 2026-07-01T00:00:00Z' },
      { flags: '--include-deleted', help: 'also those that are gone at the vendor' },
      { flags: '--problems', help: 'only those that could not be mapped' },
      ...paging,
    ],
    input: z.strictObject({
      model: z.string(),
      integration: z.string().optional(),
      stream: z.string().optional(),
      updatedSince: z.string().optional(),
      includeDeleted: flag,
      problems: flag,
      limit: limit.pipe(z.number().max(200, 'expected at most 200')),
      cursor,
    }),
    async run({ model, integration, updatedSince, includeDeleted, problems, ...query }, cli) {
      const hub = await cli.openHub();
      const tenant = await cli.tenant();
      const found =
        integration === undefined ? undefined : await hub.integrations.find(cli.principal, tenant, integration);
      const page = await hub.records.listModel(cli.principal, tenant, model, {
        ...query,
        integration: found?.id,
        updated_since: updatedSince,
        include_deleted: yes(includeDeleted),
        problems: yes(problems),
      });
      cli.out.table(['record', 'from', 'key', 'what', 'updated', 'remark'], page.data.map(cellsOf));
      if (page.next_cursor !== null) cli.out.note(`There are more: --cursor ${page.next_cursor}`);
      return { document: page };
    },
  }),
  defineCommand({
    name: 'records show',
    summary: 'show one record',
    arguments: oneRecord,
    options: [{ flags: '--raw', help: 'also what the vendor sent' }],
    input: z.strictObject({ record: z.string(), raw: flag }),
    async run({ record, raw }, cli) {
      const hub = await cli.openHub();
      const found = await hub.records.get(cli.principal, await cli.tenant(), { record }, { raw: yes(raw) });
      printed(cli, found);
      return { document: found };
    },
  }),
  defineCommand({
    name: 'records history',
    summary: 'show the states a record has had, newest first',
    arguments: oneRecord,
    options: paging,
    input: z.strictObject({
      record: z.string(),
      limit: limit.pipe(z.number().max(200, 'expected at most 200')),
      cursor,
    }),
    async run({ record, ...query }, cli) {
      const hub = await cli.openHub();
      const page = await hub.records.history(cli.principal, await cli.tenant(), { record }, query);
      for (const version of page.data) printed(cli, version);
      return { document: page };
    },
  }),
  defineCommand({
    name: 'records changes',
    summary: 'what changed since a cursor',
    options: [
      { flags: '--models <names>', help: 'only these, separated by commas' },
      { flags: '--integrations <ids>', help: 'only these, separated by commas' },
      ...paging,
    ],
    input: z.strictObject({ models: z.string().optional(), integrations: z.string().optional(), limit, cursor }),
    async run(query, cli) {
      const hub = await cli.openHub();
      const page = await hub.changes.list(cli.principal, await cli.tenant(), query);
      cli.out.table(
        ['position', 'change', 'model', 'record', 'from', 'key', 'what'],
        page.data.map(({ seq, change, record }) => [
          seq,
          change,
          record.model,
          record.id,
          record.provider,
          record.key,
          nameOf(record),
        ]),
      );
      cli.out.note(`Go on with --cursor ${page.next_cursor}${page.has_more ? ' (there is more)' : ''}`);
      return { document: page };
    },
  }),
];

function cellsOf(record: RecordView): readonly (string | undefined)[] {
  const remark = record.deleted_at === null ? (record.problem ?? undefined) : 'deleted';
  return [record.id, `${record.provider} ${record.stream}`, record.key, nameOf(record), record.updated_at, remark];
}

/** What a person would call it. */
function nameOf({ data }: RecordView): string | undefined {
  for (const field of ['name', 'number', 'title', 'description', 'email', 'reference', 'total', 'amount']) {
    const value = data?.[field];
    if (typeof value === 'string' && value !== '') return value.length > 40 ? `${value.slice(0, 39)}…` : value;
  }
  return undefined;
}

function printed(cli: Cli, value: object): void {
  for (const line of JSON.stringify(value, undefined, 2).split('\n')) cli.out.line(line);
}
