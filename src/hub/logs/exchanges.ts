/**
 * The exchange log as callers see it: each call to a vendor, newest first, and one with its bodies. It is written by
 * exchange-recorder.ts; bodies were redacted before they got there, and are kept of errors and actions only.
 */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { sql } from 'kysely';
import { z } from 'zod';
import { errorCodes, fail } from '../../contract/errors.ts';
import { sealedPlaces } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { bare, printable, readId, showId } from '../ids.ts';
import { lineText, listOf, listQuery, parseInput, type List } from '../inputs.ts';
import { holdsText, readLines } from './log-pages.ts';
import { shownSpan } from './log-retention.ts';
import { logFilters, nextCursor } from './logs.ts';
import { seesPeople, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';

const decompress = promisify(zstdDecompress);

export const ExchangeView = z
  .object({
    id: z.string().meta({ example: 'exc_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    at: z.iso.datetime().meta({ description: 'When the request was sent.' }),
    provider: z.string(),
    operation: z.string().meta({ example: 'stream invoices' }),
    run_id: z.string().nullable(),
    method: z.string(),
    host: z.string(),
    path: z.string().meta({ description: 'With its query; secrets are masked.' }),
    status: z.number().int().nullable().meta({ description: "Of the vendor's answer; null: there was none." }),
    duration_ms: z.number().int(),
    request_bytes: z.number().int(),
    response_bytes: z.number().int(),
    attempt: z.number().int().meta({ description: '1 for the first try.' }),
    error: z.string().nullable().meta({ description: 'Code of the table of errors; null: it went well.' }),
    message: z.string().nullable(),
    request_id: z.string().nullable().meta({ description: "The vendor's own, for its support desk." }),
    has_bodies: z.boolean(),
  })
  .meta({ id: 'Exchange' });
export type ExchangeView = z.output<typeof ExchangeView>;
export const ExchangeList = listOf(ExchangeView).meta({ id: 'ExchangeList' });

export const Bodies = z.object({ request: z.string().nullable(), response: z.string().nullable() });

export const ExchangeDetail = ExchangeView.extend({
  bodies: Bodies.nullable().meta({
    description:
      'Of errors and actions only: redacted, at most 16 KB each. Null: not kept, or not for you (the right `view`).',
  }),
}).meta({ id: 'ExchangeDetail' });
export type ExchangeDetail = z.output<typeof ExchangeDetail>;

const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'none'] as const;

export const ExchangeQuery = listQuery.extend({
  failed: z.enum(['true', 'false']).optional().meta({ description: 'true: only those that failed.' }),
  error: z.enum(errorCodes, { error: 'expected a code of the table of errors' }).optional(),
  status: z.coerce.number().int().min(100).max(599).optional().meta({ description: "Of the vendor's answer." }),
  status_class: z
    .enum(statusClasses)
    .optional()
    .meta({ description: "Of the vendor's answer by its first digit; `none`: there was no answer." }),
  run: z.string().optional().meta({ description: 'Only calls of this run.' }),
  search: lineText(200)
    .optional()
    .meta({ description: 'Text in `operation`, `host`, `path` or `message`, in capitals or not.' }),
  ...logFilters,
});
export type ExchangeQuery = z.input<typeof ExchangeQuery>;

export interface ExchangeRow {
  readonly id: string;
  readonly at: Date;
  readonly provider: string;
  readonly operation: string;
  readonly run_id: string | null;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly attempt: number;
  readonly error: string | null;
  readonly message: string | null;
  readonly request_id: string | null;
  readonly key_version: number | null;
}
export const exchangeColumns = [
  'id',
  'at',
  'provider',
  'operation',
  'run_id',
  'method',
  'host',
  'path',
  'status',
  'duration_ms',
  'request_bytes',
  'response_bytes',
  'attempt',
  'error',
  'message',
  'request_id',
  'key_version',
] as const;

export function exchangeView(row: ExchangeRow): ExchangeView {
  return {
    id: showId('exc', row.id),
    at: row.at.toISOString(),
    provider: row.provider,
    operation: row.operation,
    run_id: row.run_id === null ? null : showId('run', row.run_id),
    method: row.method,
    host: row.host,
    path: row.path,
    status: row.status,
    duration_ms: row.duration_ms,
    request_bytes: row.request_bytes,
    response_bytes: row.response_bytes,
    attempt: row.attempt,
    error: row.error,
    message: row.message,
    request_id: row.request_id,
    has_bodies: row.key_version !== null,
  };
}

export function exchanges(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;

  /** Newest first. Throws `not_found` for an unknown integration. */
  const list = async (
    principal: Principal,
    tenant: string,
    integration: string,
    query: ExchangeQuery = {},
  ): Promise<List<ExchangeView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const {
      limit,
      cursor,
      search,
      since,
      until,
      status_class: statusClass,
      ...filters
    } = parseInput(ExchangeQuery, query);
    const integrationId = readId('int', integration);
    const name = `exchanges:${integrationId}`;
    const place = await cursors.read(tenantId, name, cursor, z.object({ at: z.number(), id: z.guid() }));
    const [lead, ...further] = conditions(filters);
    // What this process has just done is to be found here at once.
    await context.exchanges.flush();
    const { rows, next } = await store.inTenant(tenantId, async (trx) =>
      readLines<ExchangeRow>(trx, {
        log: 'exchange_log',
        columns: exchangeColumns,
        tenantId,
        integrationId,
        ...(await shownSpan(context, trx, { tenantId, integrationId, named: integration }, 'exchangeLogDays', {
          since,
          until,
        })),
        before: place === undefined ? undefined : { at: new Date(place.at), id: place.id },
        lead,
        others: [
          ...further,
          // A span of statuses is no place in the index that leads by one: it never leads.
          ...(statusClass === undefined ? [] : [ofClass(statusClass)]),
          ...(search === undefined ? [] : [holdsText(['operation', 'host', 'path', 'message'], search)]),
        ],
        limit,
      }),
    );
    return { data: rows.map(exchangeView), next_cursor: await nextCursor(cursors, tenantId, name, next) };
  };

  /** One with its bodies. Throws `not_found`. */
  const get = async (
    principal: Principal,
    tenant: string,
    integration: string,
    exchange: string,
  ): Promise<ExchangeDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const integrationId = readId('int', integration);
    const id = readId('exc', exchange);
    await context.exchanges.flush();
    const row = await store.inTenant(tenantId, async (trx) => {
      const span = await shownSpan(
        context,
        trx,
        { tenantId, integrationId, named: integration },
        'exchangeLogDays',
        {},
      );
      return trx
        .selectFrom('exchange_log')
        .select([...exchangeColumns, 'sealed'])
        .where('tenant_id', '=', tenantId)
        .where('integration_id', '=', integrationId)
        .where('at', '=', momentOf(id))
        .where('at', '>=', span.from)
        .where('id', '=', id)
        .executeTakeFirst();
    });
    if (row === undefined)
      throw fail('not_found', `There is no exchange "${printable(exchange)}"; it may have been too old to be kept.`);
    const view = exchangeView(row);
    // Masked by names, which say little about people in a vendor's own words.
    if (row.sealed === null || row.key_version === null || !seesPeople(principal)) return { ...view, bodies: null };
    const opened = await store.vault.open(tenantId, sealedPlaces.exchange(id), row.key_version, row.sealed);
    return { ...view, bodies: Bodies.parse(JSON.parse((await decompress(opened)).toString())) };
  };

  return { list, get };
}

/** In the order of how few lines they leave: the first one leads, by an index of its own. */
function conditions({
  run,
  error,
  failed,
  status,
}: Pick<z.output<typeof ExchangeQuery>, 'run' | 'error' | 'failed' | 'status'>) {
  return [
    ...(run === undefined ? [] : [sql`run_id = ${readId('run', run)}`]),
    ...(error === undefined ? [] : [sql`error = ${error}`]),
    ...(failed === 'true' ? [sql`error is not null`] : []),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
  ];
}

function ofClass(name: (typeof statusClasses)[number]) {
  const from = name === 'none' ? undefined : Number(name[0]) * 100;
  return from === undefined ? sql`status is null` : sql`status >= ${from} and status < ${from + 100}`;
}

/** The milliseconds within a version 7 UUID: they lead to the partition. */
function momentOf(id: string): Date {
  return new Date(Number.parseInt(bare(id).slice(0, 12), 16));
}
