/** What callers see of webhooks, and what they send to have some worked off again. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Tables, WebhookState } from '../../store/index.ts';
import { showId } from '../ids.ts';
import { listOf, listQuery, lineText, moment } from '../inputs.ts';
import { RunError } from '../runs/run-views.ts';

const states = ['queued', 'processed', 'failed'] as const satisfies readonly WebhookState[];
const waitsFor = ['connection', 'reconnection', 'pause', 'switch'] as const;

export const WebhookView = z
  .object({
    id: z.string().meta({ example: 'whk_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    integration_id: z.string(),
    provider: z.string(),
    type: z.string().meta({ description: "The vendor's own word.", example: 'invoice.payment_succeeded' }),
    vendor_id: z.string().nullable().meta({ description: "The vendor's id of the event." }),
    state: z.enum(states).meta({
      description: 'queued: to be worked off, or tried again. failed: given up; look at it, mend it, replay it.',
    }),
    happened_at: z.iso.datetime().nullable(),
    received_at: z.iso.datetime(),
    bytes: z.number().int().meta({ description: 'Of its payload.' }),
    attempts: z.number().int(),
    next_attempt_at: z.iso.datetime().nullable().meta({ description: 'Of a queued one.' }),
    waits_for: z.enum(waitsFor).nullable().meta({
      description:
        'Why a queued one is not worked off: its integration needs to be connected again (`reconnection`), is not connected yet (`connection`), is paused (`pause`) or switched off (`switch`).',
    }),
    replays: z.number().int().meta({ description: 'Times somebody had it worked off again.' }),
    error: RunError.nullable().meta({ description: 'Of the last attempt.' }),
    effect: z
      .object({
        records: z.array(z.string()).meta({
          description: 'Records it told of, the first 20. What was known to be newer stayed as it was.',
        }),
        runs: z.array(z.string()).meta({ description: 'Runs that read what it pointed at.' }),
        notes: z.array(z.string()).meta({ description: 'What did not follow, and why.' }),
      })
      .nullable()
      .meta({ description: 'What came of it when it was processed last.' }),
    finished_at: z.iso.datetime().nullable(),
    mended_at: z.iso.datetime().nullable().meta({ description: 'When somebody replaced its payload.' }),
    mended_by: z.string().nullable(),
    erased: z.boolean().meta({
      description: 'It was about somebody who was erased: what it said is gone, and it cannot be replayed.',
    }),
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.output<typeof WebhookView>;
export const WebhookList = listOf(WebhookView).meta({ id: 'WebhookList' });

export const WebhookDetail = WebhookView.extend({
  headers: z.record(z.string(), z.string()).meta({ description: 'Of the request it came with, without secrets.' }),
  payload: z.json().meta({ description: 'What it says. Masked for whoever is not told about people.' }),
  original: z.json().optional().meta({ description: 'What it said when it came, where it was mended since.' }),
}).meta({ id: 'WebhookDetail' });
export type WebhookDetail = z.output<typeof WebhookDetail>;

const span = {
  since: moment.optional().meta({ description: 'Those that came from this moment on.' }),
  until: moment.optional().meta({ description: 'Those that came before this moment.' }),
};

export const WebhookQuery = listQuery.extend({
  state: z.enum(states).optional(),
  type: lineText(200).optional().meta({ description: 'Only of this type, as the vendor calls it.' }),
  ...span,
});
export type WebhookQuery = z.input<typeof WebhookQuery>;

export const AllWebhooksQuery = WebhookQuery.extend({
  integration: z.string().max(100).optional(),
  provider: z.string().max(100).optional().meta({ description: 'Only of integrations of this provider (its key).' }),
});
export type AllWebhooksQuery = z.input<typeof AllWebhooksQuery>;

export const WebhookCounts = z
  .object({
    queued: z.number().int(),
    failed: z.number().int(),
    processed_last_day: z.number().int(),
    oldest_queued_at: z.iso.datetime().nullable().meta({ description: 'When the one that waits longest came.' }),
  })
  .meta({ id: 'WebhookCounts' });
export type WebhookCounts = z.output<typeof WebhookCounts>;

export const ReplayWebhook = z
  .strictObject({
    payload: z.json().optional().meta({
      description: 'Replaces what it says, of a failed one only; what it said when it came is kept beside it.',
    }),
  })
  .meta({ id: 'ReplayWebhook' });
export type ReplayWebhook = z.input<typeof ReplayWebhook>;

export const ReplayWebhooks = z
  .strictObject({
    state: z.enum(['failed', 'processed', 'all']).default('failed').meta({ description: 'Which of them.' }),
    integration: z.string().max(100).optional(),
    type: lineText(200).optional(),
    since: moment.meta({ description: 'Those that came from this moment on.' }),
    until: span.until,
    cursor: z.string().max(8000).optional().meta({ description: '`next_cursor` of an answer before.' }),
    dry_run: z.boolean().default(false).meta({
      description: 'Only counts those a call would take, 10,000 at most: nothing is worked off.',
    }),
  })
  .meta({ id: 'ReplayWebhooks' });
export type ReplayWebhooks = z.input<typeof ReplayWebhooks>;

export const ReplayedWebhooks = z
  .object({
    replayed: z.number().int(),
    next_cursor: z.string().nullable().meta({
      description: 'Null: all of them. Else ask again with it for the next ones; a call takes 10,000 at most.',
    }),
  })
  .meta({ id: 'ReplayedWebhooks' });
export type ReplayedWebhooks = z.output<typeof ReplayedWebhooks>;

export type WebhookRow = Omit<Selectable<Tables['webhook']>, 'sealed' | 'key' | 'digest'> &
  Pick<Selectable<Tables['integration']>, 'provider' | 'auth_state' | 'enabled' | 'paused_until'>;

const Effect = z.object({
  records: z.array(z.string()),
  runs: z.array(z.string()),
  notes: z.array(z.string()),
});

export function webhookView(row: WebhookRow, nowMs: number): WebhookView {
  return {
    id: showId('whk', row.id),
    integration_id: showId('int', row.integration_id),
    provider: row.provider,
    type: row.type,
    vendor_id: row.vendor_id,
    state: row.state,
    happened_at: row.happened_at?.toISOString() ?? null,
    received_at: row.received_at.toISOString(),
    bytes: row.bytes,
    attempts: row.attempts,
    next_attempt_at: row.state === 'queued' ? row.next_at.toISOString() : null,
    waits_for: row.state === 'queued' ? waitsForOf(row, nowMs) : null,
    replays: row.replays,
    error: row.error,
    effect: row.effect === null ? null : Effect.parse(row.effect),
    finished_at: row.finished_at?.toISOString() ?? null,
    mended_at: row.mended_at?.toISOString() ?? null,
    mended_by: row.mended_by,
    erased: row.erased,
  };
}

/** The same that inbox.ts waits for. */
function waitsForOf(
  { auth_state: auth, enabled, paused_until: paused }: WebhookRow,
  nowMs: number,
): WebhookView['waits_for'] {
  if (auth === 'needs_reauth') return 'reconnection';
  if (auth === 'draft') return 'connection';
  if (auth === 'disconnected') return null;
  if (!enabled) return 'switch';
  return paused !== null && paused.getTime() > nowMs ? 'pause' : null;
}
