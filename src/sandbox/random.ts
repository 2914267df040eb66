/**
 * Randomness that can be repeated: the same seed gives the same ids, tokens and faults. Not for secrets: everything in a sandbox
 * is made up. Called by the host (one source per provider) and by the faults.
 */
import { createHash } from 'node:crypto';

export interface Random {
  /** That many hex characters. */
  hex(length: number): string;
  /** From 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
}

export function seededRandom(seed: string): Random {
  let block = 0;
  let left = '';
  function hex(length: number): string {
    while (left.length < length) left += createHash('sha256').update(`${seed}|${block++}`).digest('hex');
    const taken = left.slice(0, length);
    left = left.slice(length);
    return taken;
  }
  return { hex, fraction: () => Number.parseInt(hex(8), 16) / 0x1_0000_0000 };
}
