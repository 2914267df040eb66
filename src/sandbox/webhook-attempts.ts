/**
 * Makes the attempts that are due, and looks again when the next one is. To one address one request is under way at a time unless a
 * delivery allows more, so that what arrives first was sent first. Called by webhook-sender.ts.
 */
import type { SandboxAddress, SandboxContext, SandboxWebhook, SandboxWebhooks } from '../contract/index.ts';
import type { SandboxClock } from './clock.ts';
import type { WebhookAttempt, WebhookBook, WebhookDelivery } from './webhook-book.ts';
import { tampered, type WebhookPost } from './webhook-request.ts';

export interface AttemptsOptions {
  readonly webhooks: SandboxWebhooks<unknown>;
  readonly context: SandboxContext<unknown>;
  readonly clock: SandboxClock;
  readonly book: WebhookBook;
  readonly post: WebhookPost;
}

export function attemptsOf(
  { webhooks, context, clock, book, post }: AttemptsOptions,
  find: (id: string) => SandboxAddress | undefined,
) {
  const underWay = new Set<WebhookDelivery>();
  const toAddress = new Map<string, number>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let waiting: (() => void)[] = [];

  const isDue = ({ due_at }: WebhookDelivery, now: number) => due_at !== null && due_at <= now;

  function wake(): void {
    clearTimeout(timer);
    if (stopped) return;
    const now = clock.now();
    let left = false;
    for (const delivery of book.pending) {
      if (!isDue(delivery, now)) break;
      left = true;
      const busy = toAddress.get(delivery.address) ?? 0;
      if (busy < delivery.at_once && !underWay.has(delivery)) void attempt(delivery, busy);
    }
    if (!left && underWay.size === 0) settle();
    const next = book.pending.find((one) => !isDue(one, now) && !underWay.has(one))?.due_at;
    // A frozen clock tells when it is moved.
    if (next !== undefined && next !== null && clock.setting().frozen_at === null)
      timer = setTimeout(wake, Math.min(next - now, 2 ** 31 - 1)).unref();
  }

  async function attempt(delivery: WebhookDelivery, busy: number): Promise<void> {
    underWay.add(delivery);
    toAddress.set(delivery.address, busy + 1);
    const at = clock.now();
    const outcome = await tryOnce(delivery, at);
    underWay.delete(delivery);
    toAddress.set(delivery.address, (toAddress.get(delivery.address) ?? 1) - 1);
    if (stopped) {
      if (underWay.size === 0) settle();
      return;
    }
    // Forgotten meanwhile.
    if (book.pending.includes(delivery)) {
      record(delivery, at, outcome);
      book.attempted(delivery);
      book.saveSoon();
    }
    wake();
  }

  /** Undefined: there is nobody any more to send it to. */
  async function tryOnce(delivery: WebhookDelivery, at: number): Promise<Omit<WebhookAttempt, 'at'> | undefined> {
    const address = find(delivery.address);
    if (address === undefined) return undefined;
    const make = (moment: number): SandboxWebhook => webhooks.request(delivery.events, address, context, moment);
    try {
      const webhook = delivery.tampered === null ? make(at) : tampered(delivery.tampered, at, webhooks.signature, make);
      const { status, error, body } = await post.post(address.url, webhook, webhooks.timeoutMs);
      return { status, error, answer: body };
    } catch (error) {
      return { status: null, error: `the sandbox could not make the request: ${String(error)}`, answer: '' };
    }
  }

  function record(delivery: WebhookDelivery, at: number, outcome: Omit<WebhookAttempt, 'at'> | undefined): void {
    const { status } = outcome ?? { status: null };
    if (outcome !== undefined) delivery.attempts.push({ at, ...outcome });
    const received = webhooks.received ?? ((code: number) => code >= 200 && code < 300);
    const pause = delivery.tampered === null ? webhooks.retries[delivery.attempts.length - 1] : undefined;
    if (status !== null && received(status)) delivery.state = 'received';
    else if (outcome === undefined || pause === undefined) delivery.state = 'given_up';
    delivery.due_at = delivery.state === 'pending' && pause !== undefined ? at + pause : null;
  }

  function settle(): void {
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  }

  return {
    wake,
    settled: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        wake();
      }),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    idle: () =>
      new Promise<void>((resolve) => {
        if (underWay.size === 0) return resolve();
        waiting.push(resolve);
      }),
  };
}
