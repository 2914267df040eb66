/** `plugboard usage`: what an integration did per minute, hour or day. */
import { z } from 'zod';
import { UsageQuery, type Figures } from '../../hub/logs/usage.ts';
import { defineCommand } from '../frame/command.ts';
import type { Cell } from '../frame/output.ts';

export const usageCommand = defineCommand({
  name: 'usage',
  summary: 'calls, errors, durations, records and bytes of an integration',
  arguments: [{ name: '<integration>', help: 'its id, name or provider' }],
  options: [
    { flags: '--by <period>', help: 'minute, hour (default) or day; days are those of UTC' },
    { flags: '--since <moment>', help: 'from then on; default: the last 60 minutes, 24 hours or 30 days' },
    { flags: '--until <moment>', help: 'up to then; default: now' },
  ],
  input: z.strictObject({
    integration: z.string(),
    by: UsageQuery.shape.by,
    since: UsageQuery.shape.since,
    until: UsageQuery.shape.until,
  }),
  async run({ integration: named, ...query }, cli) {
    const hub = await cli.openHub();
    const tenant = await cli.tenant();
    const { id } = await hub.integrations.find(cli.principal, tenant, named);
    const used = await hub.usage.read(cli.principal, tenant, id, query);
    cli.out.table(
      [query.by, 'calls', 'errors', 'unlogged', 'records', 'sent', 'received', 'p50 ms', 'p95 ms', 'p99 ms'],
      [...used.data.map((one) => [one.at, ...cells(one)]), ['total', ...cells(used.total)]],
    );
    return { document: used };
  },
});

function cells({ calls, errors, unlogged, records, request_bytes, response_bytes, duration_ms }: Figures): Cell[] {
  const { p50, p95, p99 } = duration_ms;
  const spread = [p50 ?? undefined, p95 ?? undefined, p99 ?? undefined];
  return [calls, errors, unlogged, records, request_bytes, response_bytes, ...spread];
}
