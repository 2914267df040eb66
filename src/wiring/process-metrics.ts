/** What a server shows at /metrics besides its own requests: the database pool and what the hub has done. Called by installation.ts. */
import type pg from 'pg';
import type { Hub } from '../hub/index.ts';
import type { Meter } from '../hub/logs/meter.ts';
import type { Sample } from '../server/metrics.ts';

export function poolSamples(pool: pg.Pool): readonly Sample[] {
  const values = { busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount };
  return [
    {
      name: 'plugboard_database_connections',
      help: 'Database connections of this process, and callers waiting for one.',
      type: 'gauge',
      values: Object.entries(values).map(([state, value]) => ({ labels: { state }, value })),
    },
  ];
}

export function meterSamples(meter: Meter): readonly Sample[] {
  return [
    {
      name: 'plugboard_runs_total',
      help: 'Runs this process has ended, by state.',
      type: 'counter',
      values: [...meter.runs].map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      name: 'plugboard_records_total',
      help: 'Records of those runs, by what happened to them.',
      type: 'counter',
      values: [...meter.records].map(([change, value]) => ({ labels: { change }, value })),
    },
    {
      name: 'plugboard_provider_calls_total',
      help: 'Calls to vendors, by provider and status.',
      type: 'counter',
      values: [...meter.calls].flatMap(([provider, byStatus]) =>
        [...byStatus].map(([status, value]) => ({ labels: { provider, status }, value })),
      ),
    },
    {
      name: 'plugboard_webhooks_total',
      help: 'Webhooks this process has worked off, by state.',
      type: 'counter',
      values: [...meter.webhooks].map(([state, value]) => ({ labels: { state }, value })),
    },
    ...waitSamples(meter.webhookWaitMs()),
  ];
}

function waitSamples(ms: number | undefined): readonly Sample[] {
  if (ms === undefined) return [];
  return [
    {
      name: 'plugboard_webhook_oldest_due_seconds',
      help: 'For how long the webhook that has waited longest could have been worked off, of all tenants.',
      type: 'gauge',
      values: [{ value: ms / 1000 }],
    },
  ];
}

/** Of all processes together; nothing while the database is away. */
export async function deliverySamples({ deliverySender }: Pick<Hub, 'deliverySender'>): Promise<readonly Sample[]> {
  const late = await deliverySender.lateness().catch(() => undefined);
  if (late === undefined) return [];
  const gauge = (name: string, help: string, of: 'endpoints' | 'oldestMs', per: number): Sample => ({
    name,
    help,
    type: 'gauge',
    values: (['sending', 'parked'] as const).map((state) => ({ labels: { state }, value: late[state][of] / per })),
  });
  return [
    gauge(
      'plugboard_delivery_oldest_due_seconds',
      'For how long the delivery that has waited longest should have gone, of endpoints that are sent to and of parked ones.',
      'oldestMs',
      1_000,
    ),
    gauge('plugboard_delivery_endpoints_waiting', 'Endpoints with deliveries that wait.', 'endpoints', 1),
  ];
}
