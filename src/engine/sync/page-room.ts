/**
 * How many pages the runs of one process have in memory together. Runs that wait for their vendors cost next to nothing, so there can be
 * many; but when all the vendors are quick, each would have pages waiting for the one processor. So a run asks for its next page when there
 * is room, in the order in which runs came to ask: none is overtaken, whatever its vendor is like.
 */
export interface PageRoom {
  /** Resolves when another page may be asked for. Rejects when the signal aborts. */
  room(signal: AbortSignal): Promise<void>;
  /** A page is there; answers how to let go of it, once. */
  hold(): () => void;
}

/**
 * `most`: no page is asked for while so many are there. Those that were on their way still come: a vendor's answer is not kept waiting, for
 * nobody knows when it comes.
 */
export function openPageRoom(most: number): PageRoom {
  let there = 0;
  const waiting: (() => void)[] = [];

  return {
    room: (signal) => {
      signal.throwIfAborted();
      if (there < most && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal.reason);
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.push(enter);
      });
    },
    hold: () => {
      there += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        there -= 1;
        for (const enter of waiting.splice(0, Math.max(0, most - there))) enter();
      };
    },
  };
}
