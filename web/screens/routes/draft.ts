/**
 * A route while it is written: everything is there, empty where nothing was said, and rows have keys of their own, so that what somebody types
 * stays in its field when another one is taken away. What is sent is the definition as the API takes it.
 */
import type { Schema } from '../../../client/index.ts';

export type Definition = Schema['RouteDefinition'];
type Lookup = NonNullable<Definition['lookups']>[number];
type MapValue = NonNullable<Definition['maps']>[string][string];

export interface FieldDraft {
  readonly key: string;
  readonly field: string;
  readonly expression: string;
}

export interface LookupDraft {
  readonly key: string;
  readonly name: string;
  readonly optional: boolean;
  /** `find`: by fields; `linked`: by a link of records. */
  readonly kind: 'find' | 'linked';
  readonly integration: string;
  /** Empty, of `linked`: any. */
  readonly model: string;
  readonly where: readonly FieldDraft[];
  /** Name of an earlier look-up; empty: the event's record. */
  readonly from: string;
}

export interface EntryDraft {
  readonly key: string;
  readonly from: string;
  /** As it was stored, until it is typed anew: then it is text. */
  readonly to: MapValue;
}

export interface MapDraft {
  readonly key: string;
  readonly name: string;
  readonly entries: readonly EntryDraft[];
}

export interface RouteDraft {
  readonly types: readonly string[];
  readonly models: readonly string[];
  readonly integrations: readonly string[];
  readonly condition: string;
  readonly lookups: readonly LookupDraft[];
  readonly maps: readonly MapDraft[];
  readonly shape: string;
  readonly kind: 'action' | 'endpoint';
  readonly integration: string;
  readonly action: string;
  readonly endpoint: string;
}

let made = 0;
/** Different from all others on this page. */
export function newKey(): string {
  made += 1;
  return `row${made}`;
}

export const emptyDraft: RouteDraft = {
  types: ['record.created', 'record.updated'],
  models: [],
  integrations: [],
  condition: '',
  lookups: [],
  maps: [],
  shape: '',
  kind: 'action',
  integration: '',
  action: '',
  endpoint: '',
};

export function draftOf({ when, lookups, maps, shape, do: target }: Definition): RouteDraft {
  return {
    types: when.types,
    models: when.models ?? [],
    integrations: when.integrations ?? [],
    condition: when.condition ?? '',
    lookups: (lookups ?? []).map(lookupDraft),
    maps: Object.entries(maps ?? {}).map(([name, entries]) => ({
      key: newKey(),
      name,
      entries: Object.entries(entries).map(([from, to]) => ({ key: newKey(), from, to })),
    })),
    shape,
    ...('endpoint' in target
      ? { kind: 'endpoint', integration: '', action: '', endpoint: target.endpoint }
      : { kind: 'action', integration: target.integration, action: target.action, endpoint: '' }),
  };
}

function lookupDraft(lookup: Lookup): LookupDraft {
  const common = { key: newKey(), name: lookup.name, optional: lookup.optional ?? false };
  if ('find' in lookup)
    return {
      ...common,
      kind: 'find',
      integration: lookup.find.integration,
      model: lookup.find.model,
      where: Object.entries(lookup.find.where).map(([field, expression]) => ({ key: newKey(), field, expression })),
      from: '',
    };
  const { integration, model = '', from = '' } = lookup.linked;
  return { ...common, kind: 'linked', integration, model, where: [], from };
}

export function definitionOf(draft: RouteDraft): Definition {
  const { types, models, integrations, condition, lookups, maps, shape } = draft;
  return {
    when: {
      types: [...types],
      ...(models.length === 0 ? {} : { models: [...models] }),
      ...(integrations.length === 0 ? {} : { integrations: [...integrations] }),
      ...(condition.trim() === '' ? {} : { condition }),
    },
    lookups: lookups.map(lookupOf),
    maps: Object.fromEntries(
      maps.map(({ name, entries }) => [name, Object.fromEntries(entries.map(({ from, to }) => [from, to]))]),
    ),
    shape,
    do:
      draft.kind === 'endpoint'
        ? { endpoint: draft.endpoint }
        : { action: draft.action, integration: draft.integration },
  };
}

function lookupOf({ name, optional, kind, integration, model, where, from }: LookupDraft): Lookup {
  const common = { name, ...(optional ? { optional } : {}) };
  if (kind === 'find')
    return {
      ...common,
      find: {
        model,
        integration,
        where: Object.fromEntries(where.map(({ field, expression }) => [field, expression])),
      },
    };
  return {
    ...common,
    linked: { integration, ...(from === '' ? {} : { from }), ...(model === '' ? {} : { model }) },
  };
}
