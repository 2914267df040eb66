/**
 * What a provider sends us of its own accord. A provider says how to tell that a request is genuine, how one body falls into events, and
 * what an event asks for. The engine and the hub do the rest: the addresses, the secrets, storing before answering, doing each event once,
 * trying again. Nothing here writes a record: an event brings items for the way every page goes, or wakes a run.
 *
 * Order of work: the address tells which secrets may have signed -> `verify` on the raw bytes -> `handshake` where the vendor only tries
 * the address -> `events` -> stored, sealed, once -> answered -> later, in a job: `effect`.
 */
import type { Field, Settings } from './fields.ts';
import type { JsonObject, JsonValue, ProviderHttp } from './http.ts';
import type { Account } from './stream.ts';

/** A request as it came, before anything in it is believed. */
export interface WebhookRequest {
  readonly method: string;
  /** The whole address as the vendor knows it: some sign it. */
  readonly url: string;
  /**
   * Lower-case names. A header that came more than once is not among them: it could not be said which of them was meant, so it is as good
   * as missing.
   */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Exactly the bytes that were sent. */
  readonly body: Buffer;
}

export interface VerifyContext {
  /**
   * Those valid now: the present one and, for a day after a change, the one before. Never empty where `proof` is 'signature', unless the
   * secret is optional.
   */
  readonly secrets: readonly string[];
  readonly nowMs: number;
  /** Of the integration whose own address was used; none on the address of an app. */
  readonly settings: Settings;
  /**
   * The vendor's public keys, a JWKS document at one of the provider's hosts. Kept for a while; `kid` names the key that is wanted, so that
   * one that is not among them makes the document be fetched again, though not for every request. Throws `provider_unavailable`.
   */
  keys(url: string, kid: string | undefined): Promise<JsonObject>;
}

export type Verification =
  /** `content`: what the body says where that is not simply its JSON (the claims of a signed token). */
  | { readonly genuine: true; readonly content?: JsonValue }
  | { readonly genuine: false; readonly reason: Unproven; readonly message: string };

/** What is wrong with a signature. `stale` and `early`: right, but of another time than now. */
export type Unproven = 'missing' | 'malformed' | 'wrong' | 'stale' | 'early';

/** What makes a request genuine. */
export type WebhookProof =
  /** A secret that both sides know; without one configured every request is refused. */
  | 'signature'
  /** The vendor's public keys. */
  | 'keys'
  /** The vendor proves nothing: who knows the integration's own address is believed. Only such addresses exist then. */
  | 'address';

/** One thing that happened, of one account. */
export interface WebhookEvent {
  /** The vendor's own word: `invoice.payment_succeeded`. */
  readonly type: string;
  /** The vendor's id, the same when it is sent again. Absent: an event is known again by its type, moment and payload. */
  readonly id?: string | undefined;
  /** Id of the account it is about, as in `Account.id`. Absent: that of the integration whose address was used. */
  readonly account?: string | undefined;
  /** When it happened, ISO 8601 UTC. */
  readonly at?: string | undefined;
  /** What is kept: this event's own part of the body, and nothing of another account's. */
  readonly payload: JsonValue;
}

/** What a stored event asks for. All of it may be absent: then the event is kept, and that is all. */
export interface WebhookEffect {
  /** Items in the very shape the stream's list gives them in. */
  readonly items?: readonly WebhookItem[];
  /** Records the vendor says are gone. */
  readonly gone?: readonly { readonly stream: string; readonly key: string; readonly at: string }[];
  /** Streams whose changes are to be read now, because the event does not say enough. */
  readonly wake?: readonly string[];
  /** The account took our app away, or wants what we hold of a person erased: people are told, nothing is deleted unasked. */
  readonly signal?: 'uninstalled' | 'erasure_requested';
}

export interface WebhookItem {
  readonly stream: string;
  readonly item: JsonObject;
  /** The moment this state was true, ISO 8601 UTC; what was read later than that is not overwritten. */
  readonly at: string;
}

export interface EffectContext {
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Key of the way in. */
  readonly method: string;
}

/** A request by which a vendor only finds out whether the address is ours. It is answered at once and stored nowhere. */
export interface Handshake {
  /** Methods besides POST that it comes with (`HEAD`, `GET`). */
  readonly methods?: readonly ('HEAD' | 'GET' | 'DELETE')[];
  /** Is it signed like everything else? Then it is verified first. */
  readonly signed: boolean;
  /** Undefined: it is no such request. `secrets` as for `verify`. Total. */
  answer(request: WebhookRequest, secrets: readonly string[]): HandshakeAnswer | undefined;
}

export interface HandshakeAnswer {
  /** Default 200. */
  readonly status?: number;
  /** A text is sent as text/plain. Default: no body. */
  readonly body?: JsonObject | string;
}

/** Where an address of ours is registered at the vendor by its API. */
export interface WebhookSubscription {
  /** For an integration's own address. Throws PlugboardError. */
  register(context: SubscriptionContext & { readonly url: string }): Promise<Subscribed>;
  /** Looks whether it is still there and working. */
  check(context: SubscriptionContext, subscribed: Subscribed): Promise<SubscriptionState>;
  /** For vendors whose subscriptions end: puts the end off. */
  renew?(context: SubscriptionContext, subscribed: Subscribed): Promise<Subscribed>;
  /** Gone already is as good as removed. */
  remove(context: SubscriptionContext, subscribed: Subscribed): Promise<void>;
}

export interface SubscriptionContext extends EffectContext {
  readonly http: ProviderHttp;
}

export interface Subscribed {
  /** The vendor's id of the subscription. */
  readonly id: string;
  /** The signing secret, where the vendor makes it and tells it in this answer alone. */
  readonly secret?: string | undefined;
  /** ISO 8601 UTC; absent: it does not end by itself. */
  readonly expiresAt?: string | undefined;
}

export type SubscriptionState =
  { readonly state: 'active' } | { readonly state: 'disabled' | 'gone'; readonly message: string };

export interface Webhooks {
  /**
   * The addresses the vendor can be given. `app`: one for all accounts of a provider app, so each event names its account.
   * `integration`: one of its own for each integration.
   */
  readonly addresses: readonly ('app' | 'integration')[];
  readonly proof: WebhookProof;
  /** The proof is a password or a token beside the body: it says who sends, and a body that was changed on the way would be believed. */
  readonly provesSenderOnly?: true;
  /**
   * The secret as people enter it, where `proof` is 'signature': with the integration, or with the provider app. `optional`, on addresses of
   * integrations only: settings may name the vendor's keys instead, so `verify` is also asked where no secret is set, and refuses what neither
   * proves.
   */
  readonly secret?: Pick<Field, 'label' | 'help' | 'pattern' | 'example' | 'optional'>;
  /** Names of events worth subscribing to, as on the provider's page; others are stored as well. */
  readonly types: readonly string[];
  /** Largest body accepted, bytes; default 1 MB. */
  readonly maxBytes?: number;
  /**
   * A genuine request about accounts none of which is connected here: refused with 404, or `acknowledged` where the vendor would stop sending
   * to everybody after such refusals.
   */
  readonly unknownAccount?: 'refused' | 'acknowledged';
  /** Status of the answer when all is stored; default 200. */
  readonly answer?: 200 | 202 | 204;
  /** Total: a request that cannot be read is not genuine. Compares in constant time (the kit's verifiers do). */
  verify(request: WebhookRequest, context: VerifyContext): Verification | Promise<Verification>;
  readonly handshake?: Handshake;
  /** What one genuine body tells of. Throws `decode_failed` for a body that is not as documented. `content`: see Verification, else its JSON. */
  events(content: JsonValue, request: WebhookRequest): readonly WebhookEvent[];
  /** Pure and total; the event as it was stored. Undefined: nothing follows from it. */
  effect(event: WebhookEvent, context: EffectContext): WebhookEffect | undefined;
  readonly subscription?: WebhookSubscription;
}
