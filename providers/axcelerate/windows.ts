/**
 * Enrolments can only be listed by when they were last changed, in windows of at most 30 days, programs and workshops apart. So everything
 * is a walk through all windows since aXcelerate began to keep that moment, and what changed is a walk through the last one or two. Called
 * by streams.ts.
 */
import { fail, isJsonObject, type Batch, type JsonObject, type JsonValue, type PagesContext } from 'plugboard/contract';
import { dateOf, numberAt, textAt } from 'plugboard/kit';
import { rowsOf } from './lists.ts';
import { localDay, plusDays } from './values.ts';

export type EnrolmentType = 'p' | 'w';

const windowDays = 30;
/** The most a page is sure to hold. */
const pageSize = 100;
/** Enrolments last changed before November 2018 are not in any window. */
const firstDay = '2018-11-01';
const mostRestarts = 3;

interface Place {
  readonly type: EnrolmentType;
  /** First day of the window. */
  readonly day: string;
  /** Rows of the window that were read, and the last of them. */
  readonly offset: number;
  readonly last: string | undefined;
}

/** From which day on a full pass looks. A day that is yet to come would leave nothing to find, and all that is stored would be taken for deleted. */
function beginningOf({ settings, now }: PagesContext): string {
  const wanted = dateOf(settings['enrolments_from']) ?? firstDay;
  return wanted > firstDay && wanted <= localDay(now, settings) ? wanted : firstDay;
}

function placeOf(resume: JsonValue | undefined): Place | undefined {
  const [type, day] = [textAt(resume, 'type'), textAt(resume, 'day')];
  if ((type !== 'p' && type !== 'w') || day === undefined) return undefined;
  return { type, day, offset: numberAt(resume, 'offset') ?? 0, last: textAt(resume, 'last') };
}

/**
 * The rows of all windows, a page at a time; `items` makes records of a page's rows. A window's first and last day are shared with its
 * neighbours: a row on the border may come twice, and none is missed, whatever the clocks did.
 */
export async function* walkWindows(
  context: PagesContext,
  types: readonly EnrolmentType[],
  items: (rows: readonly JsonObject[]) => readonly unknown[],
): AsyncGenerator<Batch, void, void> {
  const { settings, now, since } = context;
  const from = since === undefined ? beginningOf(context) : localDay(since, settings);
  // What changes while we read is still in the last window.
  const end = plusDays(localDay(now, settings), 2);
  const begun = placeOf(context.resume);
  for (const type of types.slice(begun === undefined ? 0 : types.indexOf(begun.type))) {
    const resumed = begun?.type === type ? begun : undefined;
    for (let day = resumed?.day ?? from; day < end; day = plusDays(day, windowDays)) {
      const start = resumed?.day === day ? resumed : { type, day, offset: 0, last: undefined };
      for await (const { rows, next } of pagesOf(context, start))
        yield { items: items(rows), resume: resumeAt(next ?? { ...start, day: plusDays(day, windowDays), offset: 0 }) };
    }
  }
}

function resumeAt({ type, day, offset, last }: Place): JsonObject {
  return { type, day, offset, ...(offset === 0 || last === undefined ? {} : { last }) };
}

function keyOf(row: JsonObject | undefined): string | undefined {
  return textAt(row, 'LEARNERID');
}

/**
 * The pages of one window. A row that is changed while we read leaves its window, and those behind it move up by one: the row that slips
 * over the page boundary would never be read, and be taken for deleted. So each page begins with the last row of the one before, and
 * where it does not, the window is read again.
 */
async function* pagesOf(
  { http }: PagesContext,
  start: Place,
): AsyncGenerator<{ readonly rows: readonly JsonObject[]; readonly next: Place | undefined }, void, void> {
  const { type, day } = start;
  let { offset, last } = start;
  let restarts = 0;
  for (;;) {
    const overlap = offset > 0 ? 1 : 0;
    const { body } = await http.send({
      url: '/course/enrolments',
      query: {
        type,
        lastUpdated_min: `${day} 00:00`,
        lastUpdated_max: `${plusDays(day, windowDays)} 00:00`,
        offset: offset - overlap,
        limit: pageSize,
      },
    });
    const page = rowsOf(body).filter(isJsonObject);
    if (overlap === 1 && keyOf(page[0]) !== last) {
      restarts += 1;
      if (restarts > mostRestarts)
        throw fail('place_expired', 'The enrolments of a month changed faster than they could be read.');
      [offset, last] = [0, undefined];
      continue;
    }
    const rows = page.slice(overlap);
    offset += rows.length;
    last = keyOf(rows.at(-1)) ?? last;
    const more = page.length >= pageSize;
    if (rows.length > 0) yield { rows, next: more ? { type, day, offset, last } : undefined };
    if (!more || rows.length === 0) return;
  }
}
