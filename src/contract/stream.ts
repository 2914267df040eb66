/**
 * A stream: one list a provider offers, mapped to one model. Mostly declarations and pure functions; for the odd vendor
 * `pages` walks the list itself through the authenticated `http`.
 *
 * Order of work in the engine, per page: `items` -> `key`, `updatedAt`, `deleted` on the untouched item (so they must be total)
 * -> canonical hash -> only what changed is validated by `raw` and mapped by `map`.
 */
import type { z } from 'zod';
import type { PlugboardError } from './errors.ts';
import type { FieldNames } from './field-names.ts';
import type { Settings } from './fields.ts';
import type { HttpRequest, JsonObject, JsonValue, Paginator, StreamHttp } from './http.ts';
import type { ModelName, Models } from './models/index.ts';

/** The account at the vendor that an integration speaks for (a Xero organisation, a Stripe account). */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** Facts mapping needs and items do not carry (base currency, time zone). */
  readonly meta: Readonly<Record<string, string>>;
}

export interface StreamContext {
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Key of the way in; for vendors whose ways lead to different APIs. */
  readonly method: string;
  /** Key of the partition being walked; '' in a stream without. */
  readonly partition: string;
  /** ISO 8601 UTC: only what changed at or after this moment is wanted. Undefined in a full pass. */
  readonly since: string | undefined;
  /** ISO 8601 UTC, when this run started. */
  readonly now: string;
  /** What this installation calls the stream's fields, where an override profile says so: for filters and orders. Items come renamed. */
  readonly names?: FieldNames;
}

export interface MapContext {
  readonly settings: Settings;
  readonly account: Account | undefined;
}

/** How a later run avoids reading everything again. */
export type Incremental =
  /** No way: every run is a full pass. */
  | { readonly style: 'none' }
  /**
   * The list can be filtered by change time: `request` sees `since`. The cursor moves to the start of the last complete run, less
   * `lookbackMs` (2 minutes where the vendor gives seconds, 24 hours where it gives days). Items must be listed in an order that
   * changes cannot shift backwards, else a page boundary could swallow one. `retentionMs`: how far back the vendor lets a list be
   * filtered, where it does not for ever; an older cursor means a full pass.
   */
  | { readonly style: 'updated_since'; readonly lookbackMs: number; readonly retentionMs?: number }
  /** Changes are read from a separate feed (Stripe's events). */
  | { readonly style: 'changes'; readonly lookbackMs: number; readonly changes: ChangeFeed };

/** A vendor's list of what happened, newest first. The newest change of a key wins; older ones of the same window are ignored. */
export interface ChangeFeed {
  /** How long the vendor keeps the feed; an older cursor means a full pass. Milliseconds. */
  readonly retentionMs: number;
  request(context: StreamContext & { readonly since: string }): HttpRequest;
  items(body: unknown): readonly unknown[];
  readonly paginate: Paginator;
  /** The vendor answers no more than so many and does not say that it cut them off (QuickBooks' 1000): as many mean that a full pass is due. */
  readonly most?: number;
  change(event: JsonObject): Change | undefined;
}

export interface Change {
  readonly key: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The object as it was then; `undefined` with `deleted: true`. */
  readonly item: JsonObject | undefined;
  readonly deleted: boolean;
}

/** How we learn that something is gone: the item says so, it is missing from a complete listing, or it never happens. */
export type Deletions = 'flagged' | 'swept' | 'never';

/**
 * A list the vendor only gives part by part (course by course). The engine lists the parent stream by its own declaration, anew for
 * each run, and walks the parts in the order of their keys; the checkpoint holds the part and the place in it, the cursor a
 * moment for each part. A part that the credentials may not see, or that has gone meanwhile (`permission_denied`, `not_found`), is
 * left out: the rest goes on, the run is partial and says which, and nothing is swept.
 */
export interface Partitions {
  /** Name of the parent stream, which may be partitioned itself. */
  readonly of: string;
  /** The part's key in an item of the parent; undefined: not walked. Default: the parent's own `key`, without its deleted items. */
  key?(item: JsonObject): string | undefined;
  /** An incremental run walks only the parts whose parent has changed; needs a parent that is incremental itself. */
  readonly onlyChanged?: boolean;
  /** Does this refusal only mean that there is nothing in the part? */
  emptyOn?(error: PlugboardError): boolean;
}

/**
 * The vendor's own list of the ids of what was deleted. The engine asks for it once, after everything else of a run has been read and
 * stored. `deletions` still says what a full listing proves: `never` with `gone` is a list that leaves out things that are still there.
 */
export interface Gone {
  /** `since` as for the stream itself, undefined in a full pass. Answering nothing: it is not needed now (a sweep finds them). */
  request(context: StreamContext): HttpRequest | undefined;
  /** Keys of the stream's records. Ids of other things among them do no harm. Throws `decode_failed` when there is no list. */
  keys(body: unknown): readonly string[];
}

/** What `items` may need besides the body. */
export interface ItemsContext {
  /** Key of the partition being walked; '' in a stream without. Some vendors' items do not say where they belong. */
  readonly partition: string;
  readonly request: HttpRequest;
  /** For streams with `lists`: the list of an answer, where an override profile says that it is. Throws `decode_failed` when it is not. */
  readonly list?: (body: unknown) => readonly unknown[];
}

/** Some items, and where to go on from if the process dies now (`undefined` when this was the last). */
export interface Batch {
  readonly items: readonly unknown[];
  readonly resume: JsonValue | undefined;
}

export interface PagesContext extends StreamContext {
  readonly http: StreamHttp;
  /** What the last stored batch gave as `resume`. */
  readonly resume: JsonValue | undefined;
  /** Listed as a parent of partitions: nothing but the items' keys is looked at, so what costs a call per item can be left out. */
  readonly keysOnly?: boolean;
  /** For streams with `lists`: the list of an answer, where an override profile says that it is. Throws `decode_failed` when it is not. */
  readonly list?: (body: unknown) => readonly unknown[];
}

interface StreamCore<Raw, M extends ModelName> {
  readonly model: M;
  /** What it holds, in one sentence. */
  readonly summary: string;
  /** The vendor's shape, lenient: unknown fields pass. */
  readonly raw: z.ZodType<Raw>;
  readonly incremental: Incremental;
  readonly deletions: Deletions;
  readonly gone?: Gone;
  readonly partitions?: Partitions;
  /** A full pass is due at least this often although the stream is incremental, because the vendor forgets to mark some changes. */
  readonly fullEveryMs?: number;
  /** Error codes that mean "this account does not have this feature": the stream is skipped with this reason, not failed. */
  readonly absentOn?: {
    readonly codes: readonly ('permission_denied' | 'not_found' | 'unsupported')[];
    readonly reason: string;
  };
  /** The vendor's id of an item. Items without one are set aside with the reason. */
  key(item: JsonObject): string | undefined;
  /** When the vendor last changed it, ISO 8601 UTC. */
  updatedAt?(item: JsonObject): string | undefined;
  deleted?(item: JsonObject): boolean;
  /** Pure, synchronous, total: same input, same output; what is unknown becomes null. */
  map(raw: Raw, context: MapContext): Models[M];
  /** Default 1. Raise it when `map` changes: what is stored is then mapped anew from raw. */
  readonly mapVersion?: number;
}

/** The ordinary stream: one request, a list in the answer, a paginator. */
export interface ListStream<Raw = unknown, M extends ModelName = ModelName> extends StreamCore<Raw, M> {
  /** `items` adds to what is listed (whose it is), so it goes by `ItemsContext.list` where there is one. Without, that alone is taken. */
  readonly lists?: true;
  request(context: StreamContext): HttpRequest;
  /** The list in a decoded body. Throws `decode_failed` when it is not there (see `listAt`). */
  items(body: unknown, context: ItemsContext): readonly unknown[];
  readonly paginate: Paginator;
}

/** The odd stream: walks by itself. */
export interface PagesStream<Raw = unknown, M extends ModelName = ModelName> extends StreamCore<Raw, M> {
  /** It finds its lists by `PagesContext.list` where there is one, so that an override profile may say where they are. */
  readonly lists?: true;
  pages(context: PagesContext): AsyncGenerator<Batch, void, void>;
}

export type Stream<Raw = unknown, M extends ModelName = ModelName> = ListStream<Raw, M> | PagesStream<Raw, M>;

/** Declares a stream; exists so that `map`'s result is checked against the model and `raw` gives `map` its argument. */
export function stream<Raw, M extends ModelName>(declared: ListStream<Raw, M>): ListStream<Raw, M>;
export function stream<Raw, M extends ModelName>(declared: PagesStream<Raw, M>): PagesStream<Raw, M>;
export function stream<Raw, M extends ModelName>(declared: Stream<Raw, M>): Stream<Raw, M> {
  return declared;
}
