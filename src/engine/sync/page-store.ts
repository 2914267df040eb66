/**
 * What a run needs of the store, bound to one run of one stream. The hub joins it to PostgreSQL; a dry run gives one that only
 * counts.
 */
import type { HttpRequest, JsonValue } from '../../contract/http.ts';

/** Where an unfinished run goes on from: the next request of a list, or what a `pages` generator asked to be told. */
export type Checkpoint =
  | { readonly kind: 'list'; readonly request: HttpRequest; readonly number: number }
  | { readonly kind: 'pages'; readonly resume: JsonValue };

/** One record that is new, different, gone or broken. What is unchanged never gets this far. */
export interface ChangedItem {
  readonly key: string;
  /** 32 hex characters. */
  readonly hash: string;
  /** Canonical JSON of the vendor's item; undefined for a bare notice of deletion. */
  readonly raw: string | undefined;
  /** Unified data; null when it could not be mapped (see `problem`) or for a bare deletion. */
  readonly data: object | null;
  /** Vendor's time of last change, milliseconds; null when it does not say. */
  readonly changedMs: number | null;
  /** Moment this state was true at the vendor, milliseconds. */
  readonly asOfMs: number;
  readonly deleted: boolean;
  /** Why it could not be mapped. */
  readonly problem: string | null;
}

export interface PageWrite {
  /** 1 for the first page the run stores; a repeated number is the same page again. */
  readonly no: number;
  /** null: the listing is complete with this page. */
  readonly checkpoint: Checkpoint | null;
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

export interface PageStore {
  /** Hash of each key that is stored and alive; undefined for the others. Same order as `keys`. */
  probe(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** All of the page or nothing. Throws `conflict` when another process has taken the run over. */
  store(page: PageWrite): Promise<{ readonly created: number; readonly updated: number }>;
  /** After a complete full pass: what was not seen is gone. */
  sweep(): Promise<SweepResult>;
}
