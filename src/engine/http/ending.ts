/**
 * How a request that was handed to undici comes to its end: answered, given up, or no longer wanted, whichever is first, and once. Used by
 * everything that dispatches: transport.ts, arriving.ts and the deliveries' send.ts, which say what each end means to their callers.
 */
import type { Dispatcher } from 'undici';

export interface Ending {
  /** True for the first who asks: how it ends is his to say. */
  settle(): boolean;
  over(): boolean;
  /** Gives it up: cuts what is under way. Nothing when it has ended. */
  stop(why: Error): void;
  /** Ends it when its caller wants it no longer. True: he already does not, and it must not be sent. */
  unwanted(): boolean;
  /** For undici's handler. */
  readonly handlers: Required<Pick<Dispatcher.DispatchHandler, 'onRequestStart' | 'onResponseError'>>;
  /** undici's, once it is about to write: without one nothing has left. */
  controller(): Dispatcher.DispatchController | undefined;
  send(pool: Dispatcher, options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void;
}

export interface Ends {
  /** First of all, whatever the end: timers are put away. */
  settled(): void;
  stopped(why: Error): void;
  /** The signal was aborted; `why` is what undici is told. */
  cancelled(why: Error): void;
}

export function endsOnce(signal: AbortSignal | undefined, ends: Ends): Ending {
  let controller: Dispatcher.DispatchController | undefined;
  let over = false;
  const settle = (): boolean => {
    if (over) return false;
    over = true;
    ends.settled();
    signal?.removeEventListener('abort', cancel);
    return true;
  };
  const stop = (why: Error): void => {
    if (!settle()) return;
    controller?.abort(why);
    ends.stopped(why);
  };
  const cancel = (): void => {
    if (!settle()) return;
    const why = new Error('cancelled');
    controller?.abort(why);
    ends.cancelled(why);
  };
  return {
    settle,
    over: () => over,
    stop,
    unwanted: () => {
      if (signal?.aborted === true) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
      return over;
    },
    handlers: {
      onRequestStart: (started) => {
        if (over) started.abort(new Error('cancelled'));
        else controller = started;
      },
      onResponseError: (_controller, error) => stop(error),
    },
    controller: () => controller,
    send: (pool, options, handler) => {
      try {
        pool.dispatch(options, handler);
      } catch (error) {
        stop(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}
