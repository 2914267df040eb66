/**
 * Where one vendor sends webhooks to: addresses registered by its API are in its state, those entered by hand in the book. Called by
 * webhook-sender.ts.
 */
import type { SandboxAddress, SandboxContext, SandboxWebhooks } from '../contract/index.ts';
import type { SandboxClock } from './clock.ts';
import type { Random } from './random.ts';
import type { HandAddress, WebhookBook } from './webhook-book.ts';
import { checkedUrl, type WebhookPost } from './webhook-request.ts';

/** An address as it is shown: without its secret. */
export interface WebhookAddressView {
  readonly id: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly entered: 'by hand' | "by the vendor's API";
  readonly active: boolean;
}

export interface EnteredAddress {
  readonly address: WebhookAddressView;
  /** Only now, where the vendor makes it. */
  readonly secret: string | null;
  /** The requests the vendor tried it with; empty where it does not. */
  readonly handshake: readonly {
    readonly expected: number;
    readonly status: number | null;
    readonly error: string | null;
  }[];
}

/** An address as a person enters it. */
export interface WantedAddress {
  readonly url: string;
  readonly secret?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
}

/** What the sending of one vendor's webhooks works with. */
export interface AddressBookOptions {
  readonly webhooks: SandboxWebhooks<unknown>;
  readonly context: SandboxContext<unknown>;
  readonly clock: SandboxClock;
  readonly book: WebhookBook;
  readonly random: Random;
  readonly post: WebhookPost;
}

export interface Listening {
  readonly address: SandboxAddress;
  readonly active: boolean;
  readonly view: WebhookAddressView;
}

export function addressBook({ webhooks, context, clock, book, random, post }: AddressBookOptions) {
  const listening = (address: SandboxAddress, active: boolean, entered: WebhookAddressView['entered']): Listening => {
    const { id, url, types, options = {} } = address;
    return { address, active, view: { id, url, types, options, entered, active } };
  };
  const all = (): readonly Listening[] => [
    ...(webhooks.addresses?.(context.state) ?? []).map((one) => listening(one, true, "by the vendor's API")),
    ...book.addresses.map((one) => listening(one, one.active, 'by hand')),
  ];

  async function tried(address: SandboxAddress): Promise<EnteredAddress['handshake']> {
    const results: EnteredAddress['handshake'][number][] = [];
    for (const { request, expect } of webhooks.handshake?.(address, context, clock.now()) ?? []) {
      const { status, error } = await post.post(address.url, request, webhooks.timeoutMs);
      results.push({ expected: expect, status, error });
    }
    return results;
  }

  return {
    all,
    find: (id: string) => all().find(({ address }) => address.id === id)?.address,
    async enter({ url, secret, types = [], options = {} }: WantedAddress) {
      const made = secret === undefined ? webhooks.secret?.(random.hex) : undefined;
      const fresh: HandAddress = {
        id: `hand_${random.hex(12)}`,
        url: checkedUrl(url),
        secret: secret ?? made ?? '',
        types: [...types],
        options: { ...options },
        active: false,
      };
      const handshake = await tried(fresh);
      const address = { ...fresh, active: handshake.every(({ expected, status }) => status === expected) };
      book.addresses.push(address);
      book.saveSoon();
      return { address: listening(address, address.active, 'by hand').view, secret: made ?? null, handshake };
    },
    remove(id: string): boolean {
      const place = book.addresses.findIndex((one) => one.id === id);
      if (place < 0) return false;
      book.addresses.splice(place, 1);
      book.saveSoon();
      return true;
    },
  };
}
