/** How a subscription at a vendor stands, as it is kept with the address, and when it is looked at again. Pure. */
import { z } from 'zod';

export const StoredSubscription = z.object({
  /** The vendor's. */
  id: z.string(),
  state: z.enum(['active', 'disabled', 'gone']),
  message: z.string().nullable(),
  expires_at: z.string().nullable(),
  checked_at: z.string(),
  /** A digest of the address that was registered: after a rotation it is another. */
  address: z.string(),
});
export type StoredSubscription = z.output<typeof StoredSubscription>;

/** One that ends sooner than that is renewed. */
export const renewsWithinMs = 86_400_000;
const everyMs = 6 * 3_600_000;
const soonestMs = 60_000;

/** Several times before it ends, however short it lives. */
export function nextLookMs({ expires_at }: Pick<StoredSubscription, 'expires_at'>, nowMs: number): number {
  const left = expires_at === null ? Infinity : Date.parse(expires_at) - nowMs;
  return nowMs + Math.min(everyMs, Math.max(left / 2, soonestMs));
}
