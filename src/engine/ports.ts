/**
 * What the engine needs from the outside, declared by the engine and joined to the store by the hub. Nothing here knows
 * PostgreSQL; tests use small in-memory versions.
 */
import type { ErrorCode } from '../contract/errors.ts';
import type { HttpRequest, JsonObject, JsonValue } from '../contract/http.ts';

/** Time, injected. `now` is milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness, injected: a number in [0, 1), and random bytes. */
export interface Random {
  next(): number;
  bytes(length: number): Buffer;
}

/** One call to a vendor, for the exchange log. Everything in it is redacted before it gets here. */
export interface Exchange {
  readonly at: number;
  readonly provider: string;
  readonly integrationId: string | undefined;
  readonly operation: string;
  readonly method: string;
  readonly host: string;
  /** Path only; the query is redacted by name. */
  readonly path: string;
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly attempt: number;
  /** Code of the error table; undefined: it went well. */
  readonly error: string | undefined;
  /** What went wrong, for people. */
  readonly message?: string | undefined;
  /** The vendor's own request id. */
  readonly requestId?: string | undefined;
  /** Both bodies as text, cut to size; only where the log asks for them. */
  readonly bodies?: ExchangeBodies | undefined;
}

/** `null`: there was none. */
export interface ExchangeBodies {
  readonly request: string | null;
  readonly response: string | null;
}

export interface ExchangeLog {
  /** Whose bodies it keeps; left out: nobody's. */
  readonly bodies?: 'all' | 'failed' | undefined;
  /** Never waits and never throws: a call must not suffer from its being logged. */
  write(exchange: Exchange): void;
}

/**
 * Counts calls against a vendor's limits across processes. Grants are leased in blocks so that a call costs no query.
 * One row per budget key; the key names limit scope, account and window.
 */
export interface BudgetStore {
  /**
   * Asks for up to `want` calls within the window of `windowMs` that contains `nowMs`. Answers how many were granted
   * (0 = none left) and when the window ends.
   */
  take(
    key: string,
    want: number,
    max: number,
    windowMs: number,
    nowMs: number,
  ): Promise<{ granted: number; resetAt: number }>;
  /** The vendor says only `remaining` calls are left in the current window: never grant more than that. */
  observe(key: string, remaining: number, windowMs: number, nowMs: number): Promise<void>;
  /** Counts a call as running; false when `max` are running already. Leases expire after `ttlMs` so that a dead process frees them. */
  enter(key: string, holder: string, max: number, ttlMs: number, nowMs: number): Promise<boolean>;
  leave(key: string, holder: string): Promise<void>;
}

/** A credential as the engine works with it, opened; sealed at rest by the store. */
export interface StoredCredential {
  /** Key of the way in (`oauth2`, `client_credentials`, `api_key`), as in the provider's `auth` list. */
  readonly method: string;
  /** What the tenant typed: `api_key`, `username`, `client_id`... */
  readonly fields: Readonly<Record<string, string>>;
  /** Tokens from an OAuth grant, when the method has any. */
  readonly tokens: Tokens | undefined;
  /** Grows by one with every committed change; a refresh commits only `where generation = g`. */
  readonly generation: number;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  /** Milliseconds since the epoch; undefined = never expires or unknown. */
  readonly expires_at?: number | undefined;
  /** Milliseconds since the epoch; with expires_at it tells how early a short-lived token may sensibly be renewed. */
  readonly issued_at?: number | undefined;
  readonly scope?: string | undefined;
  /** Vendor facts worth keeping with the grant (connection id, instance URL). */
  readonly extra?: JsonObject | undefined;
}

/** The credential of one integration, bound to its tenant. */
export interface CredentialStore {
  read(): Promise<StoredCredential>;
  /**
   * Tries to become the one refresher: a committed lease that outlives the call (45 s against 30 s).
   * Answers the credential to refresh, or `undefined` when somebody else holds the lease.
   */
  lease(owner: string, generation: number, ttlMs: number): Promise<StoredCredential | undefined>;
  /** Commits new tokens `where generation = g` and frees the lease. False: somebody was faster, read again. */
  commit(owner: string, generation: number, tokens: Tokens): Promise<boolean>;
  /** Frees the lease without new tokens. `inDoubt`: the vendor may have rotated and we do not know the answer. */
  release(owner: string, generation: number, inDoubt: boolean): Promise<void>;
  /** The grant is dead: the integration becomes needs_reauth and its schedules stop. */
  revoked(generation: number, reason: string): Promise<void>;
}

/** The place in one list: the next request of it, or what a `pages` generator asked to be told. */
export type Place =
  | { readonly kind: 'list'; readonly request: HttpRequest; readonly number: number }
  | { readonly kind: 'pages'; readonly resume: JsonValue };

/**
 * Where an unfinished run goes on from: a place in its list; in a partitioned stream the part and the place in it (`inner` null: the
 * part is done, those after it are not), and what had to be left out so far.
 */
export type Checkpoint =
  | Place
  | {
      readonly kind: 'partition';
      readonly partition: string;
      readonly inner: Place | null;
      readonly missed: readonly MissedPart[];
    };

/** A part that the credentials may not see, or that is gone. */
export interface MissedPart {
  /** Stream whose item it is. */
  readonly of: string;
  readonly key: string;
  readonly code: ErrorCode;
  /** What the provider said; of the first few only, so that ten thousand of them stay small. */
  readonly message?: string | undefined;
}

/** The parts a run walks, listed once: a successor walks the same ones in the same order. */
export interface PartList {
  /** Stream whose items they are. */
  readonly of: string;
  /** In the order they are walked in, once the list is complete. */
  readonly keys: readonly string[];
  /** Every part there is; false: only those that have changed, or those of the parts above that could be read. */
  readonly whole: boolean;
  /** The last part above that was read; undefined: the list is complete. */
  readonly after?: string | undefined;
  /** Parts above that could not be read. */
  readonly missed: readonly MissedPart[];
}

/** What the next incremental run of a partitioned stream needs to know besides the stream's own cursor. */
export interface PartCursor {
  /** Vendor's moment (ISO 8601) to the parts that were last read completely then. What is in none is read from the beginning. */
  readonly read: Readonly<Record<string, readonly string[]>>;
  /** Parts that were left out, by the stream that lists them: tried again whether they have changed or not. */
  readonly due: Readonly<Record<string, readonly string[]>>;
}

/** One record that is new, different, gone or broken. What is unchanged never gets this far. */
export interface ChangedItem {
  readonly key: string;
  /** 32 hex characters. */
  readonly hash: string;
  /** Canonical JSON of the vendor's item, UTF-8; undefined for a bare notice of deletion. */
  readonly raw: Uint8Array | undefined;
  /** Unified data as JSON text, ready to be stored; null when it could not be mapped (see `problem`) or for a bare deletion. */
  readonly data: string | null;
  /** Vendor's time of last change, milliseconds; null when it does not say. */
  readonly changedMs: number | null;
  /** Moment this state was true at the vendor, milliseconds. */
  readonly asOfMs: number;
  readonly deleted: boolean;
  /** Why it could not be mapped. */
  readonly problem: string | null;
}

/** A state of a record, and a moment at which it was true. */
export type Seen = Pick<ChangedItem, 'key' | 'hash' | 'asOfMs' | 'deleted'>;

export interface PageWrite {
  /** 1 for the first page the run stores; a repeated number is the same page again. */
  readonly no: number;
  /** null: the listing is complete with this page (never so in a partitioned stream). */
  readonly checkpoint: Checkpoint | null;
  /** Vendor's moment the next incremental run goes on from; the first page's counts. ISO 8601. */
  readonly nextCursor: string;
  /** Different records read. */
  readonly read: number;
  /** Of those, how many could not be mapped. */
  readonly failed: number;
  readonly changed: readonly ChangedItem[];
  /** Every key read, in a full pass that will be swept; else undefined. */
  readonly seen: readonly string[] | undefined;
  readonly requests: number;
  readonly retries: number;
  readonly bytes: number;
}

export interface SweepResult {
  readonly deleted: number;
  /** Too many were missing: nothing was deleted, a person decides. */
  readonly held: { readonly id: string; readonly found: number } | undefined;
}

/** What a run needs of the store, bound to one run of one stream. A dry run is given one that only counts. */
export interface PageStore {
  /** Hash of each key that is stored and alive; undefined for the others. Same order as `keys`. */
  probe(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** All of the page or nothing. Throws `conflict` when another process has taken the run over. */
  store(page: PageWrite): Promise<{ readonly created: number; readonly updated: number }>;
  /** After a complete full pass: what was not seen is gone. */
  sweep(): Promise<SweepResult>;
  /**
   * Keeps the lists of parts of a run, the uppermost first, for its next attempt; the last one may be unfinished. Counts as progress
   * of the run. Throws `conflict` as `store` does.
   */
  keepParts(lists: readonly PartList[]): Promise<void>;
}
