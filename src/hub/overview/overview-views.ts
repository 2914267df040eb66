/** What the overview of a tenant says: what needs somebody, how everything stands, what happened in the last day. */
import { z } from 'zod';
import { categories } from '../../contract/categories.ts';
import { IntegrationView } from '../integrations/integration-views.ts';
import { RunError } from '../runs/run-views.ts';

const { status, sync_status: syncStatus } = IntegrationView.shape;
const which = { integration_id: z.string(), name: z.string(), provider: z.string() };
const count = z.number().int();

export const Attention = z
  .object({
    ...which,
    status,
    since: z.iso.datetime().nullable().meta({ description: 'When it first went wrong; null: not known.' }),
    error: RunError.extend({ stream: z.string().optional() }).meta({
      description: 'What happened, whose it is to act, and what to do.',
    }),
  })
  .meta({ id: 'Attention' });
export type Attention = z.output<typeof Attention>;

const Available = z.object({
  connected: count.meta({ description: 'Integrations, not providers: there may be several of one.' }),
  available: count.meta({ description: 'Providers.' }),
});

export const OverviewView = z
  .object({
    attention: z.array(Attention).meta({ description: 'Integrations that fail, the longest first.' }),
    integrations: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          provider: z.string(),
          status,
          sync_status: syncStatus,
          last_synced_at: z.iso.datetime().nullable(),
          next_run_at: z.iso.datetime().nullable(),
        }),
      )
      .meta({ description: 'All of them, by name.' }),
    totals: Available.extend({
      failing: count,
      finance: Available.meta({ description: 'Accounting and payment together.' }),
      categories: z.array(Available.extend({ category: z.enum(categories) })),
    }),
    runs: z.object({
      under_way: count,
      succeeded: count,
      partial: count,
      failed: count,
      cancelled: count,
      hours: z
        .array(z.object({ at: z.iso.datetime(), succeeded: count, partial: count, failed: count, cancelled: count }))
        .meta({ description: 'The last 24 hours, by when the runs were asked for; the present hour last.' }),
    }),
    records: z.object({
      total: count,
      models: z.array(z.object({ model: z.string(), records: count })),
      counted_at: z.iso.datetime().meta({ description: 'Counting takes a while: not done anew with every look.' }),
      changes_last_day: count.nullable().meta({ description: 'Null: nothing was read in the last day.' }),
    }),
    webhooks: z.object({
      received_last_day: count.meta({ description: 'Up to 100,000.' }),
      refused_last_day: count,
      waiting: count,
      failed: count.meta({ description: 'Dead letters.' }),
    }),
    deliveries: z.object({
      delivered_last_day: count.meta({ description: 'Up to 100,000.' }),
      waiting: count,
      failed: count.meta({ description: 'Dead letters.' }),
      endpoints: count,
      endpoints_parked: count.meta({ description: 'They fail so often that they rest.' }),
      endpoints_disabled: count,
    }),
    held_deletions: count.meta({ description: 'So many records would go that a person is asked first.' }),
    next: z.array(z.object({ ...which, at: z.iso.datetime() })).meta({ description: 'The next five that are due.' }),
  })
  .meta({ id: 'Overview' });
export type OverviewView = z.output<typeof OverviewView>;
