/**
 * What can be read from aXcelerate. Contacts, organisations, courses and classes are lists paged by a record offset; units are the details of
 * each class; enrolments and the outcomes in them are walked month by month (windows.ts).
 * @link https://app.axcelerate.com/apidocs
 */
import { fail, isJsonObject, stream, type Gone, type JsonObject, type StreamContext } from 'plugboard/contract';
import { isObject, keyAt, none, textAt } from 'plugboard/kit';
import { byOffset, oneByOne, paged, rowsOf } from './lists.ts';
import { mapContact, mapCourse, mapEnrolment, mapInstance, mapOrganisation, mapOutcome, mapUnit } from './maps.ts';
import { rawContact, rawCourse, rawEnrolment, rawInstance, rawOrganisation, rawOutcome, rawUnit } from './raw.ts';
import { localDay, localOf, plusDays, typedId, utcOf, type Written } from './values.ts';
import { walkWindows } from './windows.ts';

const day = 24 * 60 * 60_000;
const week = 7 * day;

/** Filters are by the organisation's clock, in days or minutes, and what is changed shows a moment in UTC: a day covers all of it. */
const lookbackMs = day;

/** Before anything in aXcelerate, and after. */
const ever = { from: '1900-01-01', to: '2999-12-31' };

/** The value of a member, as far as it can be an id. */
function written(item: JsonObject, name: string): Written {
  return textAt(item, name);
}

function typedKey(id: string): (item: JsonObject) => string | undefined {
  return (item) => typedId(written(item, 'TYPE'), written(item, id)) ?? undefined;
}

function changedAt(item: JsonObject): string | undefined {
  return utcOf(item['LASTUPDATEDUTC']) ?? undefined;
}

/** Both ends, because some lists want both. */
function changedSince({ since, now, settings }: StreamContext) {
  return since === undefined
    ? {}
    : { lastUpdated_min: localOf(since, settings), lastUpdated_max: `${plusDays(localDay(now, settings), 2)} 00:00` };
}

// --- people ---------------------------------------------------------------------------------------------------------------

/**
 * A contact that was merged into another is gone without a word, but for this log, which the user may have no right to (site.ts). It holds
 * 500 merges at most; a full pass finds the others.
 */
const merged: Gone = {
  request({ since, now, settings, account }) {
    if (since === undefined || account?.meta['merge_log'] === 'no') return undefined;
    return mergeLog(localDay(since, settings), plusDays(localDay(now, settings), 1));
  },
  keys: (body) =>
    // Nothing merged is a row as well: {"merged": false}.
    rowsOf(body).flatMap((row) => (isObject(row) ? (textAt(row, 'OLDCONTACTID') ?? []) : [])),
};

/** Called by site.ts too. */
export function mergeLog(from: string, to: string) {
  return {
    method: 'POST',
    url: '/log/contactMergeHistory',
    body: { form: { dateStart: `${from} 00:00:00`, dateEnd: `${to} 23:59:59` } },
    safe: true,
  } as const;
}

const contacts = stream({
  model: 'student',
  summary: 'Contacts: students, trainers and everybody else, whom aXcelerate does not tell apart.',
  raw: rawContact,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  gone: merged,
  fullEveryMs: week,
  request: ({ since, settings }) => ({
    url: '/contacts/search',
    query: { ...paged, ...(since === undefined ? {} : { lastUpdated: localDay(since, settings) }) },
  }),
  items: rowsOf,
  paginate: byOffset,
  key: keyAt('CONTACTID'),
  map: mapContact,
});

const organisations = stream({
  model: 'contact',
  summary: 'Organisations: employers, schools and clients.',
  raw: rawOrganisation,
  incremental: { style: 'none' },
  deletions: 'swept',
  absentOn: {
    codes: ['permission_denied'],
    reason: 'The user of the web service token may not see organisations.',
  },
  request: () => ({ url: '/organisations/', query: paged }),
  items: rowsOf,
  paginate: byOffset,
  key: keyAt('ORGID'),
  map: mapOrganisation,
});

// --- what is taught -------------------------------------------------------------------------------------------------------

const courses = stream({
  model: 'course',
  summary: 'Course templates: workshops, accredited programs and e-learning, those not on sale included.',
  raw: rawCourse,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  // The filter knows nothing of e-learning.
  fullEveryMs: week,
  request: (context) => ({
    url: '/courses/',
    query: { type: 'all', current: false, public: false, ...paged, ...changedSince(context) },
  }),
  items: rowsOf,
  paginate: byOffset,
  key: typedKey('ID'),
  updatedAt: changedAt,
  map: mapCourse,
});

/**
 * A search is for classes that are open or for those that are not, for public or for in-house ones, and its rows do not say of which type
 * they are: each combination is a search of its own.
 */
const searches = ['w', 'p', 'el'].flatMap((type) =>
  ['true', 'false'].flatMap((enrolmentOpen) =>
    ['true', 'false'].map((inPublic) => ({ type, enrolmentOpen, public: inPublic })),
  ),
);

const classes = stream({
  model: 'class',
  summary: 'Dated offerings: workshops, classes of accredited programs, e-learning.',
  raw: rawInstance,
  // An older moment cannot be asked for: the search looks back 90 days.
  incremental: { style: 'updated_since', lookbackMs, retentionMs: 85 * day },
  deletions: 'swept',
  fullEveryMs: week,
  request: (context) => ({
    method: 'POST',
    url: '/course/instance/search',
    query: {
      ...searches[0],
      // Without dates it would leave out what is more than three months away.
      ...(context.since === undefined
        ? {
            startDate_min: ever.from,
            startDate_max: ever.to,
            finishDate_min: ever.from,
            finishDate_max: ever.to,
          }
        : changedSince(context)),
      purgeCache: true,
      ...paged,
    },
    safe: true,
  }),
  items: (body, { request }) =>
    rowsOf(body).map((row) => (isJsonObject(row) ? { ...row, TYPE: String(request.query?.['type']) } : row)),
  paginate: oneByOne(searches),
  key: typedKey('INSTANCEID'),
  updatedAt: changedAt,
  map: mapInstance,
});

const units = stream({
  model: 'unit',
  summary: 'Units of competency of each class of an accredited program.',
  raw: rawUnit,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  partitions: {
    of: 'classes',
    key: (item) => (textAt(item, 'TYPE') === 'p' ? textAt(item, 'INSTANCEID') : undefined),
    onlyChanged: true,
  },
  fullEveryMs: week,
  request: ({ partition }) => ({ url: '/course/instance/detail', query: { instanceID: partition, type: 'p' } }),
  items: (body, { partition }) => {
    const found = isObject(body) ? (body['UNITS'] ?? []) : undefined;
    if (!Array.isArray(found)) throw fail('decode_failed', 'aXcelerate answered no units of the class.');
    return found.map((unit: unknown) => (isJsonObject(unit) ? { ...unit, INSTANCEID: partition } : unit));
  },
  paginate: none,
  key: (item) => {
    const [instance, unit] = [textAt(item, 'INSTANCEID'), textAt(item, 'UNITID')];
    return instance === undefined || unit === undefined ? undefined : `${instance}:${unit}`;
  },
  map: mapUnit,
});

// --- enrolments and outcomes ----------------------------------------------------------------------------------------------

const enrolments = stream({
  model: 'enrolment',
  summary: 'Enrolments in classes of accredited programs and in workshops.',
  raw: rawEnrolment,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  fullEveryMs: week,
  pages: (context) => walkWindows(context, ['p', 'w'], (rows) => rows),
  key: typedKey('LEARNERID'),
  updatedAt: changedAt,
  map: mapEnrolment,
});

/** Units of an enrolment, at whatever depth: workshops may hold some as well. Called by actions.ts too. */
export function unitItems(row: JsonObject): readonly JsonObject[] {
  const { TYPE = null, LEARNERID = null, INSTANCEID = null, CONTACTID = null, GIVENNAME = null, SURNAME = null } = row;
  const ENROLMENT = { TYPE, LEARNERID, INSTANCEID, CONTACTID, GIVENNAME, SURNAME };
  const found: JsonObject[] = [];
  const left: JsonObject[] = [row];
  for (let here = left.shift(); here !== undefined; here = left.shift()) {
    const inside = here['ACTIVITIES'];
    const activities: readonly unknown[] = Array.isArray(inside) ? inside : [];
    for (const activity of activities) {
      if (!isJsonObject(activity)) continue;
      if (activity['TYPE'] === 's') found.push({ ENROLMENT, UNIT: activity });
      left.push(activity);
    }
  }
  return found;
}

const unitOutcomes = stream({
  model: 'outcome',
  summary: 'The outcome of each unit in an enrolment in an accredited program.',
  raw: rawOutcome,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  // Nobody promises that an enrolment counts as changed when an outcome in it is.
  fullEveryMs: day,
  pages: (context) => walkWindows(context, ['p'], (rows) => rows.flatMap(unitItems)),
  // A unit taken twice has two numbers; where one number is given to several units, the unit tells them apart.
  key: (item) => {
    const [learner, unit] = [textAt(item, 'UNIT.LEARNERID'), textAt(item, 'UNIT.INSTANCEID')];
    return learner === undefined || unit === undefined ? undefined : `${learner}:${unit}`;
  },
  map: mapOutcome,
});

export const streams = {
  contacts,
  organisations,
  courses,
  classes,
  units,
  enrolments,
  unit_outcomes: unitOutcomes,
};
