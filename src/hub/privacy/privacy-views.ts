/** What callers send and see of erasures and subject exports. A receipt says what was erased where, and nothing about whom. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../../store/tables.ts';
import { ExchangeDetail } from '../logs/exchanges.ts';
import { showId } from '../ids.ts';
import { listOf, listQuery } from '../inputs.ts';
import { LogEntryView } from '../logs/logs.ts';
import { RecordDetail, RecordVersionView } from '../records/record-views.ts';
import { RunError } from '../runs/run-views.ts';

export const ErasureView = z
  .object({
    id: z.string().meta({ example: 'era_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    kind: z.enum(['subject', 'fields']).meta({
      description:
        'subject: somebody is forgotten. fields: a stream no longer keeps some fields, and what it had of them goes.',
    }),
    state: z.enum(['queued', 'running', 'succeeded', 'failed']),
    requested_by: z.string(),
    phase: z.string().meta({ description: 'What it is looking through: records, history, raw, exchanges, logs...' }),
    examined: z.number().int().meta({ description: 'Rows and pages looked at so far.' }),
    erased: z.record(z.string(), z.number().int()).meta({
      description: 'The receipt: how much was erased where. Numbers only.',
      example: { records_erased: 2, records_cleaned: 14, history_erased: 5, raw_items: 21 },
    }),
    remembered: z.number().int().meta({
      description: 'Marks (keyed digests of addresses and ids) by which the person is kept from being stored again.',
    }),
    error: RunError.nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.output<typeof ErasureView>;
export const ErasureList = listOf(ErasureView).meta({ id: 'ErasureList' });
export const ErasureQuery = listQuery.extend({
  email: z.string().max(320).optional().meta({ description: 'Only erasures of this address: was this person erased?' }),
});
export type ErasureQuery = z.input<typeof ErasureQuery>;

export function erasureView(row: Selectable<Tables['erasure']> & { readonly remembered: number }): ErasureView {
  return {
    id: showId('era', row.id),
    kind: row.kind,
    state: row.state,
    requested_by: row.requested_by,
    phase: row.phase,
    examined: row.examined,
    erased: { ...row.counts },
    remembered: row.remembered,
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}

const found = z.enum(['person', 'related']).meta({
  description: 'person: their own record. related: it names them, by id or by address.',
});

export const SubjectExport = z
  .object({
    generated_at: z.iso.datetime(),
    subject: z.object({ emails: z.array(z.string()), records: z.array(z.string()) }),
    records: z.array(
      RecordDetail.extend({ found, history: z.array(RecordVersionView) }).meta({ id: 'ExportedRecord' }),
    ),
    former_records: z
      .array(z.object({ stream: z.string(), provider: z.string(), key: z.string(), data: z.unknown() }))
      .meta({ description: 'States of records that were about them once, or are gone.' }),
    raw: z
      .array(
        z.object({ stream: z.string(), provider: z.string(), key: z.string(), page: z.string(), raw: z.unknown() }),
      )
      .meta({ description: 'What vendors sent that names them and that no record above shows.' }),
    exchanges: z.array(ExchangeDetail),
    logs: z.array(LogEntryView),
    action_calls: z.array(
      z.object({
        integration_id: z.string(),
        action: z.string(),
        external_reference: z.string(),
        output: z.unknown(),
        started_at: z.iso.datetime(),
      }),
    ),
    webhooks: z.array(
      z.object({
        id: z.string(),
        integration_id: z.string(),
        type: z.string(),
        received_at: z.iso.datetime(),
        payload: z.unknown(),
      }),
    ),
    links: z.array(z.object({ record: z.string(), group: z.string(), rule: z.string() })),
    found: z.record(z.string(), z.number().int()).meta({ description: 'How much was found where.' }),
  })
  .meta({ id: 'SubjectExport' });
export type SubjectExport = z.output<typeof SubjectExport>;
