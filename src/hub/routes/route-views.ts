/** What callers send and see of routes: when, look-ups, value maps, shape, do; their calls; and what a dry run says. */
import { z } from 'zod';
import { modelNames } from '../../contract/models/index.ts';
import { eventPattern } from '../events/event-types.ts';
import { lineText, listOf, listQuery, moment } from '../inputs.ts';
import { expressionText } from '../mappings/mapping-views.ts';

/** Named by expressions as `lookups.client`, `maps.prices`. */
const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'expected lower-case letters, digits and underscores, beginning with a letter');
const id = z.string().max(100);
const model = z.string().refine((name) => modelNames.some((one) => one === name), {
  error: () => `there is no such model; there are ${modelNames.join(', ')}`,
});

const When = z.strictObject({
  types: z
    .array(eventPattern)
    .min(1)
    .max(40)
    .meta({
      description: 'Event types; `record.*` and `*` stand for all that begin so.',
      example: ['record.created', 'record.updated'],
    }),
  models: z
    .array(model)
    .max(40)
    .optional()
    .meta({ description: 'Of events about records only those of these models.' }),
  integrations: z.array(id).max(40).optional().meta({
    description: 'Of events of integrations only those of these (ids): where it happens, not where something is done.',
  }),
  condition: expressionText.optional().meta({
    description: 'JSONata over `{event, data, maps}`: only where it is true.',
    example: "data.record.data.state = 'completed'",
  }),
});

const named = {
  name: identifier.meta({ description: 'What is found is `lookups.<name>`: a record as the API shows it.' }),
  optional: z.boolean().optional().meta({
    description:
      'true: where nothing is found, it is null. Else the call is tried again (a record may come later, a link be made), and in the end fails.',
  }),
};

const Lookup = z.union([
  z.strictObject({
    ...named,
    find: z
      .strictObject({
        model,
        integration: id,
        where: z
          .record(z.string().max(100), expressionText)
          .refine((fields) => Object.keys(fields).length >= 1 && Object.keys(fields).length <= 5, {
            error: 'expected 1 to 5 fields',
          })
          .meta({
            description:
              'Fields and what they must be, JSONata over `{event, data, lookups, maps}`: `key` (the id at the vendor), a field of the model, or `custom.<name>`. By `key` and by `email` it is quick; by others it looks through the records.',
            example: { key: 'data.record.data.student_id' },
          }),
      })
      .meta({ description: 'The one record that has these fields. Two are an error: nobody guesses.' }),
  }),
  z.strictObject({
    ...named,
    linked: z
      .strictObject({
        from: identifier.optional().meta({ description: 'An earlier look-up; left out: the record of the event.' }),
        integration: id,
        model: model.optional(),
      })
      .meta({ description: 'The record that is linked with it in an integration.' }),
  }),
]);

const value = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);
/** Characters of JSON all value maps of a route may have. */
const mapsLength = 32_768;

const Do = z.union([
  z.strictObject({
    action: z.string().min(1).max(100).meta({ example: 'create_invoice' }),
    integration: id.meta({ description: 'Where it is done.' }),
  }),
  z.strictObject({ endpoint: id.meta({ description: 'What is told; the shape is the body.' }) }),
]);

const definition = {
  when: When,
  lookups: z.array(Lookup).max(10).default([]).meta({ description: 'Records that are needed, found in this order.' }),
  maps: z
    .record(identifier, z.record(z.string().max(200), value))
    .default({})
    .refine((maps) => JSON.stringify(maps).length <= mapsLength, { error: `expected at most ${mapsLength} characters` })
    .meta({ description: 'Named tables of values.', example: { prices: { BSB30120: '1250.00' } } }),
  shape: expressionText.meta({
    description:
      "JSONata over `{event, data, lookups, maps}`: the action's input, or the body for the endpoint. Where it answers nothing, nothing is done.",
  }),
  do: Do,
};

export const RouteDefinition = z.strictObject(definition).meta({ id: 'RouteDefinition' });
export type RouteDefinition = z.output<typeof RouteDefinition>;
export type RouteLookup = z.output<typeof Lookup>;

export const SaveRoute = z
  .strictObject({
    name: lineText(100).meta({ description: 'No other route has it.', example: 'Completions to VETtrak' }),
    enabled: z.boolean().default(true),
    ...definition,
  })
  .meta({ id: 'SaveRoute' });
export type SaveRoute = z.input<typeof SaveRoute>;

export const ChangeRoute = z
  .strictObject({
    enabled: z.boolean().optional().meta({
      description: 'false: it hears of nothing, and what it has heard of waits.',
    }),
    name: lineText(100).optional(),
  })
  .meta({ id: 'ChangeRoute' });
export type ChangeRoute = z.input<typeof ChangeRoute>;

const counted = z.number().int();
/** Calls that are counted, and no more: a number, not an inventory. */
export const countedCalls = 10_000;
/** Calls a route shows at a glance. */
export const latestCalls = 8;
const callStates = ['queued', 'done', 'skipped', 'failed', 'cut'] as const;

export const RouteView = z
  .object({
    id: z.string().meta({ example: 'rte_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    name: z.string(),
    enabled: z.boolean(),
    version: counted.meta({ description: 'Grows with every change of what it does.' }),
    ...RouteDefinition.shape,
    status: z.object({
      queued: counted.meta({ description: `Calls that wait, up to ${countedCalls}.` }),
      failed: counted.meta({
        description: `Calls that were given up, up to ${countedCalls}: look at them, then retry.`,
      }),
      waiting: z
        .object({ message: z.string(), since: z.iso.datetime() })
        .nullable()
        .meta({ description: 'Why no call is made at the moment (an integration that is not connected).' }),
      cuts: counted.meta({ description: 'Calls that were not made because it went in circles.' }),
      last_cut: z.object({ at: z.iso.datetime(), message: z.string(), call: z.string() }).nullable(),
      latest: z
        .array(z.object({ id: z.string(), state: z.enum(callStates), at: z.iso.datetime() }))
        .meta({ description: `Its last ${latestCalls} calls, newest first.` }),
    }),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    updated_at: z.iso.datetime(),
    updated_by: z.string(),
  })
  .meta({ id: 'Route' });
export type RouteView = z.output<typeof RouteView>;
export const RouteList = listOf(RouteView).meta({ id: 'RouteList' });

export const RouteVersionView = z
  .object({
    version: counted,
    definition: RouteDefinition,
    created_at: z.iso.datetime(),
    created_by: z.string(),
  })
  .meta({ id: 'RouteVersion' });
export type RouteVersionView = z.output<typeof RouteVersionView>;
export const RouteVersionList = listOf(RouteVersionView).meta({ id: 'RouteVersionList' });

export const RouteCallView = z
  .object({
    id: z.string().meta({ example: 'rtc_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    route_id: z.string(),
    event_id: z.string(),
    state: z.enum(callStates).meta({
      description:
        'queued: waits, or is tried again. skipped: its condition or its shape said no. failed: given up. cut: it would have gone in circles.',
    }),
    at: z.iso.datetime().meta({ description: 'When the event happened.' }),
    record_id: z.string().nullable(),
    version: counted.nullable().meta({ description: 'The version of the route it was made by; null: not made yet.' }),
    attempts: counted,
    replays: counted.meta({ description: 'Times a person had it made again.' }),
    next_at: z.iso.datetime().nullable().meta({ description: 'When it is tried next.' }),
    in_doubt: z
      .boolean()
      .meta({ description: 'It may have been done: it is asked for again the same way, with the same reference.' }),
    external_reference: z
      .string()
      .nullable()
      .meta({ description: 'What the action is asked under; null for an endpoint.' }),
    reason: z.string().nullable().meta({ description: 'Why it was skipped or cut.' }),
    records: z.array(z.string()).meta({ description: 'What the action stored.' }),
    delivery_id: z.string().nullable(),
    error: z
      .object({
        code: z.string(),
        message: z.string(),
        next: z.string(),
        problems: z.array(z.object({ path: z.string(), message: z.string() })),
      })
      .nullable()
      .meta({ description: 'Of the last attempt.' }),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RouteCall' });
export type RouteCallView = z.output<typeof RouteCallView>;
export const RouteCallList = listOf(RouteCallView).meta({ id: 'RouteCallList' });

export const RouteCallQuery = listQuery.extend({ state: z.enum(callStates).optional() });
export type RouteCallQuery = z.input<typeof RouteCallQuery>;

export const RetryCall = z
  .strictObject({
    not_done: z.boolean().default(false).meta({
      description:
        'You looked at the provider and it was not done: it is asked for anew, under another reference. Only for a call that is in doubt.',
    }),
  })
  .meta({ id: 'RetryRouteCall' });
export type RetryCall = z.input<typeof RetryCall>;

export const RetryCalls = z
  .strictObject({
    since: moment.optional().meta({ description: 'Only of events from this moment on.' }),
    until: moment.optional().meta({ description: 'Only of events before this moment.' }),
  })
  .meta({ id: 'RetryRouteCalls' });
export type RetryCalls = z.input<typeof RetryCalls>;
export const RetriedCalls = z
  .object({ retried: counted.meta({ description: 'Failed calls that are made again.' }) })
  .meta({ id: 'RetriedRouteCalls' });

export const DryRunRoute = z
  .strictObject({
    route: id.optional().meta({ description: 'A route as it is saved.' }),
    definition: RouteDefinition.optional().meta({ description: 'Or one that is not.' }),
    events: z.array(id).min(1).max(20).optional().meta({ description: 'Events (ids); left out: the last that match.' }),
    records: z.array(z.string().max(8000)).min(1).max(20).optional().meta({
      description: 'Or records (ids): as if each had just been created or changed, whichever the route is for.',
    }),
    limit: z.number().int().min(1).max(20).default(5).meta({ description: 'How many of the last, 1 to 20.' }),
  })
  .meta({ id: 'DryRunRoute' });
export type DryRunRoute = z.input<typeof DryRunRoute>;

const problem = z.object({ path: z.string(), message: z.string() });

export const RouteTrial = z
  .object({
    event: z.object({
      id: z.string().nullable().meta({ description: 'Null: made up from the record as it is.' }),
      type: z.string(),
      timestamp: z.iso.datetime(),
      record_id: z.string().nullable(),
    }),
    matched: z.boolean().meta({ description: 'By type, model, integration and condition.' }),
    lookups: z.record(z.string(), z.string().nullable()).meta({ description: 'Ids of the records found.' }),
    result: z
      .unknown()
      .optional()
      .meta({ description: "The action's input, or the body; left out where nothing would be done." }),
    would: z.enum(['act', 'skip', 'fail']),
    reason: z.string().nullable().meta({ description: 'Why it would be skipped, or fail.' }),
    problems: z.array(problem).meta({ description: "What the action's input does not accept." }),
  })
  .meta({ id: 'RouteTrial' });
export type RouteTrial = z.output<typeof RouteTrial>;
export const RouteDryRun = z.object({ data: z.array(RouteTrial) }).meta({ id: 'RouteDryRun' });
export type RouteDryRun = z.output<typeof RouteDryRun>;
