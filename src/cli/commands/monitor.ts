/** `plugboard monitor`: how the integrations are doing, for people and for whatever calls it every few minutes. */
import { z } from 'zod';
import { healthMinutes, type HealthVerdict, type HealthView } from '../../hub/logs/health.ts';
import { defineCommand } from '../frame/command.ts';
import type { Cell } from '../frame/output.ts';

export const monitorCommand = defineCommand({
  name: 'monitor',
  summary: 'how integrations are doing',
  arguments: [{ name: '[service]', help: 'only this one: its id, name or provider' }],
  options: [
    { flags: '--detailed', help: 'also durations, bytes and each stream' },
    { flags: '--alert', help: 'end with 1 when one is failing, with 3 when one is degraded' },
  ],
  input: z.strictObject({
    service: z.string().optional(),
    detailed: z.boolean().default(false),
    alert: z.boolean().default(false),
  }),
  async run({ service, detailed, alert }, cli) {
    const hub = await cli.openHub();
    const found = await hub.health.list(cli.principal, await cli.tenant(), service);
    cli.out.table(
      [
        'integration',
        'health',
        'status',
        'last synced',
        'calls',
        'errors',
        'records',
        ...(detailed ? details : []),
        'why',
      ],
      found.map((one) => [...cells(one), ...(detailed ? detailCells(one) : []), one.reason ?? undefined]),
    );
    if (detailed) {
      cli.out.line();
      cli.out.table(['integration', 'stream', 'last synced', 'next run', 'error'], found.flatMap(streamRows));
    }
    const verdict = worst(found);
    const document = { verdict, minutes: healthMinutes, data: found.map((one) => documentOf(one, detailed)) };
    return { document, ...(alert ? { exitCode: exitCodes[verdict] } : {}) };
  },
});

const exitCodes = { off: 0, ok: 0, degraded: 3, failing: 1 } as const satisfies Record<HealthVerdict, 0 | 1 | 3>;
const order: readonly HealthVerdict[] = ['off', 'ok', 'degraded', 'failing'];

function worst(found: readonly HealthView[]): HealthVerdict {
  return order.findLast((verdict) => found.some((one) => one.verdict === verdict)) ?? 'ok';
}

function cells({ integration, verdict, usage }: HealthView): readonly Cell[] {
  const { name, status, last_synced_at } = integration;
  return [name, verdict, status, last_synced_at ?? undefined, usage.calls, usage.errors, usage.records];
}

const details = ['p50 ms', 'p95 ms', 'bytes', 'next run'];

function detailCells({ integration, usage }: HealthView): readonly Cell[] {
  const { p50, p95 } = usage.duration_ms;
  return [p50 ?? undefined, p95 ?? undefined, usage.response_bytes, integration.next_run_at ?? undefined];
}

function streamRows({ integration }: HealthView): readonly (readonly Cell[])[] {
  return integration.streams.map((stream) => [
    integration.name,
    stream.name,
    stream.last_synced_at ?? undefined,
    stream.enabled ? (stream.next_run_at ?? undefined) : 'off',
    stream.error?.message,
  ]);
}

function documentOf({ integration, verdict, reason, usage }: HealthView, detailed: boolean): object {
  const { id, name, provider, status, last_synced_at, next_run_at, streams } = integration;
  const { durations: _durations, ...figures } = usage;
  const facts = { id, name, provider, status, verdict, reason, last_synced_at, next_run_at, ...figures };
  return detailed ? { ...facts, streams } : facts;
}
