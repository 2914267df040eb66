/** `plugboard privacy`: what is stored about somebody, forgetting them, receipts. `plugboard retention`: how long what is kept. */
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ErasureView, SubjectExport } from '../../hub/privacy/privacy-views.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';

const subject = {
  options: [
    { flags: '--email <address>', help: 'everybody with this address' },
    { flags: '--record <record>', help: 'this student or contact (rec_...), with what is linked to it' },
  ],
  input: { email: z.string().optional(), record: z.string().optional() },
};

function named({ email, record }: { readonly email?: string | undefined; readonly record?: string | undefined }) {
  if ((email === undefined) === (record === undefined)) throw new UsageError('name the person: --email or --record');
  return email === undefined ? { record } : { email };
}

const exporting = defineCommand({
  name: 'privacy export',
  summary: 'everything that is stored about somebody, as JSON',
  options: [...subject.options, { flags: '--out <file>', help: 'write the document into this file (mode 600)' }],
  input: z.strictObject({ ...subject.input, out: z.string().optional() }),
  async run({ out, ...who }, cli) {
    const asked = named(who);
    const hub = await cli.openHub();
    const document = await hub.privacy.export(cli.principal, await cli.tenant(), asked, cli.signal);
    showFound(cli, document);
    if (out !== undefined) await written(out, document);
    cli.out.note(out === undefined ? 'The document itself: --json, or --out <file>.' : `Written to ${out}.`);
    return { document };
  },
});

async function written(path: string, document: SubjectExport): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(document, undefined, 2)}\n`, { mode: 0o600 });
  } catch {
    throw new UsageError(`--out: the file ${path} cannot be written`);
  }
}

function showFound(cli: Cli, { found, records }: SubjectExport): void {
  cli.out.table(
    ['record', 'from', 'key', 'found as', 'states'],
    records.map((one) => [one.id, `${one.provider} ${one.stream}`, one.key, one.found, one.history.length]),
  );
  cli.out.table(['where', 'found'], Object.entries(found));
}

const erasing = defineCommand({
  name: 'privacy erase',
  summary: 'forget somebody: what is stored goes, and is not stored again',
  options: [...subject.options, { flags: '--yes', help: 'yes, for good (see privacy export first)' }],
  input: z.strictObject({ ...subject.input, yes: z.boolean().default(false) }),
  async run({ yes, ...who }, cli) {
    const asked = named(who);
    if (!yes) throw new UsageError('an erasure cannot be undone: look at `privacy export` first, then add --yes');
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const { id } = await hub.privacy.erase(cli.principal, tenant, asked, { inline: true });
    const progress = cli.out.progress();
    try {
      const outcome = await hub.privacy.executeHere(cli.principal, tenant, id, cli.signal, (view) =>
        progress.update('erasure', view.examined, undefined, view.phase),
      );
      progress.finish('erasure', outcome === 'ended' ? 'done' : 'goes on later');
      if (outcome !== 'ended') cli.out.note('It was stopped: a worker goes on with it.');
    } finally {
      progress.stop();
    }
    const view = await hub.privacy.get(cli.principal, tenant, id);
    return shown(cli, view);
  },
});

function shown(cli: Cli, view: ErasureView): Outcome {
  cli.out.line(`${view.id}: ${view.state}${view.state === 'running' ? `, in ${view.phase}` : ''}`);
  const erased = Object.entries(view.erased);
  if (erased.length === 0) cli.out.line('Nothing was found.');
  else cli.out.table(['where', 'erased'], erased);
  if (view.remembered > 0) cli.out.line(`${view.remembered} marks keep the person from being stored again.`);
  if (view.error !== null) cli.out.line(view.error.message);
  return { document: view, exitCode: view.state === 'failed' ? 1 : 0 };
}

const list = defineCommand({
  name: 'privacy list',
  summary: 'erasures, newest first',
  options: [{ flags: '--email <address>', help: 'only those of this address: was this person erased?' }],
  input: z.strictObject({ email: z.string().optional() }),
  async run({ email }, cli) {
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const data = await allPages((cursor) =>
      hub.privacy.list(cli.principal, tenant, { limit: 200, ...(email === undefined ? {} : { email }), ...cursor }),
    );
    cli.out.table(
      ['erasure', 'kind', 'state', 'asked for', 'by', 'ended'],
      data.map((one) => [one.id, one.kind, one.state, one.created_at, one.requested_by, one.finished_at ?? undefined]),
    );
    return { document: { data, next_cursor: null } };
  },
});

const one = {
  arguments: [{ name: '<erasure>', help: 'its id, era_...' }],
  input: z.strictObject({ erasure: z.string() }),
};

const show = defineCommand({
  name: 'privacy show',
  summary: 'one erasure: how far it is, or its receipt',
  ...one,
  run: async ({ erasure }, cli) =>
    shown(cli, await (await cli.openHub()).privacy.get(cli.principal, await cli.tenant(), erasure)),
});

const resume = defineCommand({
  name: 'privacy resume',
  summary: 'go on with an erasure that failed',
  ...one,
  run: async ({ erasure }, cli) =>
    shown(cli, await (await cli.openHub()).privacy.resume(cli.principal, await cli.tenant(), erasure)),
});

const readmit = defineCommand({
  name: 'privacy readmit',
  summary: 'let a person who was erased be stored again',
  ...one,
  run: async ({ erasure }, cli) =>
    shown(cli, await (await cli.openHub()).privacy.readmit(cli.principal, await cli.tenant(), erasure)),
});

const fields = defineCommand({
  name: 'privacy fields',
  summary: 'show or change which fields of a stream are never kept',
  arguments: [
    { name: '<integration>', help: 'its id, its name, or the provider when there is one of it' },
    { name: '<stream>', help: 'contacts, students...' },
  ],
  options: [
    { flags: '--drop <paths>', help: 'all of them, separated by commas: Phones,Contact.DateOfBirth,**.HomeAddress' },
    { flags: '--keep-all', help: 'drop none any more' },
  ],
  input: z.strictObject({
    integration: z.string(),
    stream: z.string(),
    drop: z.string().optional(),
    keepAll: z.boolean().default(false),
  }),
  async run({ integration, stream, drop, keepAll }, cli) {
    if (drop !== undefined && keepAll) throw new UsageError('give --drop or --keep-all');
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const { id } = await hub.integrations.find(cli.principal, tenant, integration);
    const paths = drop?.split(',').map((path) => path.trim());
    const wanted = keepAll ? [] : paths;
    const input = wanted === undefined ? {} : { dropped_fields: wanted };
    const view = await hub.streams.change(cli.principal, tenant, id, stream, input);
    for (const path of view.dropped_fields) cli.out.line(path);
    if (view.dropped_fields.length === 0) cli.out.note('Everything is kept.');
    else if (paths !== undefined) cli.out.note('A worker takes them out of what is stored: see `privacy list`.');
    return { document: view };
  },
});

const figures = {
  history: 'history_days',
  deletedRecords: 'deleted_record_days',
  raw: 'raw_days',
  actionCalls: 'action_call_days',
  webhooks: 'webhook_days',
  integrationLog: 'integration_log_days',
  exchangeLog: 'exchange_log_days',
} as const;

const days = z
  .union([z.literal('unset').transform(() => null), z.coerce.number().int()], {
    error: 'expected a number of days, or `unset`',
  })
  .optional();

const retention = defineCommand({
  name: 'retention',
  summary: 'show or change how long what is kept',
  options: [
    { flags: '--history <days>', help: 'states records had before; `unset`: until they are deleted' },
    { flags: '--deleted-records <days>', help: 'records that are gone at the vendor' },
    { flags: '--raw <days>', help: 'what vendors sent' },
    { flags: '--action-calls <days>', help: 'answers of actions' },
    { flags: '--webhooks <days>', help: 'webhooks of vendors; `unset`: 30' },
    { flags: '--integration-log <days>', help: 'what happened; `unset`: as long as the platform' },
    { flags: '--exchange-log <days>', help: 'calls to the vendors' },
  ],
  input: z.strictObject({
    history: days,
    deletedRecords: days,
    raw: days,
    actionCalls: days,
    webhooks: days,
    integrationLog: days,
    exchangeLog: days,
  }),
  async run(given, cli) {
    const wanted: Record<string, number | null> = {};
    for (const [name, figure] of Object.entries(figures)) {
      const value = z.record(z.string(), z.number().nullable().optional()).parse(given)[name];
      if (value !== undefined) wanted[figure] = value;
    }
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const kept = await (Object.keys(wanted).length > 0
      ? hub.retention.change(cli.principal, tenant, wanted)
      : hub.retention.get(cli.principal, tenant));
    cli.out.table(
      ['what', 'days'],
      Object.values(figures).map((figure) => [
        figure.replace('_days', '').replaceAll('_', ' '),
        kept[figure] ??
          (figure.includes('log')
            ? `as the platform (${kept.platform[figure === 'exchange_log_days' ? figure : 'integration_log_days']})`
            : 'until deleted'),
      ]),
    );
    return { document: kept };
  },
});

export const privacyCommands = [exporting, erasing, list, show, resume, readmit, fields, retention];
