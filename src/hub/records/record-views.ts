/** What callers send and see of records, their history and the change feed. */
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import { printable } from '../ids.ts';
import { lineText, listOf, listQuery, moment } from '../inputs.ts';

const data = z
  .record(z.string(), z.unknown())
  .nullable()
  .meta({ description: 'The unified data, in the shape of the model; null when it could never be mapped.' });
const changedAt = z.iso
  .datetime()
  .nullable()
  .meta({ description: 'When the vendor last changed it; null: it does not say.' });

export const RecordView = z
  .object({
    id: z.string().meta({ example: 'rec_Mzppbl8xMjM' }),
    model: z.string(),
    integration_id: z.string(),
    provider: z.string(),
    stream: z.string(),
    key: z.string().meta({ description: "The vendor's id." }),
    data,
    problem: z
      .string()
      .nullable()
      .meta({ description: 'Why its last state could not be mapped; `data` is then the state before.' }),
    changed_at: changedAt,
    created_at: z.iso.datetime().meta({ description: 'When it was first stored here.' }),
    updated_at: z.iso.datetime().meta({ description: 'When it last changed here.' }),
    deleted_at: z.iso.datetime().nullable(),
    seq: z.number().int().meta({ description: 'Position of its last change in the change feed.' }),
    created_seq: z.number().int().meta({ description: 'Position of its creation.' }),
  })
  .meta({ id: 'Record' });
export type RecordView = z.output<typeof RecordView>;
export const RecordList = listOf(RecordView).meta({ id: 'RecordList' });

export const RecordDetail = RecordView.extend({
  raw: z.unknown().optional().meta({ description: 'What the vendor sent, as it was; with `raw=true` only.' }),
}).meta({ id: 'RecordDetail' });
export type RecordDetail = z.output<typeof RecordDetail>;

const flag = z.enum(['true', 'false']);

export const RecordFilter = z.object({
  integration: z.string().max(100).optional().meta({ description: 'Only of this integration (its id).' }),
  stream: lineText(100).optional(),
  updated_since: moment
    .optional()
    .meta({ description: 'Only what changed here at or after this moment, in the order it changed.' }),
  include_deleted: flag.optional(),
  problems: flag.optional().meta({ description: 'Only records whose last state could not be mapped.' }),
  search: lineText(200).optional().meta({
    description:
      "Text in the vendor's id or in any text of the data, in capitals or not. Who is not shown what is personal (the right `view`) searches the ids only, in models that say something about people.",
  }),
});
export type RecordFilter = z.output<typeof RecordFilter>;
export const RecordQuery = listQuery.extend(RecordFilter.shape);
export type RecordQuery = z.input<typeof RecordQuery>;
export const RecordDetailQuery = z.object({ raw: flag.optional().meta({ description: 'Also what the vendor sent.' }) });

export const FindRecords = z
  .strictObject({
    records: z
      .array(z.string().max(8000).meta({ example: 'rec_Mzppbl8xMjM' }))
      .min(1)
      .max(200),
  })
  .meta({ id: 'FindRecords' });
export type FindRecords = z.input<typeof FindRecords>;
export const FoundRecords = z
  .object({
    data: z.array(RecordView).meta({ description: 'In the order asked for; those that are not there are left out.' }),
  })
  .meta({ id: 'FoundRecords' });
export type FoundRecords = z.output<typeof FoundRecords>;

export const exportFormats = ['csv', 'ndjson'] as const;
export const RecordExportQuery = RecordFilter.extend({
  format: z.enum(exportFormats).default('csv'),
  bom: flag.optional().meta({ description: 'csv: begin with a byte order mark, by which Excel knows UTF-8.' }),
});
export type RecordExportQuery = z.input<typeof RecordExportQuery>;

export const RecordVersionView = z
  .object({
    seq: z.number().int(),
    replaced_seq: z.number().int().nullable().meta({ description: 'Null: this is how it is now.' }),
    data,
    deleted: z.boolean(),
    changed_at: changedAt,
    stored_at: z.iso.datetime(),
    replaced_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RecordVersion' });
export type RecordVersionView = z.output<typeof RecordVersionView>;
export const RecordHistory = listOf(RecordVersionView).meta({ id: 'RecordHistory' });

const names = z.string().max(4000);

export const ChangesQuery = z.object({
  cursor: z
    .string()
    .max(2000)
    .optional()
    .meta({ description: '`next_cursor` of the last answer; left out: from the beginning.' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: 'How many at most, 1 to 1000.' }),
  models: names.optional().meta({ description: 'Only these models, separated by commas.' }),
  integrations: names.optional().meta({ description: 'Only these integrations (ids), separated by commas.' }),
});
export type ChangesQuery = z.input<typeof ChangesQuery>;

export const ChangeView = z
  .object({
    seq: z.number().int(),
    change: z.enum(['created', 'updated', 'deleted']).meta({
      description:
        '`created`: made after the cursor you sent. You may see a record first as `updated`; store either way.',
    }),
    record: RecordView,
  })
  .meta({ id: 'Change' });
export type ChangeView = z.output<typeof ChangeView>;

export const ChangeList = z
  .object({
    data: z.array(ChangeView),
    next_cursor: z.string().meta({ description: 'Always given: keep it, and go on from it whenever you like.' }),
    has_more: z.boolean().meta({ description: 'Ask again at once.' }),
  })
  .meta({ id: 'ChangeList' });
export type ChangeList = z.output<typeof ChangeList>;

/** Where a record is stored. */
export interface RecordPlace {
  readonly streamNo: number;
  readonly key: string;
}

/** `rec_` and base64url of `stream:key`: a record needs no id of its own in the database. */
export function showRecordId({ streamNo, key }: RecordPlace): string {
  return `rec_${Buffer.from(`${streamNo}:${key}`).toString('base64url')}`;
}

/** The other way. Throws `not_found` for anything that is not the id of a record. */
export function readRecordId(text: string): RecordPlace {
  const content = /^rec_([\w-]{2,6000})$/.exec(text)?.[1];
  const parts =
    content === undefined ? null : /^(\d{1,9}):([^\0]*)$/s.exec(Buffer.from(content, 'base64url').toString());
  const [, streamNo, key] = parts ?? [];
  if (streamNo === undefined || key === undefined) throw noRecord(text);
  return { streamNo: Number(streamNo), key };
}

export function noRecord(text: string) {
  return fail('not_found', `There is no record "${printable(text)}".`);
}

/** The stream a record belongs to, as its view names it. */
export interface StreamFacts {
  readonly streamNo: number;
  readonly stream: string;
  readonly model: string;
  readonly integrationId: string;
  readonly provider: string;
}
