/**
 * `plugboard links`: which records of different systems are one person, course or company. Commands that look first link what the last
 * syncs brought, since no worker may be running.
 */
import { z } from 'zod';
import { ruleNames } from '../../hub/links/link-rules.ts';
import type { LinkedRecord, LinkGroup, LinkSuggestion } from '../../hub/links/link-views.ts';
import type { Hub } from '../../hub/index.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';

const kind = z.enum(['person', 'course', 'company']).optional();
const kindOption = { flags: '--kind <kind>', help: 'person, course or company' };
const record = { name: '<record>', help: 'its id, rec_...' };
const suggestion = { name: '<suggestion>', help: 'its id, sug_...' };

async function open(cli: Cli): Promise<{ readonly hub: Hub; readonly tenant: string }> {
  const hub = await cli.openHub();
  const tenant = await cli.tenant();
  await hub.links.update(cli.principal, tenant, cli.signal);
  return { hub, tenant };
}

function place({ provider, stream, key }: Pick<LinkedRecord, 'provider' | 'stream' | 'key'>): string {
  return `${provider} ${stream} ${key}`;
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}

function showMembers(cli: Cli, group: LinkGroup): void {
  cli.out.table(
    ['record', 'where', 'linked by', 'sure', 'since', 'who'],
    group.members.map((one) => [
      one.record,
      place(one),
      one.rule,
      percent(one.confidence),
      one.linked_at,
      one.linked_by,
    ]),
  );
}

function shown(cli: Cli, group: LinkGroup): Outcome {
  showMembers(cli, group);
  cli.out.line(`${group.id}: one ${group.kind}, ${group.members.length} records.`);
  return { document: group };
}

const listing = {
  summary: 'list groups of linked records, newest first',
  options: [kindOption, { flags: '--integration <integration>', help: 'only groups with a record of this one' }],
  input: z.strictObject({ kind, integration: z.string().optional() }),
};

async function list({ kind: only, integration }: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const { hub, tenant } = await open(cli);
  const of =
    integration === undefined
      ? {}
      : { integration: (await hub.integrations.find(cli.principal, tenant, integration)).id };
  const query = { limit: 200, ...of, ...(only === undefined ? {} : { kind: only }) };
  const data = await allPages((cursor) => hub.links.list(cli.principal, tenant, { ...query, ...cursor }));
  cli.out.table(
    ['group', 'kind', 'records', 'sure', 'where'],
    data.map((one) => [
      one.id,
      one.kind,
      one.members.length,
      percent(one.confidence),
      one.members.map(place).join(', '),
    ]),
  );
  return { document: { data, next_cursor: null } };
}

const show = defineCommand({
  name: 'links show',
  summary: 'show a group, and why its records are linked',
  arguments: [{ name: '<group>', help: 'its id, lnk_...' }],
  input: z.strictObject({ group: z.string() }),
  async run({ group }, cli) {
    const { hub, tenant } = await open(cli);
    const found = await hub.links.get(cli.principal, tenant, group);
    showMembers(cli, found);
    for (const { rule, records } of found.evidence) cli.out.line(`Same ${rule}: ${records.join(', ')}`);
    for (const said of found.decisions)
      cli.out.line(
        `${said.decided_by} said at ${said.decided_at} that these are ${said.same ? 'one' : 'different'}: ${said.records.join(', ')}`,
      );
    return { document: found };
  },
});

const keyOptions = ruleNames.map((rule) => ({
  flags: `--${rule.replace('_', '-')} <value>`,
  help: `whoever has this ${rule.replace('_', ' ')}`,
}));
const text = z.string().optional();

const find = defineCommand({
  name: 'links find',
  summary: 'look up the group of a record, or of whoever has a key',
  arguments: [{ name: '[record]', help: 'a record, rec_...' }],
  options: [
    { flags: '--integration <integration>', help: 'or an integration, with --key' },
    { flags: '--key <id>', help: "the vendor's id of a record in that integration" },
    { flags: '--model <model>', help: 'of that record' },
    ...keyOptions,
  ],
  input: z.strictObject({
    record: text,
    integration: text,
    key: text,
    model: text,
    usi: text,
    abn: text,
    studentNumber: text,
    courseCode: text,
    courseId: text,
    email: text,
  }),
  async run({ integration, studentNumber, courseCode, courseId, ...rest }, cli) {
    const { hub, tenant } = await open(cli);
    const asked = {
      ...rest,
      integration:
        integration === undefined ? undefined : (await hub.integrations.find(cli.principal, tenant, integration)).id,
      student_number: studentNumber,
      course_code: courseCode,
      course_id: courseId,
    };
    if (Object.values(asked).every((value) => value === undefined))
      throw new UsageError('Say whom to find: a record, --integration with --key, or a key such as --email.');
    const found = await hub.links.find(cli.principal, tenant, asked);
    cli.out.table(
      ['record', 'where', 'group', 'together with'],
      found.data.map((one) => [
        one.record,
        place(one),
        one.group?.id,
        one.group?.members
          .filter((other) => other.record !== one.record)
          .map(place)
          .join(', '),
      ]),
    );
    if (found.data.length === 0) cli.out.line('No record has it.');
    if (found.more) cli.out.line('More records have it than are shown.');
    return { document: found };
  },
});

const link = defineCommand({
  name: 'links link',
  summary: 'say that two records are one',
  arguments: [record, { name: '<other>', help: 'the other record, rec_...' }],
  input: z.strictObject({ record: z.string(), other: z.string() }),
  async run({ record: one, other }, cli) {
    const { hub, tenant } = await open(cli);
    return shown(cli, await hub.links.link(cli.principal, tenant, { records: [one, other] }));
  },
});

const unlink = defineCommand({
  name: 'links unlink',
  summary: 'take a record out of its group, for good',
  arguments: [record],
  input: z.strictObject({ record: z.string() }),
  async run({ record: one }, cli) {
    const { hub, tenant } = await open(cli);
    const group = (await hub.links.find(cli.principal, tenant, { record: one })).data[0]?.group;
    if (group === undefined || group === null) throw new UsageError(`${one} is linked with no other record.`);
    const left = await hub.links.unlink(cli.principal, tenant, group.id, one);
    cli.out.line(`${one} is no longer linked with the other ${group.members.length - 1} of ${group.id}.`);
    for (const rest of left.groups) showMembers(cli, rest);
    return { document: left };
  },
});

const suggesting = {
  summary: 'list pairs of records that may be one',
  options: [kindOption],
  input: z.strictObject({ kind }),
};

async function suggestions({ kind: only }: z.output<typeof suggesting.input>, cli: Cli): Promise<Outcome> {
  const { hub, tenant } = await open(cli);
  const query = { limit: 200, ...(only === undefined ? {} : { kind: only }) };
  const data = await allPages((cursor) => hub.links.suggestions(cli.principal, tenant, { ...query, ...cursor }));
  cli.out.table(
    ['suggestion', 'kind', 'same', 'sure', 'why not linked', 'records'],
    data.map((one) => [
      one.id,
      one.kind,
      one.rule,
      percent(one.confidence),
      whyNot(one),
      one.records.map(place).join(', '),
    ]),
  );
  return { document: { data, next_cursor: null } };
}

function whyNot({ reason }: LinkSuggestion): string {
  return reason === 'shared' ? 'others of one system have it, too' : 'something else speaks against it';
}

export const linksCommands = [
  defineCommand({ name: 'links', ...listing, run: list }),
  defineCommand({ name: 'links list', ...listing, run: list }),
  show,
  find,
  link,
  unlink,
  defineCommand({ name: 'links suggestions', ...suggesting, run: suggestions }),
  defineCommand({
    name: 'links accept',
    summary: 'say that two suggested records are one',
    arguments: [suggestion],
    input: z.strictObject({ suggestion: z.string() }),
    async run({ suggestion: id }, cli) {
      const { hub, tenant } = await open(cli);
      return shown(cli, await hub.links.accept(cli.principal, tenant, id));
    },
  }),
  defineCommand({
    name: 'links reject',
    summary: 'say that two suggested records are different',
    arguments: [suggestion],
    input: z.strictObject({ suggestion: z.string() }),
    async run({ suggestion: id }, cli) {
      const { hub, tenant } = await open(cli);
      const said = await hub.links.reject(cli.principal, tenant, id);
      cli.out.line(`Kept apart: ${said.records.map(place).join(', ')}.`);
      return { document: said };
    },
  }),
];
