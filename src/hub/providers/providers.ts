/**
 * Providers as people see them: what each is, the ways in with the fields they ask for, its streams and actions. All of it is
 * read from the definitions; nothing here belongs to a tenant.
 */
import { z } from 'zod';
import type { Action } from '../../contract/action.ts';
import type { AuthMethod } from '../../contract/auth.ts';
import type { Field, Fields } from '../../contract/fields.ts';
import { categories } from '../../contract/categories.ts';
import type { Limit } from '../../contract/limits.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Stream } from '../../contract/stream.ts';
import type { Webhooks } from '../../contract/webhooks.ts';
import { fail } from '../../contract/errors.ts';
import type { HubContext, ProviderFile } from '../context.ts';
import { credentialFields } from '../integrations/integration-fields.ts';

export const FieldView = z
  .object({
    name: z.string(),
    label: z.string(),
    help: z.string(),
    secret: z.boolean(),
    required: z.boolean(),
    pattern: z.string().nullable().meta({ description: 'Regular expression the whole value must match.' }),
    pattern_message: z.string().nullable(),
    tidied: z.boolean().meta({
      description:
        'What is typed is put in order first (the address of a page becomes that of the site), then held against the pattern.',
    }),
    example: z.string().nullable(),
    choices: z.array(z.string()).nullable(),
    default: z.string().nullable(),
  })
  .meta({ id: 'ProviderField' });

const WayInView = z
  .object({
    key: z.string(),
    kind: z.enum(['oauth2', 'client_credentials', 'api_key', 'basic', 'session']),
    label: z.string(),
    summary: z.string(),
    fields: z
      .array(FieldView)
      .meta({ description: 'For oauth2: a token pair moved in from elsewhere; leave out to sign in.' }),
  })
  .meta({ id: 'WayIn' });

const StreamView = z
  .object({
    name: z.string(),
    model: z.string(),
    summary: z.string(),
    incremental: z.enum(['none', 'updated_since', 'changes']),
    deletions: z.enum(['flagged', 'swept', 'never']),
  })
  .meta({ id: 'ProviderStream' });

const ActionView = z
  .object({
    name: z.string(),
    summary: z.string(),
    creates: z.string().nullable().meta({ description: 'The stream that POST runs this action for.' }),
    input: z.record(z.string(), z.json()).meta({ description: 'JSON Schema.' }),
    output: z.record(z.string(), z.json()).meta({ description: 'JSON Schema.' }),
  })
  .meta({ id: 'ProviderAction' });

const LimitView = z
  .object({
    calls: z.number().int(),
    per: z
      .enum(['second', 'minute', 'hour', 'day'])
      .nullable()
      .meta({ description: 'Null: so many calls at the same time.' }),
    together: z.boolean().meta({ description: 'All accounts of a provider app are counted together.' }),
  })
  .meta({ id: 'ProviderLimit' });

const WebhooksView = z
  .object({
    types: z.array(z.string()).meta({ description: 'Events worth subscribing to, in the words of the vendor.' }),
    addresses: z
      .array(z.enum(['app', 'integration']))
      .meta({ description: 'One address for all accounts of an app, or one for each integration.' }),
    proof: z.enum(['signature', 'keys', 'address']).meta({ description: 'What makes a webhook genuine.' }),
    registers_itself: z
      .boolean()
      .meta({ description: 'By the API of the vendor; otherwise a person enters the address there.' }),
  })
  .meta({ id: 'ProviderWebhooks' });

const facts = {
  key: z.string(),
  name: z.string(),
  category: z.enum(categories),
  priority: z.enum(['high', 'medium', 'emerging']),
  summary: z.string(),
  features: z.array(z.string()),
  docs: z.string(),
  truth: z
    .enum(['vendor spec', 'vendor docs', 'third party', 'our proposal'])
    .meta({ description: 'Where our knowledge of its API comes from.' }),
};

export const ProviderSummary = z
  .object({ ...facts, streams: z.array(z.string()), actions: z.array(z.string()), auth: z.array(z.string()) })
  .meta({ id: 'ProviderSummary' });
export type ProviderSummary = z.output<typeof ProviderSummary>;
export const ProviderList = z
  .object({ data: z.array(ProviderSummary), next_cursor: z.null() })
  .meta({ id: 'ProviderList' });

export const ProviderView = z
  .object({
    ...facts,
    auth: z.array(WayInView),
    settings: z.array(FieldView),
    app: z
      .array(FieldView)
      .meta({ description: 'What the operator registers with the vendor besides an OAuth client.' }),
    streams: z.array(StreamView),
    actions: z.array(ActionView),
    webhooks: WebhooksView.nullable().meta({ description: 'Null: the vendor sends none that we know of.' }),
    hosts: z
      .array(z.string())
      .nullable()
      .meta({ description: 'The only hosts it may reach; null: they follow from the settings.' }),
    limits: z.array(LimitView).meta({ description: 'What the vendor allows, as far as it is known; never exceeded.' }),
  })
  .meta({ id: 'Provider' });
export type ProviderView = z.output<typeof ProviderView>;

export type Providers = ReturnType<typeof providers>;

export function providers({ registry }: HubContext) {
  return {
    /** All of them, by key. There are dozens, not thousands: one page. */
    list: async (): Promise<z.output<typeof ProviderList>> => {
      const all = await Promise.all(registry.keys.toSorted().map((key) => registry.load(key)));
      return { data: all.map(summaryOf), next_cursor: null };
    },
    /** Throws `not_found` naming the known ones. */
    get: async (key: string): Promise<ProviderView> => viewOf(await registry.load(key)),
    /** Its icon or its guide. Throws `not_found`, also where the provider has none. */
    read: async (key: string, file: ProviderFile): Promise<string> => {
      const { name } = await registry.load(key);
      const text = await registry.read(key, file);
      if (text === undefined) throw fail('not_found', `${name} has no ${file}.`);
      return text;
    },
  };
}

function factsOf(provider: Provider) {
  const { key, name, category, priority, summary, features, docs, truth } = provider;
  return { key, name, category, priority, summary, features: [...features], docs, truth };
}

function summaryOf(provider: Provider): ProviderSummary {
  return {
    ...factsOf(provider),
    streams: Object.keys(provider.streams),
    actions: Object.keys(provider.actions),
    auth: provider.auth.map((way) => way.key),
  };
}

export function viewOf(provider: Provider): ProviderView {
  return {
    ...factsOf(provider),
    auth: provider.auth.map(wayInOf),
    settings: fieldsOf(provider.settings ?? {}),
    app: fieldsOf(provider.app ?? {}),
    streams: Object.entries(provider.streams).map(([name, stream]) => streamOf(name, stream)),
    actions: Object.entries(provider.actions).map(([name, action]) => actionOf(name, action)),
    webhooks: provider.webhooks === undefined ? null : webhooksOf(provider.webhooks),
    hosts: typeof provider.hosts === 'function' ? null : [...provider.hosts],
    limits: provider.limits.map(limitOf),
  };
}

function webhooksOf({ types, addresses, proof, subscription }: Webhooks): NonNullable<ProviderView['webhooks']> {
  return { types: [...types], addresses: [...addresses], proof, registers_itself: subscription !== undefined };
}

function limitOf(limit: Limit): ProviderView['limits'][number] {
  return 'concurrent' in limit
    ? { calls: limit.concurrent, per: null, together: false }
    : { calls: limit.max, per: limit.per, together: limit.scope === 'app' };
}

function wayInOf(way: AuthMethod): ProviderView['auth'][number] {
  const { key, kind, label, summary } = way;
  return { key, kind, label, summary, fields: fieldsOf(credentialFields(way)) };
}

export function fieldsOf(fields: Fields): ProviderView['settings'] {
  return Object.entries(fields).map(([name, field]: [string, Field]) => ({
    name,
    label: field.label,
    help: field.help,
    secret: field.secret === true,
    required: field.optional !== true && field.default === undefined,
    pattern: field.pattern?.source ?? null,
    pattern_message: field.pattern?.message ?? null,
    tidied: field.tidy !== undefined,
    example: field.example ?? null,
    choices: field.choices === undefined ? null : [...field.choices],
    default: field.default ?? null,
  }));
}

function streamOf(name: string, stream: Stream): ProviderView['streams'][number] {
  const { model, summary, incremental } = stream;
  return {
    name,
    model,
    summary,
    incremental: incremental.style,
    deletions: stream.gone === undefined ? stream.deletions : 'flagged',
  };
}

function actionOf(name: string, action: Action): ProviderView['actions'][number] {
  return {
    name,
    summary: action.summary,
    creates: action.creates ?? null,
    input: jsonSchema(action.input, 'input'),
    output: jsonSchema(action.output, 'output'),
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  // Through JSON: zod leaves `undefined` members, which are no JSON values.
  return z
    .record(z.string(), z.json())
    .parse(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))));
}
