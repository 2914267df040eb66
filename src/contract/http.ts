/**
 * Requests as values. A provider never sends anything: it returns an HttpRequest, the engine authenticates, sends, retries,
 * limits and decodes it, and hands back an HttpResponse. Because a request is plain JSON, "the next page" can be kept in a
 * checkpoint and sent by another process after a crash.
 */

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** Is this decoded JSON an object (not null, not a list)? */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export type Scalar = string | number | boolean;

/** `undefined` values are left out; an array repeats the name (`types[]=a&types[]=b`). */
export type Query = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;

export type RequestBody =
  | { readonly json: JsonValue }
  /** application/x-www-form-urlencoded; names are sent as they are (`items[0][price]`). */
  | { readonly form: Query }
  | { readonly text: string; readonly type: string };

export interface HttpRequest {
  /** Default GET. */
  readonly method?: Method;
  /** Absolute https URL, or a path on the provider's base URL (`/Invoices`). */
  readonly url: string;
  readonly query?: Query;
  /** Lower-case names. Authentication is added by the engine, never here. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** A read that happens to be a POST (SOAP, XML, GraphQL): retried like a GET. GET and HEAD are always safe. */
  readonly safe?: boolean;
  /** Sent in the provider's idempotency header; makes a write safe to retry. */
  readonly idempotencyKey?: string;
  /** Largest answer accepted, in bytes after decompression; default 32 MB. */
  readonly maxBytes?: number;
  /** How to read the answer. Default: JSON, or text where `accept` asks for something else. */
  readonly decode?: Decoding;
}

/** How an answer is decoded before the provider sees it. `auto` goes by Content-Type; `xml` gives the root as an XmlElement. */
export type Decoding = 'json' | 'text' | 'auto' | 'xml';

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded JSON, an XmlElement, or a string for anything else; `null` for an empty body. Hostile until a schema has looked at it. */
  readonly body: unknown;
  /** The vendor's URL (never the mapped one), for messages and Link headers. */
  readonly url: string;
}

/** One answered request of a listing. */
export interface Page {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** What the stream's `items` found in the body. */
  readonly items: readonly unknown[];
  /** 1 for the first page of the listing. */
  readonly number: number;
}

/** The authenticated door a provider's functions call through when a declaration is not enough. Throws PlugboardError. */
export interface ProviderHttp {
  send(request: HttpRequest): Promise<HttpResponse>;
}

/** The door of a stream that walks by itself. */
export interface StreamHttp extends ProviderHttp {
  /**
   * Rows of an answer too large to hold, decoded while it arrives, at most 500 or about 1 MB at a time; a row may have 8 MB. `maxBytes`
   * of the request counts after unpacking; its default here is 4 GB. The time limit is one of silence. An answer cut off after the first
   * batch throws (what came before has been handed out); until then it is asked for again like any other. The provider's `success` and
   * `error` see answers that are no rows, and none that are.
   */
  rows(request: HttpRequest, format: RowFormat): AsyncGenerator<readonly JsonObject[], void, void>;
}

/** How the rows of a large answer are written. A zip may hold several files, which are read one after the other. */
export interface RowFormat {
  /**
   * One JSON object a line, or a table with commas whose first line names the columns: all values are then texts, a second column of a
   * name is called `name_2`, one without a name `column_3` by its place.
   */
  readonly rows: 'ndjson' | 'csv';
  /** Besides Content-Encoding, which is always undone. Files inside a zip may be gzipped themselves. */
  readonly unpack?: 'gzip' | 'zip';
}

/** Answers the next request of a listing, or nothing when it is complete. Must be pure. */
export type Paginator = (page: Page) => HttpRequest | undefined;
