/**
 * One run of one stream: fetch, prepare, store, page after page. The next page is fetched while this one is prepared and the
 * previous one stored. Knows no provider and no database. Called by the hub, which decides mode, cursor and lease.
 *
 * What makes it safe to kill anywhere: a page and the request that follows it are committed together, so a successor starts at
 * the first page that was not stored.
 */
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { HttpRequest, HttpResponse, StreamHttp } from '../../contract/http.ts';
import type { ListStream, PagesStream } from '../../contract/stream.ts';
import { readChanges } from './changes.ts';
import type { SweepResult } from '../ports.ts';
import { PageWriter } from './page-writer.ts';
import { prepare, type Prepared, type Sighting } from './prepare.ts';
import { streamContext, type StreamRun } from './stream-run.ts';
import { VendorClock } from './vendor-clock.ts';

export type RunResult =
  | {
      readonly outcome: 'complete';
      readonly swept: SweepResult | undefined;
    }
  /** The account does not have this feature; nothing was read. */
  | { readonly outcome: 'absent'; readonly reason: string }
  /** The change feed does not reach back far enough, or holds too much: a full pass is due. */
  | { readonly outcome: 'full_needed'; readonly reason: string };

/** Throws PlugboardError when the run cannot go on; what was stored stays, with its checkpoint. */
export async function runStream(run: StreamRun): Promise<RunResult> {
  const vendorClock = new VendorClock(run.clock, run.startedMs);
  const writer = new PageWriter(run, vendorClock);
  try {
    if (run.mode === 'incremental' && run.stream.incremental.style === 'changes') {
      const reason = await readChanges(run, run.stream.incremental, writer, vendorClock);
      if (reason !== undefined) return { outcome: 'full_needed', reason };
    } else if ('pages' in run.stream) {
      await walkPages(run, run.stream, writer, vendorClock);
    } else {
      await walkList(run, run.stream, writer, vendorClock);
    }
    await writer.finish();
  } catch (error) {
    await writer.settle();
    const { absentOn } = run.stream;
    if (absentOn !== undefined && error instanceof PlugboardError && writer.pagesWritten === 0) {
      const codes: readonly string[] = absentOn.codes;
      if (codes.includes(error.code)) return { outcome: 'absent', reason: absentOn.reason };
    }
    throw error;
  }
  const sweeps = run.mode === 'full' && run.stream.deletions !== 'never';
  return {
    outcome: 'complete',
    swept: sweeps ? await run.store.sweep() : undefined,
  };
}

/** A page that has been asked for. */
interface Step {
  readonly request: HttpRequest;
  readonly number: number;
  readonly answer: Promise<Answer>;
}

interface Answer {
  readonly response: HttpResponse;
  readonly asOfMs: number;
}

async function walkList(
  run: StreamRun,
  stream: ListStream,
  writer: PageWriter,
  vendorClock: VendorClock,
): Promise<void> {
  const resumed = run.checkpoint?.kind === 'list' ? run.checkpoint : undefined;
  // Already complete: the process died between the last page and the end of the run.
  if (resumed === undefined && run.pagesStored > 0) return;
  const request = resumed?.request ?? stream.request(streamContext(run));
  let step: Step | undefined = { request, number: resumed?.number ?? 1, answer: fetchPage(run, request, vendorClock) };
  let before: readonly string[] = [];
  while (step !== undefined) {
    const { page, next }: { page: Prepared; next: Step | undefined } = await readPage(
      run,
      stream,
      writer,
      vendorClock,
      step,
    );
    // From here on nothing holds the vendor's answer: it is garbage while the page waits to be stored.
    step = next;
    if (next !== undefined && sameKeys(before, page.keys)) {
      // A vendor that ignores the page it is asked for would be read for ever.
      throw fail('decode_failed', 'The list answered the same page twice.');
    }
    before = page.keys;
    await writer.add(page, next === undefined ? null : { kind: 'list', request: next.request, number: next.number });
  }
}

/** Takes the answer, asks for the page after it, and prepares this one meanwhile. */
async function readPage(
  run: StreamRun,
  stream: ListStream,
  writer: PageWriter,
  vendorClock: VendorClock,
  { request, number, answer }: Step,
): Promise<{ page: Prepared; next: Step | undefined }> {
  const { response, asOfMs } = await answer;
  run.signal.throwIfAborted();
  const items = stream.items(response.body, { partition: '', request });
  const following = stream.paginate({ request, response, items, number });
  let next: Step | undefined;
  if (following !== undefined) {
    // Whatever is read ahead of the store is asked for again after a crash: a page being stored and one waiting are enough.
    const coming = writer.roomFor(items.length).then(() => fetchPage(run, following, vendorClock));
    // Its failure is met where it is awaited; until then it must not count as unhandled.
    coming.catch(() => undefined);
    next = { request: following, number: number + 1, answer: coming };
  }
  const sightings = items.map((item): Sighting => ({ item, asOfMs }));
  return { page: await prepare(stream, sightings, run, run.store, writer.probing), next };
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((key, i) => key === other[i]);
}

async function fetchPage(run: StreamRun, request: HttpRequest, vendorClock: VendorClock): Promise<Answer> {
  const sentMs = run.clock.now();
  const response = await run.http.send(request);
  vendorClock.observe(response.headers.date, run.clock.now());
  return { response, asOfMs: vendorClock.asOf(sentMs) };
}

async function walkPages(
  run: StreamRun,
  stream: PagesStream,
  writer: PageWriter,
  vendorClock: VendorClock,
): Promise<void> {
  const resumed = run.checkpoint?.kind === 'pages' ? run.checkpoint : undefined;
  if (resumed === undefined && run.pagesStored > 0) return;
  const http: StreamHttp = {
    send: async (request) => (await fetchPage(run, request, vendorClock)).response,
    rows: (request, format) => run.http.rows(request, format),
  };
  let asOfMs = vendorClock.asOf(run.clock.now());
  for await (const batch of stream.pages({ ...streamContext(run), http, resume: resumed?.resume })) {
    run.signal.throwIfAborted();
    const sightings = batch.items.map((item): Sighting => ({ item, asOfMs }));
    const page = await prepare(stream, sightings, run, run.store, writer.probing);
    await writer.add(page, batch.resume === undefined ? null : { kind: 'pages', resume: batch.resume });
    if (batch.resume === undefined) return;
    asOfMs = vendorClock.asOf(run.clock.now());
  }
}
