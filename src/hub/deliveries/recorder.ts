/**
 * Writes down what came of attempts, in groups: while one call is under way the next group gathers, so that many deliveries share a commit.
 * When the database is away, it waits for it and writes the same again; nobody's attempt is forgotten while the process lives.
 */
import { PlugboardError } from '../../contract/errors.ts';
import { recordAttempts, type EndpointPlace, type Outcome } from '../../store/delivery-sending.ts';
import type { HubContext } from '../context.ts';

/** The endpoint's new health, if it is to be remembered. */
export type RememberedHealth = EndpointPlace & { readonly health: object };

export interface DeliveryRecorder {
  /** Resolves when it is stored. Rejects when it cannot be and the sender is stopping. */
  record(outcome: Outcome, health: RememberedHealth | undefined): Promise<void>;
}

interface Waiting {
  readonly outcome: Outcome;
  readonly health: RememberedHealth | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Outcomes of one call, and bytes of what they sealed. */
const atOnce = 256;
const bytesAtOnce = 4 * 1024 * 1024;

export function deliveryRecorder(
  { store, sharedClock, log }: Pick<HubContext, 'store' | 'sharedClock' | 'log'>,
  stopping: AbortSignal,
): DeliveryRecorder {
  let waiting: Waiting[] = [];
  let writing = false;

  const group = (): readonly Waiting[] => {
    let bytes = 0;
    const fits = waiting.findIndex(({ outcome }, at) => {
      bytes += outcome.attempt?.sealed?.length ?? 0;
      return at > 0 && (at >= atOnce || bytes > bytesAtOnce);
    });
    const taken = fits < 0 ? waiting : waiting.slice(0, fits);
    waiting = fits < 0 ? [] : waiting.slice(fits);
    return taken;
  };

  const write = async (some: readonly Waiting[]): Promise<void> => {
    // The last word on each endpoint.
    const health = new Map(some.flatMap(({ health: one }) => (one === undefined ? [] : [[one.endpointId, one]])));
    for (;;) {
      try {
        const now = sharedClock === undefined ? null : new Date(sharedClock.now());
        const outcomes = some.map(({ outcome }) => outcome);
        return await recordAttempts(
          (text, values) => store.statements.query(text, values),
          outcomes,
          [...health.values()],
          now,
        );
      } catch (error) {
        if (!(error instanceof PlugboardError && error.code === 'storage_unavailable') || stopping.aborted) throw error;
        log.warn({ err: error }, 'what came of deliveries cannot be stored; it will be when the database is back');
        await store.whenBack(stopping);
      }
    }
  };

  const writeAll = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const some = group();
      try {
        await write(some);
        for (const one of some) one.resolve();
      } catch (error) {
        for (const one of some) one.reject(error);
      }
    }
    writing = false;
  };

  return {
    record: (outcome, health) =>
      new Promise((resolve, reject) => {
        waiting.push({ outcome, health, resolve, reject });
        // What else ends in this turn of the loop goes along.
        if (!writing) {
          writing = true;
          setImmediate(() => void writeAll());
        }
      }),
  };
}
