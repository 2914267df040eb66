/**
 * Sends one request and answers when the headers are there; the body is handed out while it comes, no faster than it is read. For
 * answers too large to hold. Called by transport.ts.
 *
 * Two clocks: the vendor must not be silent for longer than the request's time limit while there is room for more (the time our own side
 * takes does not count), and no answer may take longer than {@link longestMs}, so that one that drips is not read for ever.
 */
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { endsOnce } from './ending.ts';
import {
  describe,
  flatten,
  Interrupted,
  Stalled,
  TooLarge,
  TooLate,
  type Failure,
  type RawRequest,
  type RawResponse,
} from './wire.ts';

/** An answer whose body is still to come. */
export interface Incoming extends Pick<RawResponse, 'status' | 'headers'> {
  /** As it comes, Content-Encoding and all. Fails with {@link Interrupted}; with anything when the request was cancelled. */
  readonly body: Readable;
  wireBytes(): number;
}

export type Arrival =
  { readonly ok: true; readonly incoming: Incoming } | { readonly ok: false; readonly failure: Failure };

/** Bytes kept ready for the reader; the rest waits at the vendor. */
const aheadBytes = 256 * 1024;
const longestMs = 6 * 3_600_000;

/** Rejects only with the signal's reason. `headers`: in place of the request's. */
export function receive(pool: Dispatcher, request: RawRequest, headers: RawRequest['headers']): Promise<Arrival> {
  return new Promise((resolve, reject) => {
    const { signal, maxBytes, timeoutMs } = request;
    let head: Pick<Incoming, 'status' | 'headers'> | undefined;
    let handedOut = false;
    let wireBytes = 0;

    const ending = endsOnce(signal, {
      settled: () => {
        clearTimeout(silence);
        clearTimeout(whole);
      },
      stopped: (why) => {
        const sent = ending.controller() !== undefined;
        const told = { ...describe(why, timeoutMs), sent, wireBytes, cause: why };
        const failure = head === undefined ? told : { ...told, status: head.status };
        if (handedOut) body.destroy(new Interrupted(failure));
        else resolve({ ok: false, failure });
      },
      cancelled: (why) => {
        if (handedOut) body.destroy(why);
        else reject(signal?.reason);
      },
    });
    // A process that was busy with something else for so long looks into its sockets before it blames the vendor.
    const doubt = (): void => {
      const before = wireBytes;
      setImmediate(() => {
        if (wireBytes === before) ending.stop(new Stalled(`nothing came for ${timeoutMs} ms`));
      });
    };
    const listen = (): void => {
      clearTimeout(silence);
      if (!ending.over()) silence = setTimeout(doubt, timeoutMs);
    };

    let silence = setTimeout(() => ending.stop(new TooLate()), timeoutMs);
    const whole = setTimeout(() => ending.stop(new Stalled(`no complete answer within ${longestMs} ms`)), longestMs);
    const body = new Readable({
      highWaterMark: aheadBytes,
      read: () => {
        listen();
        ending.controller()?.resume();
      },
      destroy: (error, callback) => {
        if (ending.settle()) ending.controller()?.abort(error ?? new Error('no longer wanted'));
        callback(error);
      },
    });
    // Its failure is met where it is read; until then it must not bring the process down.
    body.on('error', () => undefined);
    if (ending.unwanted()) return;

    const path = request.url.pathname + request.url.search;
    const options = { path, method: request.method, headers, body: request.body ?? null };
    ending.send(pool, options, {
      ...ending.handlers,
      onResponseStart: (_controller, status, received) => {
        if (status < 200 || ending.over()) return;
        head = { status, headers: flatten(received) };
        if (Number(head.headers['content-length'] ?? 0) > maxBytes) return ending.stop(new TooLarge(maxBytes));
        clearTimeout(silence);
        handedOut = true;
        resolve({ ok: true, incoming: { ...head, body, wireBytes: () => wireBytes } });
      },
      onResponseData: (arrived, chunk) => {
        if (ending.over()) return;
        wireBytes += chunk.length;
        if (wireBytes > maxBytes) return ending.stop(new TooLarge(maxBytes));
        if (body.push(chunk)) return;
        clearTimeout(silence);
        arrived.pause();
      },
      onResponseEnd: () => {
        if (ending.settle()) body.push(null);
      },
    });
  });
}
