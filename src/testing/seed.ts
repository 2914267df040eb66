/**
 * Run by vitest before each test file: whatever tests draw by chance (properties, schedules of faults) is drawn from one seed, so a
 * commit passes or fails alike on every machine, and a change is not refused for a counterexample somebody else's draw would have met.
 * `npm run test:seeds` draws anew; what it finds is printed with its seed, which PLUGBOARD_TEST_SEED plays again.
 */
import fc from 'fast-check';

const usual = 20_261_120;

/** 32 bits. */
export const seed = seedFrom(process.env['PLUGBOARD_TEST_SEED']);

fc.configureGlobal({ seed });

function seedFrom(named: string | undefined): number {
  if (named === undefined || named === '') return usual;
  if (named === 'random') return Math.floor(Math.random() * 2 ** 32);
  // fast-check prints signed seeds.
  if (/^-?\d{1,10}$/.test(named)) return Number(named) >>> 0;
  throw new Error(`PLUGBOARD_TEST_SEED is a number or "random", not "${named}".`);
}
