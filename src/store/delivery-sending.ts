/**
 * What senders of deliveries ask of the database, each one call: taking up endpoints, what is due for one, keeping the bodies, what came of
 * attempts, giving an endpoint back. `now`: in place of the database's clock, for tests; leases always go by the database's, because they
 * are about processes that live or do not. Used by hub/deliveries.
 */
import type { Row } from './database.ts';
import type { DeliveryState } from './delivery-tables.ts';

type Query = (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

export interface EndpointPlace {
  readonly tenantId: string;
  readonly endpointId: string;
}

/** A sender that is not heard of for so long has died: another takes its endpoints. */
const leaseMs = 10_000;

/** Endpoints that are due and that nobody holds, longest waiting first; and the time, which all processes share. */
export async function claimEndpoints(
  query: Query,
  { holder, limit, now }: { readonly holder: string; readonly limit: number; readonly now: Date | null },
): Promise<{ readonly nowMs: number; readonly endpoints: readonly EndpointPlace[] }> {
  const rows = await query(
    `with due as (
       select tenant_id, endpoint_id from endpoint_due
        where due_at <= coalesce($1::timestamptz, clock_timestamp()) and (lease_until is null or lease_until < clock_timestamp())
        order by due_at limit $2 for update skip locked
     ), taken as (
       update endpoint_due d set holder = $3, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
         from due where d.tenant_id = due.tenant_id and d.endpoint_id = due.endpoint_id
       returning d.tenant_id, d.endpoint_id
     )
     select extract(epoch from coalesce($1::timestamptz, clock_timestamp())) * 1000 as now_ms, tenant_id, endpoint_id
       from (values (1)) as always (one) left join taken on true`,
    [now, limit, holder, leaseMs],
  );
  return {
    nowMs: Number(rows[0]?.['now_ms']),
    endpoints: rows.flatMap((row) => (row['tenant_id'] === null ? [] : [placeOf(row)])),
  };
}

/** Says that the holder lives, and how far behind each endpoint is. Answers those it still holds. */
export async function renewEndpoints(
  query: Query,
  holder: string,
  held: readonly (EndpointPlace & { readonly oldest: Date | undefined })[],
): Promise<readonly EndpointPlace[]> {
  const rows = await query(
    `update endpoint_due d
        set lease_until = clock_timestamp() + $2 * interval '1 millisecond', oldest_at = coalesce(h.oldest, d.oldest_at)
       from jsonb_to_recordset($3) as h (t uuid, e uuid, oldest timestamptz)
      where d.tenant_id = h.t and d.endpoint_id = h.e and d.holder = $1
     returning d.tenant_id, d.endpoint_id`,
    [
      holder,
      leaseMs,
      JSON.stringify(held.map(({ tenantId, endpointId, oldest }) => ({ t: tenantId, e: endpointId, oldest }))),
    ],
  );
  return rows.map(placeOf);
}

export interface DueDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly routeId: string | null;
  readonly type: string;
  /** Failed attempts since it was last queued. */
  readonly failures: number;
  readonly nextAt: Date;
  /** The body, if it was made already. */
  readonly sealed: { readonly bytes: Buffer; readonly keyVersion: number } | undefined;
}

/** `version` and `health`: of the endpoint as it is now. Undefined: nothing is due, or it is not to be sent to. */
export async function fetchDeliveries(
  query: Query,
  { tenantId, endpointId }: EndpointPlace,
  how: { readonly busy: readonly string[]; readonly limit: number; readonly now: Date | null },
): Promise<{ readonly version: number; readonly health: unknown; readonly due: readonly DueDelivery[] } | undefined> {
  const rows = await query('select * from fetch_deliveries_v1($1, $2, $3::uuid[], $4, $5::timestamptz)', [
    tenantId,
    endpointId,
    [...how.busy],
    how.limit,
    how.now,
  ]);
  const [first] = rows;
  return first === undefined
    ? undefined
    : { version: Number(first['version']), health: first['health'], due: rows.map(dueOf) };
}

function dueOf(row: Row): DueDelivery {
  const { sealed, key_version: version, route_id: route, next_at: nextAt } = row;
  return {
    id: String(row['id']),
    eventId: String(row['event_id']),
    routeId: typeof route === 'string' ? route : null,
    type: String(row['type']),
    failures: Number(row['failures']),
    nextAt: nextAt instanceof Date ? nextAt : new Date(String(nextAt)),
    sealed: Buffer.isBuffer(sealed) ? { bytes: sealed, keyVersion: Number(version) } : undefined,
  };
}

export interface MadeBody {
  readonly deliveryId: string;
  readonly sealed: Buffer;
  readonly keyVersion: number;
  /** Of the body. */
  readonly bytes: number;
}

/** Answers the deliveries whose bodies it kept; the others are not to be sent any more. */
export async function keepBodies(
  query: Query,
  tenantId: string,
  bodies: readonly MadeBody[],
): Promise<ReadonlySet<string>> {
  const rows = await query('select keep_bodies_v1($1, $2) as id', [
    tenantId,
    JSON.stringify(
      bodies.map(({ deliveryId, sealed, keyVersion, bytes }) => ({
        d: deliveryId,
        s: sealed.toString('base64'),
        v: keyVersion,
        b: bytes,
      })),
    ),
  ]);
  return new Set(rows.map((row) => String(row['id'])));
}

/** What came of one attempt, or that there will be none. */
export interface Outcome {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly attempt:
    | {
        readonly id: string;
        /** Milliseconds since the epoch. */
        readonly at: number;
        readonly durationMs: number;
        readonly sealed: Buffer | undefined;
        readonly keyVersion: number | undefined;
      }
    | undefined;
  readonly status: number | undefined;
  readonly problem: string | undefined;
  readonly state: DeliveryState;
  /** To the next attempt; of a queued one. */
  readonly waitMs: number | undefined;
}

/** All of them, or nothing; may be called again with the same when it is not known whether it was done. */
export async function recordAttempts(
  query: Query,
  outcomes: readonly Outcome[],
  health: readonly (EndpointPlace & { readonly health: object })[],
  now: Date | null,
): Promise<void> {
  const rows = outcomes.map(({ tenantId, deliveryId, attempt, status, problem, state, waitMs }) => ({
    t: tenantId,
    d: deliveryId,
    ...(attempt === undefined
      ? {}
      : {
          a: attempt.id,
          at: Math.round(attempt.at),
          ms: attempt.durationMs,
          s: attempt.sealed?.toString('base64'),
          v: attempt.keyVersion,
        }),
    st: status,
    p: problem,
    to: state,
    w: waitMs,
  }));
  const states = health.map(({ tenantId, endpointId, health: h }) => ({ t: tenantId, e: endpointId, h }));
  await query('select record_attempts_v1($1, $2, $3::timestamptz)', [
    JSON.stringify(rows),
    JSON.stringify(states),
    now,
  ]);
}

/** Milliseconds until it is due again; undefined: there is nothing to do for it, or somebody else holds it. */
export async function releaseEndpoint(
  query: Query,
  { tenantId, endpointId }: EndpointPlace,
  how: {
    readonly holder: string;
    readonly notBefore: Date | undefined;
    readonly parked: boolean;
    readonly now: Date | null;
  },
): Promise<number | undefined> {
  const [row] = await query('select release_endpoint_v1($1, $2, $3, $4::timestamptz, $5, $6::timestamptz) as ms', [
    tenantId,
    endpointId,
    how.holder,
    how.notBefore ?? null,
    how.parked,
    how.now,
  ]);
  const ms = row?.['ms'];
  return typeof ms === 'number' ? ms : undefined;
}

/** How far behind: milliseconds since the oldest waiting delivery should have gone, of endpoints that are parked and of the others. */
export async function lateness(
  query: Query,
  now: Date | null,
): Promise<Readonly<Record<'parked' | 'sending', { readonly endpoints: number; readonly oldestMs: number }>>> {
  const rows = await query(
    `select parked, count(*) as endpoints,
            greatest(0, extract(epoch from coalesce($1::timestamptz, clock_timestamp()) - min(oldest_at)) * 1000)::float8 as oldest_ms
       from endpoint_due group by parked`,
    [now],
  );
  const of = (parked: boolean) => {
    const row = rows.find((one) => one['parked'] === parked);
    return { endpoints: Number(row?.['endpoints'] ?? 0), oldestMs: Number(row?.['oldest_ms'] ?? 0) };
  };
  return { parked: of(true), sending: of(false) };
}

function placeOf(row: Row): EndpointPlace {
  return { tenantId: String(row['tenant_id']), endpointId: String(row['endpoint_id']) };
}
