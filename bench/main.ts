/** `npm run -s bench -- sync|reads|webhooks|fleet [--json]`: prints measurements, never fails on them. One JSON document on stdout, progress on stderr. */
import { parseArgs } from 'node:util';
import { benchFleet } from './fleet.ts';
import { benchReads } from './reads.ts';
import { benchSync } from './sync.ts';
import { benchWebhooks } from './webhooks.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    records: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    stored: { type: 'string', default: '1000000' },
    lines: { type: 'string', default: '5000000' },
    pages: { type: 'string', default: '300' },
    requests: { type: 'string', default: '10000' },
    deliveries: { type: 'string', default: '5000' },
    tenants: { type: 'string', default: '10' },
  },
});
const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const rounds = count(values.rounds);

const benches: Readonly<Record<string, () => Promise<object>>> = {
  sync: () => benchSync({ records: count(values.records ?? '100000'), rounds, stored: count(values.stored), tell }),
  reads: () =>
    benchReads({
      records: count(values.records ?? '1000000'),
      lines: count(values.lines),
      pages: count(values.pages),
      rounds,
      tell,
    }),
  webhooks: () =>
    benchWebhooks({ requests: count(values.requests), deliveries: count(values.deliveries), rounds, tell }),
  fleet: () => benchFleet({ tenants: count(values.tenants), records: count(values.records ?? '1000'), rounds, tell }),
};
const bench = positionals.length === 1 ? benches[positionals[0] ?? ''] : undefined;

if (bench === undefined) {
  tell('usage: npm run -s bench -- sync [--json] [--records 100000] [--rounds 5] [--stored 1000000]');
  tell('       npm run -s bench -- reads [--json] [--records 1000000] [--lines 5000000] [--pages 300] [--rounds 5]');
  tell('       npm run -s bench -- webhooks [--json] [--requests 10000] [--deliveries 5000] [--rounds 5]');
  tell('       npm run -s bench -- fleet [--json] [--tenants 10] [--records 1000] [--rounds 5]');
  process.exitCode = 2;
} else {
  const result = await bench();
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`expected a whole number, not "${text}"`);
  return value;
}
