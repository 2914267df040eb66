/** The control port's routes for webhooks: addresses entered by hand, events on demand, what was sent. Called by control.ts. */
import { fail, z } from '../contract/index.ts';
import type { ControlRoute, RunningSandbox } from './control-route.ts';
import { tamperings } from './webhook-request.ts';
import type { Sending, WebhookSender } from './webhook-sender.ts';

const yearMs = 366 * 86_400_000;

const sending = {
  late: z.int().min(0).max(yearMs).optional(),
  twice: z.boolean().optional(),
  shuffled: z.boolean().optional(),
  tampered: z.enum(tamperings).optional(),
  at_once: z.int().min(1).max(256).optional(),
};
const sendSchema = z.strictObject({
  provider: z.string(),
  /** One or several; with several, those about the same thing follow each other. */
  type: z.union([z.string(), z.array(z.string()).min(1)]),
  count: z.int().min(1).max(100_000).default(1),
  ...sending,
});
const holdSchema = z.strictObject({ provider: z.string() });
const releaseSchema = z.strictObject({ provider: z.string(), ...sending });
const addressSchema = z.strictObject({
  provider: z.string(),
  url: z.string(),
  secret: z.string().optional(),
  types: z.array(z.string()).optional(),
  options: z.record(z.string(), z.string()).optional(),
});

export type SendWebhooks = Sending & { readonly type: string | readonly string[]; readonly count?: number };
export type EnterWebhookAddress = Omit<z.input<typeof addressSchema>, 'provider'>;

/** `one` answers the running sandbox of a provider, or throws. */
export function webhookRoutes(one: (key: string) => RunningSandbox): readonly ControlRoute[] {
  const senderOf = (key: string): WebhookSender => {
    const { webhooks } = one(key);
    if (webhooks === undefined)
      throw fail('unsupported', `The sandbox of ${key} sends no webhooks; its vendor has none that we know of.`);
    return webhooks;
  };
  return [
    {
      method: 'GET',
      path: '/webhooks/:provider',
      /** `settled`: answered only when everything due by now has been attempted. */
      async handle({ params, query }) {
        const sender = senderOf(params['provider'] ?? '');
        if (query.has('settled')) await sender.settled();
        return { addresses: sender.addresses(), held: sender.held(), deliveries: sender.deliveries() };
      },
    },
    {
      method: 'DELETE',
      path: '/webhooks/:provider',
      handle({ params }) {
        senderOf(params['provider'] ?? '').clear({ addresses: false });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/webhooks/addresses',
      handle({ body }) {
        const { provider, ...wanted } = addressSchema.parse(body);
        return senderOf(provider).enter(wanted);
      },
    },
    {
      method: 'DELETE',
      path: '/webhooks/:provider/addresses/:id',
      handle({ params }) {
        if (!senderOf(params['provider'] ?? '').remove(params['id'] ?? ''))
          throw fail('not_found', `There is no address "${params['id']}" entered by hand.`);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/webhooks/send',
      async handle({ body }) {
        const { provider, type, ...how } = sendSchema.parse(body);
        const sender = senderOf(provider);
        const sent = sender.send({ types: typeof type === 'string' ? [type] : type, ...how });
        return { deliveries: await attempted(sender, sent) };
      },
    },
    {
      method: 'POST',
      path: '/webhooks/hold',
      handle({ body }) {
        senderOf(holdSchema.parse(body).provider).hold();
        return {};
      },
    },
    {
      method: 'POST',
      path: '/webhooks/release',
      async handle({ body }) {
        const { provider, ...how } = releaseSchema.parse(body);
        const sender = senderOf(provider);
        return { deliveries: await attempted(sender, sender.release(how)) };
      },
    },
  ];
}

/** The same deliveries, after the attempts that were due. */
async function attempted(sender: WebhookSender, sent: ReturnType<WebhookSender['deliveries']>) {
  await sender.settled();
  const ids = new Set(sent.map(({ id }) => id));
  return sender.deliveries().filter(({ id }) => ids.has(id));
}
