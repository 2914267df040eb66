/** When a webhook that could not be processed is tried again, and when it is given up. Pure; used by processing.ts. */
import { PlugboardError, type ErrorReport } from '../../contract/errors.ts';
import type { QueuedWebhook, WebhookOutcome } from '../../store/webhook-queue.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** Pauses between attempts; after the last one it is a dead letter, about seven hours after it came. */
export const pauses: readonly number[] = [10 * second, minute, 10 * minute, hour, 6 * hour];

/**
 * `cause`: what was thrown. What the table of errors says cannot be tried again is given up at once, and so is what has no cause to pass
 * (undefined); a bug may be mended by an update in the meantime. `random`: in [0, 1); pauses vary by a fifth.
 */
export function afterFailure(
  { id, attempts }: Pick<QueuedWebhook, 'id' | 'attempts'>,
  error: ErrorReport,
  cause: unknown,
  random: number,
): WebhookOutcome {
  const pause = pauses[attempts];
  const may = cause instanceof PlugboardError ? cause.retry : cause !== undefined;
  if (!may || pause === undefined) return { id, state: 'failed', error };
  const asked = cause instanceof PlugboardError ? (cause.details.retryAfterMs ?? 0) : 0;
  return { id, state: 'queued', error, againMs: Math.round(Math.max(pause * (0.8 + 0.4 * random), asked)) };
}
