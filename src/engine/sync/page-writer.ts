/**
 * Hands prepared pages to the store, one call at a time, while the next page is worked on. Small vendor pages are joined for as
 * long as the store is busy, up to a thousand records a call: the call's own cost is shared, and nothing waits. Parts of a list
 * (course by course) are often tiny: their pages are joined for a moment even while the store has nothing to do.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { ChangedItem, Checkpoint, PageWrite } from '../ports.ts';
import type { Prepared } from './prepare.ts';
import type { StreamRun } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';

const recordsPerCall = 1000;
/** Pages of parts wait for company until one of these is reached: what waits is asked for again after a crash. */
const company = { records: 300, pages: 100, ms: 2000 };

interface Gathered {
  readonly sinceMs: number;
  pages: number;
  read: number;
  changed: Map<string, ChangedItem>;
  seen: string[];
  checkpoint: Checkpoint | null;
}

export class PageWriter {
  readonly #run: StreamRun;
  readonly #vendorClock: VendorClock;
  /** Only these deletions need the list of everything seen. */
  readonly #keepsSeen: boolean;
  #no: number;
  #buffer: Gathered | undefined;
  #storing: Promise<void> = Promise.resolve();
  #busy = false;
  #counted = { requests: 0, retries: 0, bytes: 0 };

  constructor(run: StreamRun, vendorClock: VendorClock) {
    this.#run = run;
    this.#vendorClock = vendorClock;
    this.#no = run.pagesStored;
    this.#keepsSeen = run.mode === 'full' && run.stream.deletions !== 'never';
  }

  get pagesWritten(): number {
    return this.#no;
  }

  /** Must stored hashes be looked up? Not while a first pass fills an empty stream. */
  get probing(): boolean {
    return this.#run.hasRecords || this.#run.pagesStored > 0;
  }

  /** Resolves as soon as the next page may be worked on. */
  async add(page: Omit<Prepared, 'unchanged'>, checkpoint: Checkpoint | null): Promise<void> {
    const buffer: Gathered = (this.#buffer ??= emptyBuffer(this.#run.clock.now()));
    buffer.pages += 1;
    buffer.read += page.read;
    for (const item of page.changed) buffer.changed.set(item.key, item);
    if (this.#keepsSeen) for (const key of page.keys) buffer.seen.push(key);
    buffer.checkpoint = checkpoint;
    if (checkpoint !== null && (this.#busy ? buffer.read < recordsPerCall : this.#waitsForCompany(buffer))) return;
    await this.#flush();
  }

  #waitsForCompany({ read, pages, sinceMs }: Gathered): boolean {
    return (
      this.#run.stream.partitions !== undefined &&
      read < company.records &&
      pages < company.pages &&
      this.#run.clock.now() - sinceMs < company.ms
    );
  }

  /** Resolves once so many more records would not have to wait for the store call under way. */
  async roomFor(records: number): Promise<void> {
    if (!this.#busy || (this.#buffer?.read ?? 0) + records < recordsPerCall) return;
    // A failing call is met where its page is handed over.
    await this.#storing.catch(() => undefined);
  }

  /** Waits until everything is stored. An empty listing stores its one empty page, so that it counts as read. */
  async finish(): Promise<void> {
    if (this.#buffer !== undefined) await this.#flush();
    await this.#storing;
  }

  /** Stores what is complete and lets a failing store call end, before the caller gives up for another reason. */
  async settle(): Promise<void> {
    try {
      await this.finish();
    } catch (error) {
      // The caller is about to throw the reason that came first.
      if (!(error instanceof PlugboardError)) throw error;
    }
  }

  async #flush(): Promise<void> {
    const buffer = this.#buffer;
    if (buffer === undefined) return;
    this.#buffer = undefined;
    await this.#storing;
    const { stats } = this.#run.http;
    const page: PageWrite = {
      no: (this.#no += 1),
      checkpoint: buffer.checkpoint,
      nextCursor: this.#vendorClock.startOfRun(),
      read: buffer.read,
      failed: countProblems(buffer.changed),
      changed: [...buffer.changed.values()],
      seen: this.#keepsSeen ? buffer.seen : undefined,
      requests: stats.requests - this.#counted.requests,
      retries: stats.retries - this.#counted.retries,
      bytes: stats.bytes - this.#counted.bytes,
    };
    this.#counted = { requests: stats.requests, retries: stats.retries, bytes: stats.bytes };
    this.#busy = true;
    this.#storing = this.#run.store.store(page).then(
      () => {
        this.#busy = false;
      },
      (error: unknown) => {
        this.#busy = false;
        throw error;
      },
    );
    // Met at the next await of #storing; until then it must not count as unhandled.
    this.#storing.catch(() => undefined);
  }
}

function emptyBuffer(sinceMs: number): Gathered {
  return { sinceMs, pages: 0, read: 0, changed: new Map(), seen: [], checkpoint: null };
}

function countProblems(changed: ReadonlyMap<string, ChangedItem>): number {
  let count = 0;
  for (const item of changed.values()) if (item.problem !== null) count += 1;
  return count;
}
