/** The tables of record links, as Kysely sees them; see migrations/0010_record_links.sql. Types only, and no interfaces: Kysely's
 * `withTables` takes none. */
import type { Moment } from './column-types.ts';

export type LinkKind = 'person' | 'course' | 'company';

type LinkStateTable = {
  tenant_id: string;
  seq: number;
  made_with: Buffer | null;
  pass: 'keys' | 'groups' | null;
  pass_to: number | null;
};

type LinkKeyTable = {
  tenant_id: string;
  digest: Buffer;
  stream_no: number;
  key: string;
  rule: string;
};

type LinkGroupTable = {
  tenant_id: string;
  id: string;
  kind: LinkKind;
  members: number;
  confidence: number;
  created_at: Moment;
  updated_at: Moment;
};

type LinkMemberTable = {
  tenant_id: string;
  stream_no: number;
  key: string;
  group_id: string;
  rule: string;
  confidence: number;
  other_stream_no: number;
  other_key: string;
  linked_at: Moment;
  linked_by: string;
};

/** Both ends of a pair, in the order the hub puts them. */
type Pair = {
  tenant_id: string;
  stream_no: number;
  key: string;
  other_stream_no: number;
  other_key: string;
};

type LinkDecisionTable = Pair & {
  same: boolean;
  decided_by: string;
  decided_at: Moment;
};

type LinkSuggestionTable = Pair & {
  id: string;
  kind: LinkKind;
  rule: string;
  confidence: number;
  reason: 'shared' | 'contradicted';
  created_at: Moment;
};

export type LinkTables = {
  link_state: LinkStateTable;
  link_key: LinkKeyTable;
  link_group: LinkGroupTable;
  link_member: LinkMemberTable;
  link_decision: LinkDecisionTable;
  link_suggestion: LinkSuggestionTable;
};
