/**
 * Ledger lines of all modules, bounded by date as Sage's slow view demands. The REST API's lines are a list like any other. The XML
 * API's view is read month by month, each computed once at Sage and handed out page by page; a month that breaks off is read anew,
 * because a page lost on the way cannot be asked for again. Called by streams.ts.
 */
import {
  fail,
  PlugboardError,
  type Batch,
  type JsonObject,
  type PagesContext,
  type Settings,
} from 'plugboard/contract';
import { dateOf, monthSpan, textAt } from 'plugboard/kit';
import type { Where } from './api.ts';
import { ledgerLine } from './entities.ts';
import { changedSince, walk } from './walk.ts';
import { isXml } from './ways.ts';
import { heldPages } from './xml-api.ts';

/** The first day that is kept. Throws invalid_request for a day no calendar has; undefined: no lines are wanted. */
export function ledgerStart(settings: Settings): string | undefined {
  const typed = settings['gl_details_from'] ?? '';
  const day = dateOf(typed);
  if (typed === '' || day !== undefined) return day;
  throw fail('invalid_request', `The setting gl_details_from is no date: ${typed}.`, {
    problems: [{ path: 'settings.gl_details_from', message: 'is not a day of the calendar' }],
  });
}

/** Tries of one month before the run gives up. */
const tries = 3;

export async function* readLedger(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const from = ledgerStart(context.settings);
  if (from === undefined) throw fail('unsupported', 'The setting gl_details_from is empty.');
  const start: Where = { field: 'entryDate', is: 'at_least', values: [from] };
  if (!isXml(context.method)) {
    yield* walk(ledgerLine, context, [start]);
    return;
  }
  const windows = windowsOf(from, context.now.slice(0, 10), context.since);
  const first = windows.findIndex(({ name }) => name === textAt(context.resume, 'window'));
  for (let index = Math.max(0, first); index < windows.length; index += 1) {
    const window = windows[index];
    if (window === undefined) return;
    const next = windows[index + 1];
    yield* wholeWindow(window, next === undefined ? undefined : { window: next.name }, context);
  }
}

interface Window {
  readonly name: string;
  readonly where: readonly Where[];
}

/**
 * Months from `from` on, the last one open-ended: some entries are dated ahead. What changed since a moment is little and asked for
 * at once.
 */
export function windowsOf(from: string, today: string, since: string | undefined): readonly Window[] {
  const atLeast = (day: string): Where => ({ field: 'entryDate', is: 'at_least', values: [day] });
  if (since !== undefined) return [{ name: 'changed', where: [atLeast(from), ...changedSince(since)] }];
  const windows: Window[] = [];
  let start = from;
  // A date typed with a year too many would otherwise make no window, one with a year too few thousands.
  while (start.slice(0, 7) < today.slice(0, 7) && windows.length < 600) {
    const end = monthSpan(start).to;
    windows.push({ name: start, where: [atLeast(start), { field: 'entryDate', is: 'at_most', values: [end] }] });
    start = monthSpan(start, -1).from;
  }
  return [...windows, { name: start, where: [atLeast(start)] }];
}

/** The pages of one window. Pages already stored when it begins anew are stored again, which changes nothing. */
async function* wholeWindow(
  window: Window,
  next: { readonly window: string } | undefined,
  { http }: PagesContext,
): AsyncGenerator<Batch, void, void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      let held: readonly JsonObject[] | undefined;
      // One page behind, so that the last one says where to go on from.
      for await (const page of heldPages(ledgerLine, window.where, http)) {
        if (held !== undefined) yield { items: held, resume: { window: window.name } };
        held = page;
      }
      yield { items: held ?? [], resume: next };
      return;
    } catch (error) {
      if (!(error instanceof PlugboardError) || attempt === tries || !isBreak(error)) throw error;
    }
  }
}

/** The held result is gone or out of step: lost answers, a new session, a result Sage has forgotten. */
function isBreak({ code }: PlugboardError): boolean {
  return ['timeout', 'provider_unavailable', 'invalid_request', 'not_found', 'decode_failed'].includes(code);
}
