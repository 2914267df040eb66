/**
 * Cursors handed to callers: where a list goes on. Base64url JSON that names its tenant and its list, signed with a key of that
 * tenant, so that one taken from another tenant, another list, or made up, is refused before any query is built from it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { fail } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import { bare } from './ids.ts';
import type { List } from './inputs.ts';

/** 128 bits of the HMAC: a cursor lives in URLs, and shorter is kinder. */
const macBytes = 16;

export interface Cursors {
  /** Where the list called `list` goes on, for the caller to bring back. */
  write(tenantId: string, list: string, position: JsonObject): Promise<string>;
  /** The position, checked against `schema`; `undefined` when no cursor came. Throws `invalid_request` for any other cursor than one of this list. */
  read<Schema extends z.ZodType>(
    tenantId: string,
    list: string,
    text: string | undefined,
    schema: Schema,
  ): Promise<z.output<Schema> | undefined>;
  /** Rows fetched with `limit + 1` become a page: the extra row only tells that there is more. */
  page<Row, View>(
    of: { readonly tenantId: string; readonly list: string; readonly limit: number },
    rows: readonly Row[],
    position: (row: Row) => JsonObject,
    view: (row: Row) => View,
  ): Promise<List<View>>;
}

/** `keyOf` answers the tenant's own signing key. */
export function createCursors(keyOf: (tenantId: string) => Promise<Buffer>): Cursors {
  const write: Cursors['write'] = async (tenantId, list, position) => {
    const body = Buffer.from(JSON.stringify({ t: bare(tenantId), l: list, p: position }));
    return Buffer.concat([mac(await keyOf(tenantId), body), body]).toString('base64url');
  };
  return {
    write,
    read: async (tenantId, list, text, schema) => {
      if (text === undefined) return undefined;
      const bytes = Buffer.from(text, 'base64url');
      const body = bytes.subarray(macBytes);
      const given = bytes.subarray(0, macBytes);
      if (given.length !== macBytes || !timingSafeEqual(given, mac(await keyOf(tenantId), body))) throw notOfThisList();
      const content = signedContent(body.toString());
      if (content.t !== bare(tenantId) || content.l !== list) throw notOfThisList();
      const position = schema.safeParse(content.p);
      if (!position.success) throw notOfThisList();
      return position.data;
    },
    page: async ({ tenantId, list, limit }, rows, position, view) => {
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        data: shown.map(view),
        next_cursor: last === undefined ? null : await write(tenantId, list, position(last)),
      };
    },
  };
}

function mac(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, macBytes);
}

/** Our own words: the signature was right, so this parses. */
function signedContent(text: string): { readonly t?: unknown; readonly l?: unknown; readonly p?: unknown } {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? parsed : {};
}

function notOfThisList() {
  return fail('invalid_request', 'This cursor is not one of this list.', {
    problems: [{ path: 'cursor', message: 'expected `next_cursor` of an earlier page of the same list' }],
  });
}
