/**
 * Lists of the contract: in the order of the last change, filtered, in numbered pages. Items grown for load take their place among the
 * others by the same order. Called by routes.ts.
 */
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { fromIso } from 'plugboard/kit';
import { invalid } from './answers.ts';
import type { Collection, Context, Rows } from './state.ts';

const defaultSize = 50;
const largestSize = 100;
const mostIds = 100;

type Row = Rows[Collection][number];
type Filter = (row: JsonObject, wanted: string) => boolean;

const equal =
  (column: string): Filter =>
  (row, wanted) =>
    row[column] === wanted;
const holds =
  (column: string): Filter =>
  (row, wanted) => {
    const values = row[column];
    return Array.isArray(values) && values.includes(wanted);
  };

function columns(...names: readonly string[]): Readonly<Record<string, Filter>> {
  return Object.fromEntries(names.map((name) => [name, equal(name)]));
}

/** What each list can be narrowed by, besides what all can. */
const filters: Readonly<Record<Collection, Readonly<Record<string, Filter>>>> = {
  students: columns('email', 'external_id', 'usi', 'status'),
  qualifications: columns('code', 'status'),
  units: columns('code'),
  intakes: columns('qualification_id'),
  assessors: columns('email'),
  enrolments: columns('student_id', 'qualification_id', 'intake_id', 'status'),
  assessments: { ...columns('type', 'status'), unit_code: holds('unit_codes') },
  submissions: columns('student_id', 'enrolment_id', 'assessment_id', 'status'),
  marks: columns('submission_id', 'student_id', 'enrolment_id', 'approval_status'),
  outcomes: { ...columns('student_id', 'enrolment_id', 'unit_code'), status: equal('approval_status') },
};

export const collections: readonly Collection[] = [
  'students',
  'qualifications',
  'units',
  'intakes',
  'assessors',
  'enrolments',
  'assessments',
  'submissions',
  'marks',
  'outcomes',
];

export function list(name: Collection, request: SandboxRequest, context: Context): SandboxResponse {
  const asked = read(name, request.query);
  if ('problems' in asked) return invalid(asked.problems);
  const { page, size, since, archived, ids, wanted } = asked;
  const rows: Rows[Collection] = context.state.rows[name];
  const own = [...rows]
    .filter(
      (row) =>
        (archived || !('archived_at' in row) || row.archived_at === null) &&
        (since === undefined || changedMs(row) >= since) &&
        (ids === undefined || ids.includes(row.id)) &&
        wanted.every(({ filter, value }) => filter(row, value)),
    )
    .toSorted((a, b) => changedMs(a) - changedMs(b) || (a.id < b.id ? -1 : 1));
  // Grown items are of no interest to anybody who looks for something in particular.
  const whole = ids === undefined && wanted.length === 0 ? context.grown(name) : undefined;
  const grown = since === undefined ? whole : whole?.changedSince(since);
  const total = own.length + (grown?.count ?? 0);
  const from = (page - 1) * size;
  const next = from + size < total ? page + 1 : null;
  const meta = { page, per_page: size, total, next_page: next };
  const parts = merged(own, grown?.byChange(), from, Math.min(from + size, total));
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: [Buffer.from('{"data":['), ...parts, Buffer.from(`],"meta":${JSON.stringify(meta)}}`)],
  };
}

function changedMs(row: Row): number {
  return Date.parse(row.updated_at);
}

/** Items `from` to `to` of both lists in one order, as JSON with commas between. */
function merged(own: readonly Row[], grown: GrownList | undefined, from: number, to: number): readonly Buffer[] {
  const comma = Buffer.from(',');
  // Where each of ours stands: behind those grown ones that changed before it.
  const places = own.map(
    (row, nth) => nth + (grown === undefined ? 0 : grown.count - grown.changedSince(changedMs(row)).count),
  );
  const parts: Buffer[] = [];
  let nth = places.findIndex((place) => place >= from);
  if (nth < 0) nth = own.length;
  for (let place = from; place < to;) {
    const until = Math.min(to, places[nth] ?? to);
    if (parts.length > 0) parts.push(comma);
    if (until > place) {
      parts.push(grown?.slice(place - nth, until - nth) ?? Buffer.of());
      place = until;
    } else {
      parts.push(Buffer.from(JSON.stringify(own[nth])));
      nth += 1;
      place += 1;
    }
  }
  return parts;
}

interface Asked {
  readonly page: number;
  readonly size: number;
  readonly since: number | undefined;
  readonly archived: boolean;
  readonly ids: readonly string[] | undefined;
  readonly wanted: readonly { readonly filter: Filter; readonly value: string }[];
}

function read(
  name: Collection,
  query: URLSearchParams,
): Asked | { readonly problems: Readonly<Record<string, string>> } {
  const problems: Record<string, string> = {};
  const whole = (param: string, fallback: number, most: number): number => {
    const value = query.get(param) ?? String(fallback);
    if (!/^[1-9]\d{0,8}$/.test(value) || Number(value) > most) problems[param] = `must be 1 to ${most}`;
    return Number(value);
  };
  const common = ['page', 'per_page', 'updated_since', 'include_archived', 'ids'];
  const wanted = [...query].flatMap(([param, value]) => {
    const filter = Object.hasOwn(filters[name], param) ? filters[name][param] : undefined;
    if (filter === undefined && !common.includes(param)) problems[param] = 'is not a parameter of this list';
    return filter === undefined ? [] : [{ filter, value }];
  });
  const moment = query.get('updated_since');
  const since = moment === null ? undefined : Date.parse(fromIso(moment) ?? '');
  if (since !== undefined && Number.isNaN(since))
    problems['updated_since'] = 'must be a time like 2026-03-01T02:00:00Z';
  const archived = query.get('include_archived') ?? 'false';
  if (archived !== 'true' && archived !== 'false') problems['include_archived'] = 'must be true or false';
  const ids = query.get('ids')?.split(',');
  if (ids !== undefined && ids.length > mostIds) problems['ids'] = `must not be more than ${mostIds}`;
  const asked = {
    page: whole('page', 1, 100_000_000),
    size: whole('per_page', defaultSize, largestSize),
    since,
    archived: archived === 'true',
    ids,
    wanted,
  };
  return Object.keys(problems).length > 0 ? { problems } : asked;
}
