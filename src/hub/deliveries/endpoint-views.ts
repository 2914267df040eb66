/** What callers send and see of endpoints. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { isParked, patienceMs } from '../../engine/deliveries/health.ts';
import type { Tables } from '../../store/tables.ts';
import { seesPeople, type Principal } from '../access/principal.ts';
import { eventPattern } from '../events/event-types.ts';
import { showId } from '../ids.ts';
import { lineText, listOf } from '../inputs.ts';
import { masked } from '../privacy/masking.ts';
import { withoutQuery } from './endpoint-ends.ts';
import { readHealth } from './sending-endpoint.ts';

/** Deliveries that are counted, and no more: a number, not an inventory. */
export const countedDeliveries = 10_000;

const transformation = z
  .string()
  .min(1)
  .max(20_000)
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'it has a character that cannot be stored');

const fields = {
  name: lineText(200).optional().meta({ description: 'What people call it; left out: its host.' }),
  url: z.string().max(2_000).meta({
    description: 'Where to send: https, and a public address.',
    example: 'https://example.com/hooks/plugboard',
  }),
  types: z
    .array(eventPattern)
    .min(1, 'expected at least one type of event, or *')
    .max(100)
    .optional()
    .meta({ description: 'Which events: types, `record.*`, or `*`, which is the default.' }),
  models: z
    .array(z.string().min(1).max(100))
    .max(100)
    .optional()
    .meta({ description: 'Of events about records only those of these models; empty: of all.' }),
  integrations: z
    .array(z.string().max(100))
    .max(1_000)
    .optional()
    .meta({ description: 'Of events of an integration only those of these; empty: of all.' }),
  transformation: transformation.nullable().optional().meta({
    description:
      'JSONata over the event (`{id, type, timestamp, data}`): what is sent instead. Where it answers nothing, nothing is sent.',
    example: '{"text": type & ": " & data.record.data.name}',
  }),
  headers: z
    .record(z.string().max(100), z.string().max(4_000))
    .refine((headers) => Object.keys(headers).length <= 20, 'expected at most 20 headers')
    .optional()
    .meta({
      description: 'Headers of your own. Their values are not shown again; sent again, they replace all before.',
    }),
  per_minute: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .optional()
    .meta({ description: 'Attempts a minute at most; null: as many as it bears.' }),
  ordering: z.enum(['none', 'strict']).optional().meta({
    description:
      'strict: one at a time, in the order of the events; while one is tried again, all later ones wait. Default none.',
  }),
};

export const CreateEndpoint = z.strictObject(fields).meta({ id: 'CreateEndpoint' });
export type CreateEndpoint = z.input<typeof CreateEndpoint>;

export const ChangeEndpoint = z
  .strictObject({ ...fields, url: fields.url.optional() })
  .meta({ id: 'ChangeEndpoint', description: 'What is left out stays.' });
export type ChangeEndpoint = z.input<typeof ChangeEndpoint>;

export const EndpointView = z
  .object({
    id: z.string().meta({ example: 'ep_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    name: z.string(),
    url: z.string(),
    types: z.array(z.string()),
    models: z.array(z.string()),
    integrations: z.array(z.string()),
    transformation: z.string().nullable(),
    headers: z.array(z.string()).meta({ description: 'Names of its own headers.' }),
    per_minute: z.number().int().nullable(),
    ordering: z.enum(['none', 'strict']),
    enabled: z.boolean(),
    disabled: z
      .object({
        reason: z.enum(['person', 'gone', 'failing']).meta({
          description: 'gone: it answered 410. failing: nothing but failures for five days.',
        }),
        message: z.string(),
        at: z.iso.datetime(),
      })
      .nullable(),
    failing_since: z.iso.datetime().nullable().meta({ description: 'Since when there was nothing but failures.' }),
    parked_until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Most attempts failed: nothing is sent before this moment, and no attempt is used up.' }),
    disabled_after: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When it will be disabled, unless something comes through before.' }),
    keys: z.array(z.object({ until: z.iso.datetime().nullable() })).meta({
      description: 'The keys that sign, the present one (without an end) first.',
    }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Endpoint' });
export type EndpointView = z.output<typeof EndpointView>;
export const EndpointList = listOf(EndpointView).meta({ id: 'EndpointList' });

const secret = z.string().meta({
  description: 'Signs its deliveries (Standard Webhooks). Shown this once.',
  example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
});
export const NewEndpoint = EndpointView.extend({ secret }).meta({ id: 'NewEndpoint' });
export type NewEndpoint = z.output<typeof NewEndpoint>;

export const NewEndpointSecret = z
  .object({
    secret,
    previous_until: z.iso.datetime().meta({ description: 'Until then the key before signs along.' }),
  })
  .meta({ id: 'NewEndpointSecret' });
export type NewEndpointSecret = z.output<typeof NewEndpointSecret>;

export const EndpointTest = z
  .object({
    success: z.boolean(),
    message: z.string(),
    id: z.string().meta({ description: '`webhook-id` of what was sent.' }),
    status: z.number().int().nullable(),
    duration_ms: z.number().int(),
    response: z.string().meta({ description: 'The first 16 KB of the answer.' }),
    sent: z.string().nullable().meta({ description: 'The body; null: the transformation made nothing of the event.' }),
  })
  .meta({ id: 'EndpointTest' });
export type EndpointTest = z.output<typeof EndpointTest>;

export const PreviewEndpoint = z
  .strictObject({
    transformation: transformation.nullable().meta({ description: 'JSONata; null: the event as it is.' }),
    event: z.string().max(100).optional().meta({ description: 'An event there was, `evt_...`.' }),
    body: z
      .object({ id: z.string(), type: z.string(), timestamp: z.string(), data: z.record(z.string(), z.unknown()) })
      .optional()
      .meta({ description: 'Or one made up. Both left out: the latest.' }),
  })
  .meta({ id: 'PreviewEndpoint' });
export type PreviewEndpoint = z.input<typeof PreviewEndpoint>;

export const EndpointPreview = z
  .object({
    event: z.object({
      id: z.string(),
      type: z.string(),
      timestamp: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
    outcome: z.enum(['body', 'nothing', 'problem']),
    body: z.unknown().meta({ description: 'What would be sent; null unless the outcome is body.' }),
    problem: z.string().nullable(),
  })
  .meta({ id: 'EndpointPreview' });
export type EndpointPreview = z.output<typeof EndpointPreview>;

export const DeliveryCounts = z
  .object({
    queued: z
      .number()
      .int()
      .meta({ description: `That wait, up to ${countedDeliveries}.` }),
    failed: z
      .number()
      .int()
      .meta({ description: `Given up, up to ${countedDeliveries}.` }),
    delivered_last_day: z
      .number()
      .int()
      .meta({
        description: `Delivered of what was queued within the last 24 hours, up to ${countedDeliveries}.`,
      }),
    oldest_failed_at: z.iso.datetime().nullable().meta({ description: 'When the oldest dead letter was queued.' }),
  })
  .meta({ id: 'DeliveryCounts' });
export type DeliveryCounts = z.output<typeof DeliveryCounts>;

export const DeliveryAddresses = z
  .object({
    addresses: z
      .array(z.string())
      .meta({ description: 'As the operator published them; empty: none were, deliveries may come from anywhere.' }),
  })
  .meta({ id: 'DeliveryAddresses' });

export type EndpointRow = Selectable<Tables['endpoint']>;

/** `secrets`: opened; for those who may only look, the path of the URL is left out: it often is a password. */
export function endpointView(
  principal: Principal,
  row: EndpointRow,
  secrets: { readonly headers: readonly string[]; readonly keys: readonly { readonly until: string | null }[] },
  nowMs: number,
): EndpointView {
  const health = readHealth(row.health);
  const moment = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    id: showId('ep', row.id),
    name: row.name,
    url: seesPeople(principal) ? row.url : `${new URL(withoutQuery(row.url)).origin}/${masked}`,
    types: row.types,
    models: row.models,
    integrations: row.integrations.map((id) => showId('int', id)),
    transformation: row.transformation,
    headers: [...secrets.headers],
    per_minute: row.per_minute,
    ordering: row.strict ? 'strict' : 'none',
    enabled: row.enabled,
    disabled: row.disabled,
    failing_since: moment(health.failingSince),
    parked_until: isParked(health, nowMs) ? moment(health.parkedUntil) : null,
    disabled_after: row.enabled && health.failingSince !== null ? moment(health.failingSince + patienceMs) : null,
    keys: secrets.keys.map(({ until }) => ({ until })),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
