/**
 * Which answers of the server a notice makes stale. An address of the API is of one resource: its last noun, whether it is asked of a tenant
 * or of one integration (`/api/tenants/{tenant}/integrations/{integration}/runs` and `/api/tenants/{tenant}/runs` are both `runs`).
 */
import type { Schema } from '../../client/index.ts';

export type LiveNotice = Schema['LiveNotice'];
export type LiveKind = LiveNotice['kind'];

/** Resources whose answers change with a notice of a kind. `integration` is one integration, `integrations` the list. */
const staleWith: Readonly<Record<LiveKind, readonly string[]>> = {
  resync: [],
  integration: ['integrations', 'integration', 'streams', 'overview', 'webhook-address', 'mappings'],
  run: ['runs', 'streams', 'integrations', 'integration', 'overview'],
  records: ['records', 'record_counts', 'overview'],
  log: ['logs'],
  exchange: ['exchanges', 'usage', 'overview'],
  webhook: ['webhooks', 'webhook-counts', 'overview'],
  event: ['events'],
  delivery: ['deliveries', 'endpoints', 'overview'],
  route_call: ['routes'],
  deletion: ['deletions', 'overview'],
  link: ['links'],
  endpoint: ['endpoints', 'overview'],
  route: ['routes'],
  mapping: ['mappings', 'rederivations', 'records'],
  privacy: ['privacy', 'retention'],
};

/** While it happens all the time: figures over everything are asked for less often than lists. Milliseconds. */
export function restMs(resource: string): number {
  return resource === 'overview' || resource === 'records' || resource === 'links' ? 3_000 : 1_000;
}

export interface AskedAddress {
  readonly tenant: string;
  readonly resource: string;
  /** Undefined: of all integrations. */
  readonly integration: string | undefined;
}

/** Undefined: the key is of nothing that belongs to a tenant. `key`: as openapi-react-query makes them, [method, path, init]. */
export function addressOf(key: readonly unknown[]): AskedAddress | undefined {
  const [method, path, init] = key;
  if (method !== 'get' || typeof path !== 'string') return undefined;
  const tenant = pathValue(init, 'tenant');
  const rest = /^\/api\/tenants\/\{tenant\}\/(.+)$/.exec(path)?.[1];
  if (tenant === undefined || rest === undefined) return undefined;
  const ofOne = /^integrations\/\{integration\}(?:\/([^/]+))?/.exec(rest);
  const resource = ofOne === null ? rest.split('/')[0] : (ofOne[1] ?? 'integration');
  return {
    tenant,
    resource: resource ?? rest,
    integration: ofOne === null ? undefined : pathValue(init, 'integration'),
  };
}

function pathValue(init: unknown, name: string): string | undefined {
  const value = member(member(member(init, 'params'), 'path'), name);
  return typeof value === 'string' ? value : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

/** Is what was asked for there another one since the notice? */
export function isStaleWith(notice: LiveNotice, { resource, integration }: AskedAddress): boolean {
  // Of a run under way the screens know the counts from the notice itself; only its beginning and end change anything else.
  if (notice.kind === 'run' && notice.run?.progress === true) return false;
  if (!staleWith[notice.kind].includes(resource)) return false;
  return integration === undefined || notice.integration_id === undefined || notice.integration_id === integration;
}
