/**
 * A sandbox: a provider's own imitation of its vendor's API, stateful and strict, served over real HTTP by src/sandbox (one port
 * per provider). It is written from the vendor's documentation, not from the connector: where an official SDK exists, a test drives
 * the sandbox with it. State is plain JSON, so that it survives a restart.
 */
import type { Fields } from './fields.ts';
import type { JsonObject, JsonValue, Method } from './http.ts';
import type { Limit } from './limits.ts';
import type { Business } from './business.ts';

export interface SandboxRequest {
  readonly method: string;
  /** The vendor's host as the caller meant it (`identity.xero.com`), or the sandbox's own address for a browser. */
  readonly host: string;
  readonly path: string;
  /** From `:name` parts of the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface SandboxResponse {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; a string or bytes as they are (with the given content-type); bytes in parts are not copied. */
  readonly body?: JsonValue | Buffer | readonly Buffer[];
}

/** A stream grown for load: rendered once to a file, served as ready bytes. Items are numbered from 0. */
export interface GrownList {
  readonly count: number;
  /**
   * Items `from` (inclusive) to `to` (exclusive), JSON joined by commas, without brackets. To be sent in one response, or read
   * before the handler answers, and not kept: the bytes are overwritten once they are sent.
   */
  slice(from: number, to: number): Buffer;
  /** Only the items touched at or after this moment (milliseconds). */
  changedSince(ms: number): GrownList;
  /** The same items in the order in which they were last touched, for vendors that list by time of change. */
  byChange(): GrownList;
}

export interface SandboxContext<State> {
  /** Plain JSON, changed in place; saved by the host. */
  readonly state: State;
  readonly business: Business;
  /** Milliseconds; the clock can be frozen and advanced from outside. */
  now(): number;
  /** Random hex of that many characters, from the host's seeded source. */
  hex(length: number): string;
  /** The origin under which a browser reaches this sandbox (`http://127.0.0.1:4010`). */
  readonly origin: string;
  grown(stream: string): GrownList | undefined;
  /**
   * Something happened that the vendor tells by webhook: sent to every address that wants it, after this request was answered. `event`
   * is in the vendor's own form, what `webhooks.request` puts into an envelope.
   */
  emit(event: SandboxEvent): void;
  /** Values of the sandbox's `switches`, defaults filled in. */
  readonly switches: Readonly<Record<string, string>>;
}

export interface SandboxRoute<State> {
  readonly method: Method;
  /** `/v1/customers/:id` */
  readonly path: string;
  /** Runs without `guard` (token endpoints, authorize pages, well-known documents). */
  readonly open?: boolean;
  handle(request: SandboxRequest, context: SandboxContext<State>): SandboxResponse | Promise<SandboxResponse>;
}

/** One event in the vendor's own form. */
export interface SandboxEvent {
  /** The vendor's word for what happened; an address may want some only. */
  readonly type: string;
  readonly payload: JsonObject;
}

/** An address the vendor sends webhooks to. */
export interface SandboxAddress {
  readonly id: string;
  readonly url: string;
  /** With which the vendor signs; '' where it signs with keys of its own, or not at all. */
  readonly secret: string;
  /** Empty: all of them. */
  readonly types: readonly string[];
  /** What else the vendor lets one choose of an address, in its own words (`connect: 'true'`). */
  readonly options?: Readonly<Record<string, string>>;
}

/** How the vendor sends webhooks: its real envelope, signature and habits. */
export interface SandboxWebhooks<State> {
  /** Registered by the vendor's API and so in its state; those entered by hand at the vendor are the host's. */
  addresses?(state: State): readonly SandboxAddress[];
  /** Is it told of that event? Asked besides the types it wants, by vendors that keep accounts apart. Default: yes. */
  concerns?(event: SandboxEvent, address: SandboxAddress): boolean;
  /** Makes the secret of an address entered by hand, where the vendor makes it. Absent: whoever enters the address chooses it. */
  secret?(hex: (length: number) => string): string;
  /** Where the proof stands: in a header (lower-case name), or the body itself is the signed token. Absent: nothing is proven. */
  readonly signature?: { readonly header: string } | 'body';
  /** Names of events that can be sent on demand. */
  readonly types: readonly string[];
  /** An event of that type about something in the seeded business; `nth` tells several apart. Undefined for an unknown type. */
  example(type: string, context: SandboxContext<State>, nth: number): SandboxEvent | undefined;
  /** Most events the vendor puts into one request; default 1. */
  readonly eventsAtOnce?: number;
  /** The signed request. `nowMs`: the moment of this attempt, which is what most vendors sign. */
  request(
    events: readonly SandboxEvent[],
    address: SandboxAddress,
    context: SandboxContext<State>,
    nowMs: number,
  ): SandboxWebhook;
  /** Requests by which the vendor tries a new address, with the status it expects of each. */
  handshake?(
    address: SandboxAddress,
    context: SandboxContext<State>,
    nowMs: number,
  ): readonly { readonly request: SandboxWebhook; readonly expect: number }[];
  /** Pauses before each further attempt, milliseconds; the last one is given up after. */
  readonly retries: readonly number[];
  /** How long the vendor waits for the answer, milliseconds. */
  readonly timeoutMs: number;
  /** Statuses that count as received; default those from 200 to 299. */
  received?(status: number): boolean;
}

export interface SandboxWebhook {
  readonly method: 'POST' | 'GET' | 'HEAD' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Working test credentials of one way in, and wrong ones; the demo and the tests sign in with them. */
export interface SandboxSignIn {
  /** Key of the way in. */
  readonly method: string;
  /** The provider app registered at the sandbox (OAuth). */
  readonly app?: { readonly client_id: string; readonly client_secret: string };
  /** Values of the provider's `app` fields, as the operator would have registered them. */
  readonly appFields?: Readonly<Record<string, string>>;
  /** What the tenant would type. */
  readonly fields: Readonly<Record<string, string>>;
  /** The same, refused by the vendor. */
  readonly wrong?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * What the sandbox bears, where the provider's own limits are care with a server nobody knows and not a rule of the vendor's. The demo
   * gives it to its integration, so that a newcomer need not wait for that care.
   */
  readonly limits?: readonly Limit[];
}

export interface Sandbox<State = unknown> {
  readonly hosts: readonly string[];
  /** What the person signing in on the authorize page may fill in; the demo submits the defaults. */
  readonly signIns: readonly SandboxSignIn[];
  /** Deterministic: what it makes decides whether a saved state still fits this version. */
  seed(start: { readonly business: Business; readonly now: number; hex(length: number): string }): State;
  /** Authentication and limits, before every route that is not `open`. Answering refuses the request. */
  guard(request: SandboxRequest, context: SandboxContext<State>): SandboxResponse | undefined;
  readonly routes: readonly SandboxRoute<State>[];
  /** Lets happen what has fallen due, when the clock was moved. Absent: nothing does, or only with the next request. */
  timePasses?(context: SandboxContext<State>): void;
  /**
   * Streams that can be grown: item number `index` in its `generation` (0 = as first seeded; a touched item has a later one and
   * must differ), changed at `at` ms. Deterministic.
   */
  readonly grow: Readonly<Record<string, (item: { index: number; generation: number; at: number }) => JsonObject>>;
  /**
   * An input for the action that the vendor accepts in the seeded business; `nth` tells calls apart where it wants something unique.
   * Undefined for an unknown action. The conformance suite acts with it, and fails an action without.
   */
  example?(
    action: string,
    seeded: { readonly state: State; readonly business: Business; readonly nth: number },
  ): JsonObject | undefined;
  /** Absent: the vendor sends none. */
  readonly webhooks?: SandboxWebhooks<State>;
  /** Extra switches of this vendor, set through the control port (`throttle: true`). */
  readonly switches?: Fields;
}

/** Declares a sandbox. The state type is hidden from the host, which only carries it. */
export function defineSandbox<State>(sandbox: Sandbox<State>): Sandbox<State> {
  return sandbox;
}
