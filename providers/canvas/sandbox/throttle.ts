/**
 * Canvas' leaky bucket, one per access token: calls fill it with what they cost, time empties it by 10 a second, and above 600 the next
 * one is turned away. Called by endpoint.ts.
 */
import type { SandboxResponse } from 'plugboard/contract';
import type { Context } from './state.ts';

const highWater = 600;
const size = 800;
const leakPerSecond = 10;

/**
 * What a call costs: usually a fraction of a second of work, and a lot when the switch says so. (Canvas also charges 50 while a call runs and gives
 * them back after it; here a call takes no time.)
 */
function costOf(context: Context): number {
  return context.switches['limits'] === 'tight' ? 120 : 0.2;
}

export interface Charged {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused: SandboxResponse | undefined;
}

export function charge(context: Context, token: string): Charged {
  const now = context.now();
  const { buckets } = context.state;
  const known = buckets[token] ?? { level: 0, at: now };
  const level = Math.max(0, known.level - ((now - known.at) / 1000) * leakPerSecond);
  if (context.switches['limits'] !== 'off' && level > highWater) {
    buckets[token] = { level, at: now };
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-rate-limit-remaining': '0.0' };
    return { headers, refused: { status: 403, headers, body: '403 Forbidden (Rate Limit Exceeded)\n' } };
  }
  const cost = costOf(context);
  const filled = Math.min(size, level + cost);
  buckets[token] = { level: filled, at: now };
  const remaining = Math.max(0, highWater - filled);
  return {
    headers: { 'x-request-cost': String(cost), 'x-rate-limit-remaining': remaining.toFixed(2) },
    refused: undefined,
  };
}
