/** What callers send and see of mappings: rules, their versions, what they would change, and mapping stored records anew. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { ruleLimits } from '../../engine/mapping/rules.ts';
import type { Tables } from '../../store/tables.ts';
import { showId } from '../ids.ts';
import { lineText, listOf } from '../inputs.ts';
import { RunError } from '../runs/run-views.ts';
import { MappingField } from './mapping-fields.ts';

/** Where a text has what PostgreSQL's jsonb cannot hold, NUL or half of a surrogate pair; -1: nowhere. */
function unstorableAt(text: string): number {
  const nul = text.indexOf('\u0000');
  return nul >= 0 ? nul : text.search(/\p{Surrogate}/u);
}

/** The text of an expression. Whether it compiles is the child's to say. */
export const expressionText = z
  .string()
  .min(1)
  .max(ruleLimits.expressionLength)
  .refine((text) => unstorableAt(text) < 0, {
    error: ({ input }) =>
      `it has a character that cannot be stored; write it as \\u and four digits (at character ${unstorableAt(String(input)) + 1})`,
  });

export const RuleInput = z
  .strictObject({
    target: z.string().min(1).max(100).meta({
      description: 'A field of the model, or `custom.` and a name of your own.',
      example: 'custom.cost_centre',
    }),
    expression: expressionText.meta({
      description: 'JSONata over `{raw, unified}`: what the vendor sent, and what the built-in map made of it.',
      example: 'raw.LineItems[0].Tracking[Name="Cost centre"].Option',
    }),
    enabled: z.boolean().default(true).meta({ description: 'false: kept, but not applied.' }),
  })
  .meta({ id: 'MappingRule' });
const rules = z.array(RuleInput).max(ruleLimits.rules);

export const SaveMapping = z
  .strictObject({
    rules: rules.meta({ description: 'All rules of the stream; an empty list leaves the built-in map alone.' }),
    expected_version: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Refuse (409) unless this is the latest version: 0 when there is none yet.' }),
    note: lineText(500)
      .optional()
      .meta({ description: 'Why, for whoever looks at the versions later.', example: 'Cost centres for the new site' }),
  })
  .meta({ id: 'SaveMapping' });
export type SaveMapping = z.input<typeof SaveMapping>;

export const ApplyMapping = z
  .strictObject({
    version: z.number().int().min(1).optional().meta({ description: 'Which version; left out: the latest.' }),
  })
  .meta({ id: 'ApplyMapping' });
export type ApplyMapping = z.input<typeof ApplyMapping>;

/** Which rules to try: those sent along, a saved version, or (neither given) the latest version. */
const tried = {
  rules: rules.optional().meta({ description: 'Rules to try without saving them.' }),
  version: z
    .number()
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Or a saved version; both left out: the latest one.' }),
};

export const PreviewMapping = z
  .strictObject({
    ...tried,
    records: z
      .array(z.string().max(8000))
      .min(1)
      .max(20)
      .optional()
      .meta({ description: 'Ids of the records to try them on; left out: some that were stored lately.' }),
    limit: z.number().int().min(1).max(20).default(5).meta({ description: 'How many records, 1 to 20.' }),
  })
  .meta({ id: 'PreviewMapping' });
export type PreviewMapping = z.input<typeof PreviewMapping>;

export const DiffMapping = z
  .strictObject({
    ...tried,
    limit: z.number().int().min(1).max(1_000_000).default(10_000).meta({
      description: 'How many records to look at, newest first. It also stops after a minute.',
    }),
  })
  .meta({ id: 'DiffMapping' });
export type DiffMapping = z.input<typeof DiffMapping>;

export const RederivationView = z
  .object({
    id: z.string().meta({ example: 'der_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    reason: z.enum(['mapping', 'map_version']).meta({
      description: 'mapping: a version of your rules was applied. map_version: the built-in map has changed.',
    }),
    state: z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'superseded']).meta({
      description: 'partial: done, but some records have a problem. superseded: another one took its place.',
    }),
    map_version: z.number().int(),
    mapping_version: z.number().int().nullable(),
    requested_by: z.string(),
    pages: z.number().int().meta({ description: 'Raw pages done.' }),
    total_pages: z.number().int().nullable().meta({ description: 'Of so many; null until it has begun.' }),
    read: z.number().int().meta({ description: 'Records mapped anew.' }),
    changed: z.number().int().meta({ description: 'Of those, how many became different and were written.' }),
    failed: z.number().int().meta({ description: 'Records that could not be mapped, or not by every rule.' }),
    error: RunError.nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Rederivation' });
export type RederivationView = z.output<typeof RederivationView>;

const version = z.number().int().nullable();

export const MappingView = z
  .object({
    integration_id: z.string(),
    stream: z.string(),
    model: z.string(),
    fields: z.array(z.string()).meta({ description: 'What a rule may have as its target, besides `custom.<name>`.' }),
    field_facts: z.array(MappingField).meta({ description: 'The same fields, with what they hold.' }),
    version: version.meta({ description: 'The latest version; null: none was saved.' }),
    rules: z.array(RuleInput),
    created_at: z.iso.datetime().nullable(),
    created_by: z.string().nullable(),
    note: z.string().nullable(),
    restored_from: version.meta({ description: 'The version whose rules these are again.' }),
    active_version: version.meta({ description: 'The version in force; null: the built-in map alone.' }),
    rederivation: RederivationView.nullable().meta({ description: 'The last time stored records were mapped anew.' }),
  })
  .meta({ id: 'Mapping' });
export type MappingView = z.output<typeof MappingView>;

export const MappingSummary = MappingView.pick({
  stream: true,
  model: true,
  version: true,
  active_version: true,
  rederivation: true,
})
  .extend({ rules: z.number().int().meta({ description: 'How many rules the latest version has.' }) })
  .meta({ id: 'MappingSummary' });
export type MappingSummary = z.output<typeof MappingSummary>;
/** An integration has a handful of streams: one page. */
export const MappingList = z
  .object({ data: z.array(MappingSummary), next_cursor: z.null() })
  .meta({ id: 'MappingList' });

export const MappingVersionView = z
  .object({
    version: z.number().int(),
    rules: z.array(RuleInput),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    note: z.string().nullable(),
    restored_from: version,
    active: z.boolean(),
  })
  .meta({ id: 'MappingVersion' });
export type MappingVersionView = z.output<typeof MappingVersionView>;
export const MappingVersionList = listOf(MappingVersionView).meta({ id: 'MappingVersionList' });

const FieldChange = z.object({
  field: z.string(),
  before: z.unknown().optional().meta({ description: 'Left out: it was not there.' }),
  after: z.unknown().optional().meta({ description: 'Left out: it is not there any more.' }),
});
export type FieldChange = z.output<typeof FieldChange>;
const data = z.record(z.string(), z.unknown()).nullable();

export const MappingPreview = z
  .object({
    data: z.array(
      z.object({
        id: z.string(),
        key: z.string(),
        raw: z.unknown().meta({ description: 'What the vendor sent: `raw` in an expression.' }),
        unified: data.meta({ description: 'What the built-in map makes of it: `unified` in an expression.' }),
        before: data.meta({ description: 'What is stored.' }),
        after: data.meta({ description: 'What would be stored.' }),
        changes: z.array(FieldChange),
        errors: z.array(z.object({ target: z.string().nullable(), message: z.string() })).meta({
          description: 'Fields of failed rules keep their built-in value. Without target: the built-in map failed.',
        }),
        unset: z.array(z.string()).meta({
          description: 'Targets whose expressions answered nothing (a misspelt path, perhaps): left as they are.',
        }),
      }),
    ),
  })
  .meta({ id: 'MappingPreview' });
export type MappingPreview = z.output<typeof MappingPreview>;

export const MappingDiff = z
  .object({
    examined: z.number().int().meta({ description: 'Living records that were looked at.' }),
    complete: z.boolean().meta({ description: 'These are all records of the stream.' }),
    would_change: z.number().int(),
    would_fail: z.number().int().meta({ description: 'Records on which a rule, or the built-in map, would fail.' }),
    fields: z
      .record(z.string(), z.number().int())
      .meta({ description: 'Per field, how many records would change in it.' }),
    sample: z.array(
      z.object({
        id: z.string(),
        key: z.string(),
        changes: z.array(FieldChange),
        problem: z.string().nullable().meta({ description: 'The problem the record would have.' }),
      }),
    ),
  })
  .meta({ id: 'MappingDiff' });
export type MappingDiff = z.output<typeof MappingDiff>;

export function rederivationView(row: Selectable<Tables['rederivation']>): RederivationView {
  return {
    id: showId('der', row.id),
    reason: row.reason,
    state: row.state,
    map_version: row.map_version,
    mapping_version: row.mapping_version,
    requested_by: row.requested_by,
    pages: row.pages,
    total_pages: row.total_pages,
    read: row.read,
    changed: row.changed,
    failed: row.failed,
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
