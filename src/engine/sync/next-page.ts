/** Takes the next page of a walk and prepares it. Used for ordinary streams (run.ts) and for parts (partitions.ts). */
import type { Place } from '../ports.ts';
import type { PageWriter } from './page-writer.ts';
import { prepare, type Prepared, type Sighting } from './prepare.ts';
import { streamContext, type StreamRun } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';
import type { Refused, Source, Walk } from './walk.ts';

export interface PreparedPage {
  readonly part: string;
  readonly page: Prepared;
  /** What is left of the part behind it. */
  readonly rest: Place | null;
  /** See walk.ts. */
  readonly anew: boolean;
}

/** Once it answers, nothing holds the vendor's answer: it is garbage while the page waits to be stored. */
export async function nextPage(
  walking: Walk,
  run: StreamRun,
  writer: PageWriter,
): Promise<PreparedPage | Refused | undefined> {
  const found = await walking.next();
  if (found === undefined || 'refused' in found) return found;
  const { part, items, asOfMs, rest, anew, release } = found;
  try {
    const sightings = items.map((item): Sighting => ({ item, asOfMs }));
    return { part, page: await prepare(run.stream, sightings, run, run.store, writer.probing), rest, anew };
  } finally {
    release();
  }
}

/** The run's own stream as something to walk. `since`: of each part. */
export function sourceOf(
  run: StreamRun,
  writer: PageWriter,
  vendorClock: VendorClock,
  since: (part: string) => string | undefined,
): Source {
  const { stream, http, clock, signal, pageRoom } = run;
  const context = (part: string) => streamContext(run, since(part), part);
  const room = async (items: number): Promise<void> => {
    await writer.roomFor(items);
    await pageRoom?.room(signal);
  };
  return { stream, http, clock, vendorClock, signal, context, room, ...(pageRoom && { hold: pageRoom.hold }) };
}
