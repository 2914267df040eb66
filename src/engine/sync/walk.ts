/**
 * The pages of a stream, one after the other, the next one always on its way. Walks one list, or a list per part: then the next
 * part's first page is on its way while the last one of this part is worked on. Stores nothing and decides nothing about failures;
 * run.ts (an ordinary stream) and partitions.ts (parts) do.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { HttpRequest, StreamHttp } from '../../contract/http.ts';
import type { ListStream, PagesStream, Stream, StreamContext } from '../../contract/stream.ts';
import type { Clock, Place } from '../ports.ts';
import type { CountingHttp } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';

export interface Source {
  readonly stream: Stream;
  readonly http: CountingHttp;
  readonly clock: Clock;
  readonly vendorClock: VendorClock;
  readonly signal: AbortSignal;
  /** What the stream's functions see while this part is read; '' in a stream without. */
  context(part: string): StreamContext;
  /** Only the items' keys are wanted. */
  readonly keysOnly?: boolean;
  /** Resolves when the page after one of so many items may be asked for. */
  room(items: number): Promise<void>;
  /** Called when a page is there; what it answers, when nobody needs it any more. */
  hold?(): () => void;
}

/** A page. */
export interface Found {
  readonly part: string;
  readonly items: readonly unknown[];
  /** Milliseconds, vendor's time: what it shows was true then. */
  readonly asOfMs: number;
  /** What is left of this part; null: nothing. */
  readonly rest: Place | null;
  /** The vendor had forgotten the place in the part: it is read from its beginning again, from this page on. */
  readonly anew: boolean;
  /** To be called once nothing of it is needed any more. */
  readonly release: () => void;
}

/** The rest of a part could not be read. The walk goes on with the next part, if it is asked to. */
export interface Refused {
  readonly part: string;
  readonly refused: unknown;
}

export interface Walk {
  /** Undefined: nothing is left. Rejects only when the run is told to stop. */
  next(): Promise<Found | Refused | undefined>;
  /** Lets go of what was begun, however the walk ended. */
  close(): void;
}

interface Answer {
  readonly items: readonly unknown[];
  readonly asOfMs: number;
  readonly rest: Place | null;
  /** Asks for the page after it. */
  readonly more: (() => Promise<Answer>) | undefined;
}
type Held = Answer & Pick<Found, 'release'>;

const nothing = (): void => undefined;

/** How often a part is begun again because the vendor has forgotten the place: one that forgets every time has no end. */
const mostRestarts = 3;

/** Walks the parts from number `from` on, the first of them from `place` in it. */
export function walk(source: Source, parts: readonly string[], from = 0, place?: Place): Walk {
  let generated: Generated | undefined;
  let at = from;
  let coming: Promise<Held> | undefined;
  let restarts = 0;
  /** Is what is being asked for the beginning of the part? Then there is no place to have been forgotten. */
  let atBeginning = place === undefined;

  const begin = async (part: string, resumed?: Place): Promise<Answer> => {
    const { stream } = source;
    if (!('pages' in stream)) {
      const known = resumed?.kind === 'list' ? resumed : undefined;
      return ask(source, stream, part, known?.request ?? stream.request(source.context(part)), known?.number ?? 1);
    }
    // The one before has said what it had to say.
    endGenerated();
    generated = generate(source, stream, part, resumed);
    return pull(source, generated);
  };

  const endGenerated = (): void => {
    generated?.return().catch(() => undefined);
  };
  const close = (): void => {
    endGenerated();
    coming?.then(({ release }) => release(), nothing);
  };

  const nextPart = (): void => {
    at += 1;
    restarts = 0;
    atBeginning = true;
  };

  /** Asks ahead. Whatever is read ahead of the store is asked for again after a crash. */
  const ahead = (items: number, asking: () => Promise<Answer>): Promise<Held> => {
    const answer = source
      .room(items)
      .then(asking)
      .then((found) => ({ ...found, release: source.hold?.() ?? nothing }));
    // Its failure is met where it is awaited; until then it must not count as unhandled.
    answer.catch(() => undefined);
    return answer;
  };

  const next = async (): Promise<Found | Refused | undefined> => {
    const part = parts[at];
    if (part === undefined) return undefined;
    const asked = coming ?? ahead(0, () => begin(part, at === from ? place : undefined));
    const answer = await asked.catch((refused: unknown) =>
      !atBeginning && restarts < mostRestarts && isForgotten(refused) ? undefined : { refused },
    );
    if (answer !== undefined && 'refused' in answer) {
      coming = undefined;
      nextPart();
      return { part, refused: answer.refused };
    }
    source.signal.throwIfAborted();
    if (answer === undefined) {
      restarts += 1;
      atBeginning = true;
      coming = ahead(0, () => begin(part));
      const found = await next();
      return found === undefined || 'refused' in found ? found : { ...found, anew: true };
    }
    const { items, asOfMs, rest, more, release } = answer;
    const following = more === undefined ? parts[at + 1] : part;
    atBeginning = false;
    if (more === undefined) nextPart();
    coming = following === undefined ? undefined : ahead(items.length, more ?? (() => begin(following)));
    return { part, items, asOfMs, rest, anew: false, release };
  };

  return { next, close };
}

function isForgotten(error: unknown): boolean {
  return error instanceof PlugboardError && error.code === 'place_expired';
}

/** Sends one request of a list and reads the answer. */
async function ask(
  source: Source,
  stream: ListStream,
  part: string,
  request: HttpRequest,
  number: number,
): Promise<Answer> {
  const { response, asOfMs } = await send(source, request);
  const items = stream.items(response.body, { partition: part, request });
  const following = stream.paginate({ request, response, items, number });
  if (following === undefined) return { items, asOfMs, rest: null, more: undefined };
  return {
    items,
    asOfMs,
    rest: { kind: 'list', request: following, number: number + 1 },
    more: () => ask(source, stream, part, following, number + 1),
  };
}

async function send({ http, clock, vendorClock }: Source, request: HttpRequest) {
  const sentMs = clock.now();
  const response = await http.send(request);
  vendorClock.observe(response.headers['date'], clock.now());
  return { response, asOfMs: vendorClock.asOf(sentMs) };
}

type Generated = ReturnType<PagesStream['pages']>;

function generate(source: Source, stream: PagesStream, part: string, resumed: Place | undefined): Generated {
  const { clock, vendorClock, http: door } = source;
  const http: StreamHttp = {
    send: async (request) => (await send(source, request)).response,
    rows: (request, format) =>
      door.rows(request, format, (headers) => vendorClock.observe(headers['date'], clock.now())),
  };
  const resume = resumed?.kind === 'pages' ? resumed.resume : undefined;
  return stream.pages({ ...source.context(part), http, resume, keysOnly: source.keysOnly ?? false });
}

async function pull(source: Source, generator: Generated): Promise<Answer> {
  const askedMs = source.clock.now();
  const { done, value: batch } = await generator.next();
  const asOfMs = source.vendorClock.asOf(askedMs);
  if (done === true) return { items: [], asOfMs, rest: null, more: undefined };
  if (batch.resume === undefined) return { items: batch.items, asOfMs, rest: null, more: undefined };
  return {
    items: batch.items,
    asOfMs,
    rest: { kind: 'pages', resume: batch.resume },
    more: () => pull(source, generator),
  };
}
