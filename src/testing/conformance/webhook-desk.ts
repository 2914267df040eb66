/**
 * A provider's webhooks without a server: its sandbox writes the requests, the engine opens them as the intake does, at a moment and with
 * secrets of the check's choosing. The checks of webhooks.ts are written on top of it.
 */
import { hash } from 'node:crypto';
import type {
  Account,
  SandboxAddress,
  SandboxContext,
  SandboxEvent,
  SandboxWebhook,
  SandboxWebhooks,
  Settings,
  WebhookEvent,
  Webhooks,
} from '../../contract/index.ts';
import { singleHeaders } from '../../engine/webhooks/headers.ts';
import { openWebhook, type Opened, type Signer } from '../../engine/webhooks/open-webhook.ts';
import { harbourTraining } from '../../sandbox/index.ts';
import { insist } from './check.ts';
import type { Rig } from './rig.ts';

/** How the vendor signs: with this secret, or with keys of its own where that is ''. */
export interface Way {
  readonly name: string;
  readonly secret: string;
}

/** A request on its way: headers as they stand in it, one may be there twice. */
export interface Travelling extends Pick<SandboxWebhook, 'method' | 'body'> {
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export interface WebhookDesk {
  readonly webhooks: Webhooks;
  readonly sender: SandboxWebhooks<unknown>;
  readonly settings: Settings;
  readonly account: Account | undefined;
  readonly method: string;
  readonly ways: readonly Way[];
  /** Another secret of the vendor's form, different for every number. */
  secret(nth: number): string;
  address(secret: string): SandboxAddress;
  /** Throws where the sandbox has none. */
  example(type: string, nth?: number): SandboxEvent;
  /** `atMs`: the moment of signing; default the sandbox's. */
  request(events: readonly SandboxEvent[], secret: string, atMs?: number): Travelling;
  handshake(secret: string): readonly { readonly request: Travelling; readonly expect: number }[];
  /** As an integration's address that knows these secrets receives it; `atMs`: the moment it arrives. */
  open(request: Travelling, secrets: readonly string[], atMs?: number): Promise<Opened<Signer>>;
  /** The events of a request that must be good. */
  accept(request: Travelling, secrets: readonly string[], atMs?: number): Promise<readonly WebhookEvent[]>;
  /** Why a request that must not be good is refused: a reason, or `unreadable`. Throws when it is let in. */
  refuse(what: string, request: Travelling, secrets: readonly string[], atMs?: number): Promise<string>;
}

/** `signIn`: the first. Throws when the sandbox sends nothing. */
export async function webhookDesk(rig: Rig): Promise<WebhookDesk> {
  const { provider, sandbox } = rig.subject;
  const { webhooks } = provider;
  const sender = sandbox.webhooks;
  insist(webhooks !== undefined && sender !== undefined, 'provider and sandbox must both have webhooks');
  const { settings, account, signIn } = await rig.connect();
  const context = sandboxContext(rig);
  const keys = rig.keys(settings);

  const secret = (nth: number): string => {
    if (webhooks.proof !== 'signature') return '';
    return sender.secret?.((length) => hex(`secret ${nth}`, length)) ?? `secret-of-the-checks-${hex(`${nth}`, 24)}`;
  };
  const address = (own: string): SandboxAddress => ({
    id: `address_${own.length}`,
    url,
    secret: own,
    types: [],
  });

  const open: WebhookDesk['open'] = (request, secrets, atMs = rig.box.now()) =>
    openWebhook(
      webhooks,
      { method: request.method, url, headers: singleHeaders(request.headers.flat()), body: request.body },
      { signers: [{ secrets }], nowMs: atMs, settings, keys },
    );

  return {
    webhooks,
    sender,
    settings,
    account,
    method: signIn.method,
    ways: [
      ...(webhooks.proof === 'signature' ? [{ name: 'by secret', secret: secret(0) }] : []),
      ...(webhooks.proof === 'keys' || webhooks.secret?.optional === true ? [{ name: 'by keys', secret: '' }] : []),
    ],
    secret,
    address,
    example(type, nth = 0) {
      const event = sender.example(type, context, nth);
      insist(event !== undefined, `the sandbox has no example of ${type}`);
      return event;
    },
    request: (events, own, atMs = rig.box.now()) => travelling(sender.request(events, address(own), context, atMs)),
    handshake: (own) =>
      (sender.handshake?.(address(own), context, rig.box.now()) ?? []).map(({ request, expect }) => ({
        request: travelling(request),
        expect,
      })),
    open,
    async accept(request, secrets, atMs) {
      const opened = await open(request, secrets, atMs);
      insist(opened.kind === 'events', `a good request is not accepted: ${JSON.stringify(opened)}`);
      return opened.events;
    },
    async refuse(what, request, secrets, atMs) {
      const opened = await open(request, secrets, atMs);
      insist(opened.kind === 'unproven', `${what} is let in (${opened.kind})`);
      insist(opened.message.trim() !== '', `${what} is refused without a word`);
      return opened.reason;
    },
  };
}

const url = 'https://plugboard.example/api/webhooks/checked/token';

function travelling({ method, headers, body }: SandboxWebhook): Travelling {
  return { method, headers: Object.entries(headers), body };
}

/** As the host gives it; what an example brings about is told by the example alone. */
function sandboxContext(rig: Rig): SandboxContext<unknown> {
  const { sandbox } = rig.subject;
  let drawn = 0;
  return {
    get state() {
      return rig.box.state();
    },
    business: harbourTraining,
    now: () => rig.box.now(),
    hex(length) {
      drawn += 1;
      return hex(`drawn ${drawn}`, length);
    },
    origin: rig.box.origin,
    grown: () => undefined,
    emit: () => undefined,
    switches: Object.fromEntries(
      Object.entries(sandbox.switches ?? {}).map(([name, field]) => [name, field.default ?? '']),
    ),
  };
}

/** Random to look at, the same every time. */
function hex(seed: string, length: number): string {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, nth) => hash('sha256', `${seed} ${nth}`, 'hex'));
  return blocks.join('').slice(0, length);
}
