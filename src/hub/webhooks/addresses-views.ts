/** What callers give and see of webhook addresses. Secrets go in, never out; the address itself is as good as one, and is shown to whoever may connect. */
import { z } from 'zod';
import { lineText } from '../inputs.ts';
import { overlapMs } from './addresses-secrets.ts';

const range = lineText(60);
const overlap = z
  .int()
  .min(0)
  .max(overlapMs / 1000)
  .optional()
  .meta({ description: 'Seconds the one before goes on counting; default a day. 0 after a leak: it ends at once.' });

const limits = {
  allowed_ips: z
    .array(range)
    .max(100)
    .optional()
    .meta({
      description: 'Addresses or ranges it may be used from; none: from everywhere.',
      example: ['198.51.100.0/24', '2001:db8::7'],
    }),
  per_minute: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .optional()
    .meta({ description: 'Requests a minute, of each server process; null: no limit.' }),
};

export const PutWebhookAddress = z
  .strictObject({
    secret: lineText(2_000)
      .optional()
      .meta({ description: 'With which the provider signs. Left out: the present one stays.' }),
    secret_overlap_s: overlap,
    ...limits,
  })
  .meta({ id: 'PutWebhookAddress' });
export type PutWebhookAddress = z.input<typeof PutWebhookAddress>;

export const RotateWebhookAddress = z.strictObject({ overlap_s: overlap }).meta({ id: 'RotateWebhookAddress' });
export type RotateWebhookAddress = z.input<typeof RotateWebhookAddress>;

export const PutAppWebhookAddress = z.strictObject(limits).meta({ id: 'PutAppWebhookAddress' });
export type PutAppWebhookAddress = z.input<typeof PutAppWebhookAddress>;

export const RefusalView = z
  .object({
    reason: z.string().meta({ example: 'wrong' }),
    count: z.int().meta({ description: 'Within the last 24 hours.' }),
    last: z
      .object({ at: z.iso.datetime(), message: z.string(), headers: z.record(z.string(), z.string()) })
      .nullable()
      .meta({ description: 'The last one, without its body and without what proves anything.' }),
  })
  .meta({ id: 'WebhookRefusal' });

export const SubscriptionView = z
  .object({
    id: z.string().meta({ description: "The provider's id of it." }),
    state: z.enum(['active', 'disabled', 'gone']),
    message: z.string().nullable(),
    expires_at: z.iso.datetime().nullable(),
    checked_at: z.iso.datetime(),
  })
  .meta({ id: 'WebhookSubscription' });

export const WebhookAddressView = z
  .object({
    url: z.string().nullable().meta({
      description:
        "The integration's own address: enter it at the provider, and nowhere else. Null: it has none yet, or the provider takes none.",
    }),
    app_url: z.string().nullable().meta({
      description: "The address of the provider's apps, where the provider can be given one for all accounts.",
    }),
    previous_url_until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Until when the address before goes on counting.' }),
    proof: z.enum(['signature', 'keys', 'address']).meta({
      description: 'What makes a request genuine: a secret, public keys of the provider, or knowing the address.',
    }),
    secret_set: z
      .boolean()
      .meta({ description: 'Is there a secret that counts, of the address or of the provider app?' }),
    previous_secret_until: z.iso.datetime().nullable(),
    allowed_ips: z.array(z.string()),
    per_minute: z.int().nullable(),
    types: z.array(z.string()).meta({ description: 'Events worth subscribing to, as the provider calls them.' }),
    subscribable: z.boolean().meta({ description: "Can it be registered by the provider's API? Else a person does." }),
    subscription: SubscriptionView.nullable(),
    refusals: z.array(RefusalView).meta({ description: 'What was refused within the last 24 hours, by reason.' }),
  })
  .meta({ id: 'WebhookAddress' });
export type WebhookAddressView = z.output<typeof WebhookAddressView>;

export const AppWebhookAddressView = WebhookAddressView.pick({
  allowed_ips: true,
  per_minute: true,
  refusals: true,
  types: true,
})
  .extend({
    provider: z.string(),
    url: z.string(),
    secret_set: z.boolean().meta({
      description: 'Has the platform (or the partner that asks) a webhook secret? Without one all is refused.',
    }),
  })
  .meta({ id: 'AppWebhookAddress' });
export type AppWebhookAddressView = z.output<typeof AppWebhookAddressView>;
export const AppWebhookAddressList = z
  .object({ data: z.array(AppWebhookAddressView), next_cursor: z.null() })
  .meta({ id: 'AppWebhookAddressList' });

export const TestDeliveryView = z
  .object({
    success: z.boolean(),
    message: z.string(),
    url: z.string(),
    status: z.int().nullable().meta({ description: 'Of the answer; null: there was none.' }),
    latency_ms: z.int(),
    webhook: z.string().nullable().meta({ description: 'Id of what was stored.' }),
  })
  .meta({ id: 'WebhookTestDelivery' });
export type TestDeliveryView = z.output<typeof TestDeliveryView>;
