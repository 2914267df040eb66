/** What callers send and see of record links: groups with their members, why they are linked, suggestions, lookups. */
import { z } from 'zod';
import { ruleNames, type RuleName } from './link-rules.ts';
import { lineText, listOf, listQuery } from '../inputs.ts';
import type { LinkKind } from '../../store/links-tables.ts';

const kinds = ['person', 'course', 'company'] as const satisfies readonly LinkKind[];
const kind = z.enum(kinds);
const rule = z.enum([...ruleNames, 'hand']).meta({
  description: 'The kind of key both records carry; `hand`: a person said so.',
});
const confidence = z.number().meta({ description: '0 to 1; links below 0.75 are only suggested.', example: 0.8 });

export const LinkedRecord = z
  .object({
    record: z.string().meta({ example: 'rec_Mzppbl8xMjM' }),
    model: z.string(),
    integration_id: z.string(),
    provider: z.string(),
    stream: z.string(),
    key: z.string().meta({ description: "The vendor's id." }),
  })
  .meta({ id: 'LinkedRecord' });
export type LinkedRecord = z.output<typeof LinkedRecord>;

export const LinkMember = LinkedRecord.extend({
  rule,
  confidence,
  linked_to: z.string().meta({ description: 'The record its surest link leads to.' }),
  linked_at: z.iso.datetime(),
  linked_by: z.string().meta({ description: '`rules`, or who linked it by hand.' }),
}).meta({ id: 'LinkMember' });
export type LinkMember = z.output<typeof LinkMember>;

export const LinkGroup = z
  .object({
    id: z.string().meta({ example: 'lnk_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    kind,
    confidence: confidence.meta({ description: 'Of its weakest link.' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    members: z.array(LinkMember),
  })
  .meta({ id: 'LinkGroup' });
export type LinkGroup = z.output<typeof LinkGroup>;
export const LinkGroupList = listOf(LinkGroup).meta({ id: 'LinkGroupList' });

export const LinkGroupDetail = LinkGroup.extend({
  evidence: z
    .array(
      z.object({
        rule: z.enum(ruleNames),
        confidence,
        records: z.array(z.string()).meta({ description: 'Members that carry the same key.' }),
      }),
    )
    .meta({ description: 'Every key that members have in common.' }),
  decisions: z
    .array(
      z.object({
        records: z.array(z.string()).meta({ description: 'Two; at least one is a member.' }),
        same: z.boolean().meta({ description: 'false: a person keeps them apart.' }),
        decided_at: z.iso.datetime(),
        decided_by: z.string(),
      }),
    )
    .meta({ description: 'What people said about its members.' }),
}).meta({ id: 'LinkGroupDetail' });
export type LinkGroupDetail = z.output<typeof LinkGroupDetail>;

export const LinkQuery = listQuery.extend({
  kind: kind.optional(),
  integration: z.string().max(100).optional().meta({ description: 'Only groups with a record of this integration.' }),
});
export type LinkQuery = z.input<typeof LinkQuery>;

const recordId = z.string().max(8000).meta({ example: 'rec_Mzppbl8xMjM' });
const value = lineText(300).optional();

/** By a record, by an integration with the vendor's id, or by one key. */
export const FindLinks = z
  .strictObject({
    record: recordId.optional().meta({ description: 'A record, by its id.' }),
    integration: z.string().max(100).optional().meta({ description: 'Or an integration, with `key`.' }),
    key: lineText(4000).optional().meta({ description: "The vendor's id of a record in that integration." }),
    model: z.string().max(100).optional().meta({ description: 'Of that record; left out: any that is linked.' }),
    usi: value,
    abn: value,
    student_number: value,
    course_code: value,
    course_id: value,
    email: value,
  })
  .meta({ id: 'FindLinks', description: 'Exactly one of: `record`; `integration` with `key`; one kind of key.' });
export type FindLinks = z.input<typeof FindLinks>;
// The table of rules and the lookup name the same keys.
FindLinks.shape satisfies Record<RuleName, z.ZodType>;

export const FoundLinks = z
  .object({
    data: z.array(
      LinkedRecord.extend({ group: LinkGroup.nullable().meta({ description: 'Null: it is linked with none.' }) }),
    ),
    more: z.boolean().meta({ description: 'More records carry this key than are shown.' }),
  })
  .meta({ id: 'FoundLinks' });
export type FoundLinks = z.output<typeof FoundLinks>;

export const LinkRecords = z
  .strictObject({
    records: z.array(recordId).length(2, 'expected two records').meta({ description: 'The two that are one.' }),
  })
  .meta({ id: 'LinkRecords' });
export type LinkRecords = z.input<typeof LinkRecords>;

export const UnlinkedRecord = z
  .object({
    groups: z
      .array(LinkGroup)
      .meta({ description: 'What has become of the group: none when nothing holds the others together.' }),
  })
  .meta({ id: 'UnlinkedRecord' });
export type UnlinkedRecord = z.output<typeof UnlinkedRecord>;

export const LinkSuggestion = z
  .object({
    id: z.string().meta({ example: 'sug_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    kind,
    rule: z.enum(ruleNames),
    confidence,
    reason: z.enum(['shared', 'contradicted']).meta({
      description:
        'shared: several records of one system carry the key, so it says little. contradicted: the key is theirs alone, but linking them would join two of one system, or a person with a company.',
    }),
    records: z.array(LinkedRecord).meta({ description: 'Two.' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'LinkSuggestion' });
export type LinkSuggestion = z.output<typeof LinkSuggestion>;
export const LinkSuggestionList = listOf(LinkSuggestion).meta({ id: 'LinkSuggestionList' });

export const LinkSuggestionQuery = listQuery.extend({ kind: kind.optional() });
export type LinkSuggestionQuery = z.input<typeof LinkSuggestionQuery>;
