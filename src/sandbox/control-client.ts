/** A typed client of the control port, for the demo, benchmarks, fault tests and src/testing; works from another process too. */
import type { ClockSetting } from './clock.ts';
import type { FaultInput, FaultStatus } from './faults.ts';
import type { GrownStatus } from './grown-streams.ts';
import type { EnterWebhookAddress, SendWebhooks } from './control-webhooks.ts';
import type { TrafficCounts, TrafficEntry } from './traffic.ts';
import type { EnteredAddress, WebhookAddressView } from './webhook-addresses.ts';
import type { Sending, WebhookDeliveryView } from './webhook-sender.ts';

export interface ClockReading extends ClockSetting {
  readonly now: number;
  readonly iso: string;
}

/** What a vendor has to send, and has sent. */
export interface WebhooksReading {
  readonly addresses: readonly WebhookAddressView[];
  /** What happens is kept until it is released. */
  readonly held: boolean;
  /** The last thousand that are over, oldest first, then those to come. */
  readonly deliveries: readonly WebhookDeliveryView[];
}

export interface SandboxControl {
  readonly url: string;
  fault(fault: FaultInput): Promise<FaultStatus>;
  faults(): Promise<readonly FaultStatus[]>;
  /** One, or all. */
  clearFaults(id?: string): Promise<void>;
  clock(): Promise<ClockReading>;
  freeze(at?: number | string): Promise<ClockReading>;
  advance(ms: number): Promise<ClockReading>;
  setClock(at: number | string): Promise<ClockReading>;
  realClock(): Promise<ClockReading>;
  grow(provider: string, stream: string, records: number): Promise<GrownStatus>;
  touch(provider: string, stream: string, fraction: number): Promise<GrownStatus>;
  /** The provider's own state, as its sandbox wrote it. */
  state(provider: string): Promise<unknown>;
  switches(provider: string, switches: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  /** Counters of every provider, and the last requests, oldest first. */
  requests(
    provider?: string,
  ): Promise<{ readonly counts: Readonly<Record<string, TrafficCounts>>; readonly recent: readonly TrafficEntry[] }>;
  forgetRequests(provider?: string): Promise<void>;
  webhooks(provider: string): Promise<WebhooksReading>;
  /** The same, once everything due by now has been attempted: after something happened at the vendor, or the clock was moved. */
  webhooksSettled(provider: string): Promise<WebhooksReading>;
  /** Enters an address by hand, as on the vendor's page; the vendor tries it at once where it does that. */
  enterWebhookAddress(provider: string, address: EnterWebhookAddress): Promise<EnteredAddress>;
  removeWebhookAddress(provider: string, id: string): Promise<void>;
  /** Sends events about the seeded business. Resolves after the attempts that are due, with the deliveries. */
  sendWebhooks(provider: string, wanted: SendWebhooks): Promise<readonly WebhookDeliveryView[]>;
  /** Keeps what happens from now on, until it is released: late, twice or in another order, if so asked. */
  holdWebhooks(provider: string): Promise<void>;
  releaseWebhooks(provider: string, how?: Sending): Promise<readonly WebhookDeliveryView[]>;
  /** Forgets deliveries, also those to come. */
  forgetWebhooks(provider: string): Promise<void>;
  /** Back to the seed: one provider, or all of them and no faults. Clock and grown streams stay. */
  reset(provider?: string): Promise<void>;
}

/** Throws Error with the control port's own words when it refuses. */
export function sandboxControl(url: string): SandboxControl {
  // The control port's word is taken for its types: it is our own code on both ends.
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(new URL(path, url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox control: ${refusalIn(text) ?? response.status}`);
    return JSON.parse(text);
  }
  const deliveries = async (path: string, body: object) =>
    (await call<{ deliveries: readonly WebhookDeliveryView[] }>('POST', path, body)).deliveries;
  const only = (provider: string | undefined) =>
    provider === undefined ? '' : `?provider=${encodeURIComponent(provider)}`;
  return {
    url,
    fault: (fault) => call('POST', '/faults', fault),
    faults: async () => (await call<{ faults: readonly FaultStatus[] }>('GET', '/faults')).faults,
    clearFaults: async (id) => void (await call('DELETE', id === undefined ? '/faults' : `/faults/${id}`)),
    clock: async () => (await call<{ clock: ClockReading }>('GET', '/')).clock,
    freeze: (at) => call('POST', '/clock', { action: 'freeze', at }),
    advance: (ms) => call('POST', '/clock', { action: 'advance', ms }),
    setClock: (at) => call('POST', '/clock', { action: 'set', at }),
    realClock: () => call('POST', '/clock', { action: 'real' }),
    grow: (provider, stream, records) => call('POST', '/grow', { provider, stream, records }),
    touch: (provider, stream, fraction) => call('POST', '/touch', { provider, stream, fraction }),
    state: (provider) => call('GET', `/state/${provider}`),
    switches: (provider, switches) => call('POST', '/switches', { provider, switches }),
    requests: (provider) => call('GET', `/requests${only(provider)}`),
    forgetRequests: async (provider) => void (await call('DELETE', `/requests${only(provider)}`)),
    webhooks: (provider) => call('GET', `/webhooks/${provider}`),
    webhooksSettled: (provider) => call('GET', `/webhooks/${provider}?settled`),
    enterWebhookAddress: (provider, address) => call('POST', '/webhooks/addresses', { provider, ...address }),
    removeWebhookAddress: async (provider, id) => void (await call('DELETE', `/webhooks/${provider}/addresses/${id}`)),
    sendWebhooks: (provider, wanted) => deliveries('/webhooks/send', { provider, ...wanted }),
    holdWebhooks: async (provider) => void (await call('POST', '/webhooks/hold', { provider })),
    releaseWebhooks: (provider, how = {}) => deliveries('/webhooks/release', { provider, ...how }),
    forgetWebhooks: async (provider) => void (await call('DELETE', `/webhooks/${provider}`)),
    reset: async (provider) => void (await call('POST', '/reset', { provider })),
  };
}

function refusalIn(text: string): string | undefined {
  const answer: { message?: string } = JSON.parse(text);
  return answer.message;
}
