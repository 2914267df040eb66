/** Waiting for something that another process is about to do: looks again and again, and says what did not happen in time. */
import { setTimeout as pause } from 'node:timers/promises';

/** Answers the first look that is not undefined. Throws Error naming `what` after `withinMs`. */
export async function until<T>(
  what: string,
  withinMs: number,
  look: () => T | undefined | Promise<T | undefined>,
  everyMs = 50,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await pause(everyMs)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`${what}: did not happen within ${Math.round(withinMs / 1000)} s`);
  }
}
