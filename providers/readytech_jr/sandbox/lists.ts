/** What every list of JR Plus has: offset and limit, and a date since which rows changed. Called by routes-reads.ts. */
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { fromLocal } from 'plugboard/kit';
import { grownRows } from './grow.ts';
import { siteTime, type Context, type Row } from './state.ts';
import { listDocument, refusal } from './xml.ts';

/** Asked for more, the service gives this many. */
export const mostRows = 100;

/** A row as it is sent: when it was changed comes last, on the site's clock. */
export function shown(context: Context, { data, at }: Row): JsonObject {
  const time = siteTime(context, at);
  // Some fields of some installations come without the offset.
  return { ...data, 'updated-on': context.switches['times'] === 'local' ? time.slice(0, 19) : time };
}

function whole(request: SandboxRequest, name: string, otherwise: number): number | undefined {
  const value = request.query.get(name) ?? String(otherwise);
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** Milliseconds; a plain date is its midnight on the site's clock. Undefined: no such moment. */
function sinceOf(request: SandboxRequest, context: Context): number | undefined {
  const asked = request.query.get('updated_since');
  if (asked === null) return 0;
  const moment = fromLocal(asked, context.business.timeZone);
  return moment === undefined ? undefined : Date.parse(moment);
}

export function answerList(
  request: SandboxRequest,
  context: Context,
  list: {
    readonly plural: string;
    readonly singular: string;
    readonly rows: readonly Row[];
    readonly grown?: GrownList | undefined;
    /** Whole numbers are looked at only; what changed since is not asked of this list. */
    readonly timeless?: boolean;
  },
): SandboxResponse {
  const from = whole(request, 'offset', 0);
  const limit = whole(request, 'limit', mostRows);
  if (from === undefined || limit === undefined || limit === 0) return refusal(400, 'offset and limit must be numbers');
  const since = list.timeless === true ? 0 : sinceOf(request, context);
  if (since === undefined) return refusal(400, 'updated_since must be a date');
  const seeded = since === 0 ? list.rows : list.rows.filter(({ at }) => at >= since);
  const grown = since === 0 ? list.grown : list.grown?.changedSince(since);
  const to = from + Math.min(limit, mostRows);
  const page = [
    ...seeded.slice(from, to),
    ...grownRows(grown, Math.max(0, from - seeded.length), Math.max(0, to - seeded.length)),
  ];
  return listDocument(
    list.plural,
    list.singular,
    page.map((row) => shown(context, row)),
    seeded.length + (grown?.count ?? 0),
  );
}
