/** `npm run -s bench -- sync [--json]`: prints measurements, never fails on them. One JSON document on stdout, progress on stderr. */
import { parseArgs } from 'node:util';
import { benchSync } from './sync.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    records: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    stored: { type: 'string', default: '1000000' },
  },
});
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

if (positionals[0] !== 'sync' || positionals.length > 1) {
  tell('usage: npm run -s bench -- sync [--json] [--records 100000] [--rounds 5] [--stored 1000000]');
  process.exitCode = 2;
} else {
  const result = await benchSync({
    records: count(values.records),
    rounds: count(values.rounds),
    stored: count(values.stored),
    tell,
  });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`expected a whole number, not "${text}"`);
  return value;
}
