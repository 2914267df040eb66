/**
 * Checks of webhooks over real HTTP: what the sandbox's host sends by the vendor's habits, to a receiver that opens it as the intake does
 * and answers with the status the provider asks for. Called by webhooks.ts.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { WebhookEvent } from '../../contract/index.ts';
import { identify } from '../../engine/webhooks/identity.ts';
import { harbourTraining } from '../../sandbox/index.ts';
import { insist, type CheckMaker } from './check.ts';
import type { Connection, Rig } from './rig.ts';
import { webhookDesk, type WebhookDesk } from './webhook-desk.ts';

interface Receiver {
  readonly url: string;
  /** Of each request: its status, and its events. */
  readonly received: { readonly status: number; readonly events: readonly WebhookEvent[] }[];
  /** So many requests are answered 503 first. */
  failing: number;
  close(): Promise<void>;
}

async function receiver(desk: WebhookDesk, secrets: readonly string[]): Promise<Receiver> {
  const own: Receiver = { url: '', received: [], failing: 0, close: async () => undefined };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void answer(desk, own, secrets, request.method ?? '', request.rawHeaders, Buffer.concat(parts)).then((status) =>
        response.writeHead(status).end(),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return Object.assign(own, {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

async function answer(
  desk: WebhookDesk,
  own: Receiver,
  secrets: readonly string[],
  method: string,
  raw: readonly string[],
  body: Buffer,
): Promise<number> {
  if (own.failing > 0) {
    own.failing -= 1;
    own.received.push({ status: 503, events: [] });
    return 503;
  }
  const headers = Array.from(
    { length: raw.length / 2 },
    (_, nth) => [raw[2 * nth] ?? '', raw[2 * nth + 1] ?? ''] as const,
  );
  const travelling = { method: method === 'POST' ? ('POST' as const) : ('GET' as const), headers, body };
  const opened = await desk.open(travelling, secrets);
  const events = opened.kind === 'events' ? opened.events : [];
  const good = opened.kind === 'events' || opened.kind === 'handshake';
  const status = good ? (desk.webhooks.answer ?? 200) : opened.kind === 'unproven' ? 401 : 400;
  own.received.push({ status, events });
  return status;
}

/** A receiver whose address was entered at the vendor, and what was sent to it so far forgotten. */
async function listening<T>(rig: Rig, work: (desk: WebhookDesk, receiver: Receiver) => Promise<T>): Promise<T> {
  const desk = await webhookDesk(rig);
  const { key } = rig.subject.provider;
  const secret = desk.secret(0);
  const own = await receiver(desk, secret === '' ? [] : [secret]);
  try {
    const { address, handshake } = await rig.box.control.enterWebhookAddress(key, { url: own.url, secret });
    insist(address.active, `the vendor does not accept the address: ${JSON.stringify(handshake)}`);
    own.received.length = 0;
    return await work(desk, own);
  } finally {
    await own.close();
  }
}

export const sendingChecks: CheckMaker = ({ provider }, withRig) => [
  {
    name: 'webhook: sent by the vendor',
    run: () =>
      withRig((rig) =>
        listening(rig, async (desk, own) => {
          const { control } = rig.box;
          const [type = ''] = provider.webhooks?.types ?? [];
          const { retries } = desk.sender;
          own.failing = retries.length;
          await control.sendWebhooks(provider.key, { type });
          await control.webhooksSettled(provider.key);
          for (const pause of retries) {
            rig.box.advance(pause);
            await control.webhooksSettled(provider.key);
          }
          const statuses = own.received.map(({ status }) => status);
          insist(own.received.length === retries.length + 1, `${statuses.join(', ')}: not one attempt for each pause`);
          const last = own.received.at(-1);
          insist(last?.events.length === 1, `the last attempt is answered ${last?.status}`);
          await control.sendWebhooks(provider.key, { type, twice: true });
          await control.webhooksSettled(provider.key);
          const [one, two] = own.received.slice(-2).map(({ events }) => events[0]);
          insist(one !== undefined && two !== undefined, 'what was sent twice did not arrive twice');
          insist(identify(one).key.equals(identify(two).key), 'what was sent twice has two keys');
          return `${statuses.join(', ')}; twice, known again`;
        }),
      ),
  },
  {
    name: 'webhook: a change is told',
    run: () =>
      withRig((rig) =>
        listening(rig, async (desk, own) => {
          const connection = await rig.connect();
          const acted = Object.entries(provider.actions).filter(([, action]) => action.creates !== undefined);
          for (const [name] of acted) await actOnce(rig, connection, name);
          await rig.box.control.webhooksSettled(provider.key);
          const bad = own.received.find(({ status }) => status >= 300);
          insist(bad === undefined, `what the vendor tells of its own accord is answered ${bad?.status}`);
          const events = own.received.flatMap((one) => one.events);
          const { webhooks, settings, account, method } = desk;
          const touched = new Set(
            events.flatMap((event) => {
              const { wake = [], items = [] } = webhooks.effect(event, { settings, account, method }) ?? {};
              return [...wake, ...items.map(({ stream }) => stream)];
            }),
          );
          const wanted = new Set(acted.map(([, { creates }]) => creates ?? ''));
          const told = [...wanted].filter((stream) => touched.has(stream));
          insist(
            acted.length === 0 || told.length > 0,
            `${acted.length} actions wrote to ${[...wanted].join(', ')}, and ${events.length} events led to none of it`,
          );
          return `${events.length} events, leading to ${[...touched].join(', ')}`;
        }),
      ),
  },
];

async function actOnce(rig: Rig, connection: Connection, name: string): Promise<void> {
  const { provider, sandbox } = rig.subject;
  const action = provider.actions[name];
  const input = sandbox.example?.(name, { state: rig.box.state(), business: harbourTraining, nth: 3 });
  const parsed = action?.input.safeParse(input);
  insist(action !== undefined && parsed?.success === true, `the example of ${name} is not a valid input`);
  const { settings, account, signIn } = connection;
  await action.run({
    http: connection.open(`action ${name}`),
    input: parsed.data,
    idempotencyKey: `webhook-${name}`,
    settings,
    account,
    method: signIn.method,
  });
}
