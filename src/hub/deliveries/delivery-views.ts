/** What callers see of deliveries and their attempts, and what they ask for. */
import { z } from 'zod';
import { isParked } from '../../engine/deliveries/health.ts';
import { listOf, listQuery, moment } from '../inputs.ts';
import { showId } from '../ids.ts';
import { eventPattern } from '../events/event-types.ts';
import { readHealth } from './sending-endpoint.ts';

const states = ['queued', 'delivered', 'failed', 'skipped', 'cancelled'] as const;

export const DeliveryView = z
  .object({
    id: z.string().meta({ example: 'dlv_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    endpoint_id: z.string(),
    event_id: z.string(),
    route_id: z.string().nullable().meta({ description: 'The route that sends it; null: the endpoint listens.' }),
    type: z.string(),
    state: z.enum(states).meta({
      description:
        'failed: given up after ten attempts, a dead letter. skipped: the transformation made nothing of the event. cancelled: the endpoint was deleted, or what it tells of was erased.',
    }),
    attempts: z.number().int(),
    replays: z.number().int().meta({ description: 'Times somebody had it sent again.' }),
    status: z.number().int().nullable().meta({ description: 'Of the last answer; null: there was none.' }),
    problem: z.string().nullable().meta({ description: 'What was wrong with the last attempt, or why there is none.' }),
    next_attempt_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Null: none is planned, or the endpoint is disabled.' }),
    waits_for: z.enum(['parked', 'disabled']).nullable().meta({
      description:
        'Why a queued one is not sent: most attempts to its endpoint failed, and it rests until `next_attempt_at` (`parked`); or the endpoint is disabled.',
    }),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' });
export type DeliveryView = z.output<typeof DeliveryView>;
export const DeliveryList = listOf(DeliveryView).meta({ id: 'DeliveryList' });

const texts = z.record(z.string(), z.string());
export const AttemptView = z
  .object({
    number: z.number().int(),
    at: z.iso.datetime(),
    duration_ms: z.number().int(),
    status: z.number().int().nullable(),
    problem: z.string().nullable().meta({ description: 'Null: it was accepted.' }),
    request: z
      .object({
        url: z.string(),
        headers: texts.meta({ description: 'Signatures and the values of own headers are left out.' }),
      })
      .nullable()
      .meta({ description: 'Null: it never went out, what it told of was erased, or you may only look.' }),
    response: z
      .object({
        headers: texts,
        body: z.string(),
        cut: z.boolean().meta({ description: 'There was more; the first 16 KB are kept.' }),
      })
      .nullable(),
  })
  .meta({ id: 'DeliveryAttempt' });
export type AttemptView = z.output<typeof AttemptView>;

export const DeliveryDetail = DeliveryView.extend({
  message_id: z.string().meta({ description: '`webhook-id`: the same on every attempt.' }),
  bytes: z.number().int().nullable(),
  body: z.string().nullable().meta({
    description: 'What is sent, the same every time. Null: it was not made yet, was erased, or you may only look.',
  }),
  history: z.array(AttemptView).meta({ description: 'Its attempts, newest first, 50 at most.' }),
}).meta({ id: 'DeliveryDetail' });
export type DeliveryDetail = z.output<typeof DeliveryDetail>;

export const DeliveryQuery = listQuery.extend({
  endpoint: z.string().max(100).optional(),
  event: z.string().max(100).optional(),
  state: z.enum(states).optional(),
  type: eventPattern.optional().meta({ description: 'Only of events of this type, `record.*` for all of a kind.' }),
});
export type DeliveryQuery = z.input<typeof DeliveryQuery>;

export const RetryDeliveries = z
  .strictObject({
    endpoint: z.string().max(100).optional().meta({ description: 'Only those to this endpoint.' }),
    since: moment.meta({ description: 'Those that were queued at or after this moment.' }),
    until: moment.optional().meta({ description: 'And before this one.' }),
    state: z
      .enum(['failed', 'all'])
      .default('failed')
      .meta({ description: 'failed: dead letters. all: also what was delivered or skipped.' }),
    dry_run: z.boolean().default(false).meta({ description: 'Only counts what a call would send again.' }),
  })
  .meta({ id: 'RetryDeliveries' });
export type RetryDeliveries = z.input<typeof RetryDeliveries>;

export const RetriedDeliveries = z
  .object({
    queued: z.number().int().meta({ description: 'How many are sent again.' }),
    more: z
      .boolean()
      .meta({ description: 'There are more than one call takes: ask again, with `since` as in `next_since`.' }),
    next_since: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RetriedDeliveries' });
export type RetriedDeliveries = z.output<typeof RetriedDeliveries>;

/** As it is read with what matters of its endpoint. */
export interface DeliveryRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly route_id: string | null;
  readonly type: string;
  readonly state: (typeof states)[number];
  readonly attempts: number;
  readonly replays: number;
  readonly status: number | null;
  readonly problem: string | null;
  readonly next_at: Date;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly enabled: boolean;
  readonly health: unknown;
}

export function deliveryView(row: DeliveryRow, nowMs: number): DeliveryView {
  return {
    id: showId('dlv', row.id),
    endpoint_id: showId('ep', row.endpoint_id),
    event_id: showId('evt', row.event_id),
    route_id: row.route_id === null ? null : showId('rte', row.route_id),
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    replays: row.replays,
    status: row.status,
    problem: row.problem,
    next_attempt_at: nextAttempt(row)?.toISOString() ?? null,
    waits_for: waitsForOf(row, nowMs),
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}

/** One that is due while its endpoint is parked waits for that. */
function nextAttempt({ state, enabled, next_at: nextAt, health }: DeliveryRow): Date | undefined {
  if (state !== 'queued' || !enabled) return undefined;
  return new Date(Math.max(nextAt.getTime(), readHealth(health).parkedUntil ?? 0));
}

function waitsForOf({ state, enabled, health }: DeliveryRow, nowMs: number): DeliveryView['waits_for'] {
  if (state !== 'queued') return null;
  if (!enabled) return 'disabled';
  return isParked(readHealth(health), nowMs) ? 'parked' : null;
}

const Kept = z.object({
  url: z.string(),
  sent: z.object({
    'webhook-id': z.string(),
    'webhook-timestamp': z.string(),
    own: z.array(z.string()),
  }),
  headers: texts,
  body: z.string(),
  cut: z.boolean(),
});

/** `kept`: what was sealed of it, opened. */
export function attemptView(
  row: {
    readonly no: number;
    readonly at: Date;
    readonly duration_ms: number;
    readonly status: number | null;
    readonly problem: string | null;
  },
  kept: string | undefined,
): AttemptView {
  const { status, problem } = row;
  const common = { number: row.no, at: row.at.toISOString(), duration_ms: row.duration_ms, status, problem };
  if (kept === undefined) return { ...common, request: null, response: null };
  const { url, sent, headers, body, cut } = Kept.parse(JSON.parse(kept));
  const { own, ...ours } = sent;
  const shown = { ...ours, 'content-type': 'application/json' };
  const owned = Object.fromEntries(own.map((name) => [name, '[hidden]']));
  return {
    ...common,
    request: { url, headers: { ...shown, ...owned } },
    response: status === null ? null : { headers, body, cut },
  };
}
