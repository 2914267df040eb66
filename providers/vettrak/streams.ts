/**
 * What can be read from VETtrak. Nothing is paged, and little can be asked for by time: clients and awards can, the rest is walked client
 * by client, programme by programme. What was deleted VETtrak lists by id, since a moment.
 * @link https://support.vettrak.com.au/api/VETtrakAPI221/!!MEMBEROVERVIEW_VT_API.html
 */
import {
  stream,
  type Account,
  type Batch,
  type Gone,
  type JsonObject,
  type PagesContext,
  type Settings,
  type StreamContext,
} from 'plugboard/contract';
import { keyAt, none, textAt } from 'plugboard/kit';
import { contentOf, itemsOf, read, textsOf, toJson, type Operation } from './calls.ts';
import {
  mapAward,
  mapClient,
  mapEnrolment,
  mapOccurrence,
  mapProgramme,
  mapQualification,
  mapUnitResult,
} from './maps.ts';
import {
  rawAward,
  rawClient,
  rawEnrolment,
  rawOccurrence,
  rawProgramme,
  rawQualification,
  rawUnitResult,
} from './raw.ts';
import { unitOf, unitTagsFor } from './unit-tags.ts';
import { localOf } from './values.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/**
 * Times are asked for as the site's wall shows them, and when clocks go back the same hour is on it twice: what was changed in the second
 * one would look older than the first. Two hours cover that and clocks that disagree.
 */
const lookbackMs = 2 * hour;

/** Before any record of VETtrak, and after. */
const ever = { from: '1900-01-01T00:00:00', to: '2999-12-31T00:00:00' };

/** Does this site's version have the operation, and may the user call it? Found out when it is connected (site.ts). */
export function has(account: Account | undefined, operation: Operation): boolean {
  return account?.meta['missing_operations']?.split(' ').includes(operation) !== true;
}

/**
 * What was deleted from a table. Where a full listing is complete a full pass finds out by itself; where it is not (`always`), everything
 * that was ever deleted is asked for.
 */
function deletedFrom(
  table: 'CLIENT' | 'ENROLMENT' | 'PROGRAMME' | 'QUALCLIE',
  options: { readonly always: boolean },
): Gone {
  return {
    request({ settings, account, since }: StreamContext) {
      if (!has(account, 'GetDeletedRecordsSince') || (since === undefined && !options.always)) return undefined;
      const sinceDate = since === undefined ? ever.from : localOf(since, settings);
      return read(settings, 'GetDeletedRecordsSince', { tableName: table, sinceDate });
    },
    keys: textsOf,
  };
}

// --- clients --------------------------------------------------------------------------------------------------------------

/** Details are one call each: this many are kept at a time. */
const perBatch = 25;

/**
 * The list has names and codes only, so each client is read by itself, in the order of the codes: a run that was killed goes on behind the
 * last code it kept. A client deleted in between is left out, which a sweep or the list of deletions finds.
 */
async function* readClients({
  http,
  settings,
  since,
  resume,
  keysOnly,
}: PagesContext): AsyncGenerator<Batch, void, void> {
  const { body } = await http.send(
    // Whose clients: the API user's own code, which is known when the call is signed.
    read(settings, 'GetAccessibleClients', {
      clientCode: '',
      sinceDate: since === undefined ? null : localOf(since, settings),
    }),
  );
  const listed = itemsOf(body);
  if (keysOnly === true) {
    yield { items: listed, resume: undefined };
    return;
  }
  const after = textAt(resume, 'after') ?? '';
  const codes = [...new Set(listed.flatMap((item) => textAt(item, 'Clie_Code') ?? []))].toSorted();
  const left = codes.filter((code) => code > after);
  for (let from = 0; from < left.length; from += perBatch) {
    const batch = left.slice(from, from + perBatch);
    const items: JsonObject[] = [];
    for (const code of batch) {
      const detail = contentOf((await http.send(read(settings, 'GetClientDetails', { sClie_Code: code }))).body);
      // A code that is not valid any more is answered with an empty client.
      if (detail !== undefined && detail.children.length > 0) items.push({ ...toJson(detail), Clie_Code: code });
    }
    yield { items, resume: from + perBatch < left.length ? { after: batch.at(-1) ?? '' } : undefined };
  }
}

const clients = stream({
  model: 'student',
  summary: 'Clients the API user may see: students, and staff, whom VETtrak does not tell apart.',
  raw: rawClient,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  gone: deletedFrom('CLIENT', { always: false }),
  pages: readClients,
  key: keyAt('Clie_Code'),
  map: mapClient,
});

// --- enrolments and unit results ----------------------------------------------------------------------------------------------

const enrolments = stream({
  model: 'enrolment',
  summary: 'Enrolments of the clients, in classes and in qualifications.',
  raw: rawEnrolment,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  gone: deletedFrom('ENROLMENT', { always: false }),
  partitions: { of: 'clients', onlyChanged: true },
  // Nobody promises that a client counts as changed when an enrolment of it is.
  fullEveryMs: day,
  request: ({ settings, partition }) => read(settings, 'GetEnrolmentsForClient', { sClie_Code: partition }),
  items: (body, { partition }) =>
    itemsOf(body).map((item) => ({ ...item, Clie_Code: textAt(item, 'Clie_Code') ?? partition })),
  paginate: none,
  key: keyAt('ID'),
  map: mapEnrolment,
});

/** Client and enrolment: the answer names the enrolment of each unit, never the client. */
function unitPartition(enrolment: JsonObject): string | undefined {
  const client = textAt(enrolment, 'Clie_Code');
  const id = textAt(enrolment, 'ID');
  return client === undefined || id === undefined || !/^\d+$/.test(id) ? undefined : `${client}:${id}`;
}

/** Walks by itself only to see the names that were found for this site. */
async function* readUnits({ http, settings, account, partition }: PagesContext): AsyncGenerator<Batch, void, void> {
  const colon = partition.lastIndexOf(':');
  const [client, enrolmentId] = [partition.slice(0, colon), partition.slice(colon + 1)];
  const { body } = await http.send(read(settings, 'GetUnitsForEnrolmentIncludingLinked', { enrolmentId }));
  yield { items: unitItems(itemsOf(body), client, settings, account), resume: undefined };
}

/** Units as they are kept: as sent, what they mean, and whose they are. Called by actions.ts too. */
export function unitItems(
  units: readonly JsonObject[],
  client: string,
  settings: Settings,
  account: Account | undefined,
): readonly JsonObject[] {
  const tags = unitTagsFor(settings, account);
  return units.map((unit) => ({ Clie_Code: client, Enun: unit, Unit: unitOf(unit, tags) }));
}

const unitResults = stream({
  model: 'outcome',
  summary: 'The result of each unit of an enrolment, those of linked enrolments included.',
  raw: rawUnitResult,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  partitions: { of: 'enrolments', key: unitPartition, onlyChanged: true },
  fullEveryMs: day,
  pages: readUnits,
  // The enrolment the unit itself sits under: found through a linked one it is still the same.
  key: (item) => {
    const enrolment = textAt(item, 'Enun.ID');
    const unit = textAt(item, 'Unit.code');
    return enrolment === undefined || unit === undefined ? undefined : `${enrolment}:${unit}`;
  },
  map: mapUnitResult,
});

// --- programmes, occurrences, qualifications ----------------------------------------------------------------------------------

const shortCourses = {
  codes: ['unsupported'],
  reason: 'The site is not licensed for Short Courses, which programmes and occurrences belong to.',
} as const;

/** The list holds what can be booked: a programme that is full today is still a programme, so nothing is swept. */
const programmes = stream({
  model: 'course',
  summary: 'Programmes published for enrolment on the web.',
  raw: rawProgramme,
  // The whole list each time; the cursor is for the list of deletions.
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'never',
  gone: deletedFrom('PROGRAMME', { always: true }),
  absentOn: shortCourses,
  request: ({ settings }) => {
    const range = { xsdStart: ever.from, xsdEnd: ever.to };
    const type = settings['programme_type'] ?? '';
    return type === ''
      ? read(settings, 'GetWebProgrammesForDates', range)
      : read(settings, 'GetWebProgrammesForProgTypeAndDates', { sPrgt_Name: type, ...range });
  },
  items: itemsOf,
  paginate: none,
  key: keyAt('Prog_ID'),
  map: mapProgramme,
});

/** The list, and where the tenant wants them each one's sessions, which are one call more. */
async function* readOccurrences(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, settings, account, partition } = context;
  const request = read(settings, 'GetWebOccurrencesOverlappingDateRangeForProgramme', {
    rangeStart: ever.from,
    rangeEnd: ever.to,
    programmeId: partition,
  });
  const listed = itemsOf((await http.send(request)).body);
  const wanted = settings['class_sessions'] === 'yes' && has(account, 'GetOccurrenceExtendedDetails');
  const items: JsonObject[] = [];
  for (const item of listed) {
    const sessions = wanted ? await sessionsOf(context, textAt(item, 'ID') ?? '') : {};
    items.push({ ...item, ...sessions, Prog_ID: partition });
  }
  yield { items, resume: undefined };
}

async function sessionsOf({ http, settings }: PagesContext, occurrenceId: string): Promise<JsonObject> {
  const { body } = await http.send(read(settings, 'GetOccurrenceExtendedDetails', { occurrenceId }));
  const detail = contentOf(body);
  const classes = detail === undefined ? undefined : toJson(detail)['Classes'];
  return classes === undefined ? {} : { Classes: classes };
}

const occurrences = stream({
  model: 'class',
  summary: 'Dated occurrences of the programmes, the full ones too.',
  raw: rawOccurrence,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'never',
  gone: deletedFrom('ENROLMENT', { always: true }),
  absentOn: shortCourses,
  partitions: { of: 'programmes' },
  pages: readOccurrences,
  key: keyAt('ID'),
  map: mapOccurrence,
});

/**
 * VETtrak describes a qualification by its code but lists none. Those that were ever awarded are named by the awards; one call finds
 * them, where walking all enrolments would take one per client.
 */
async function* readQualifications({ http, settings, resume }: PagesContext): AsyncGenerator<Batch, void, void> {
  const { body } = await http.send(read(settings, 'GetAwardsModifiedSince', { sinceDate: ever.from }));
  const names = new Map<string, string>();
  for (const award of itemsOf(body)) {
    const code = textAt(award, 'Qual_Code');
    const name = textAt(award, 'Qual_Name');
    if (code !== undefined && (name !== undefined || !names.has(code))) names.set(code, name ?? '');
  }
  const after = textAt(resume, 'after') ?? '';
  const left = [...names].filter(([code]) => code > after).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [index, [code, name]] of left.entries()) {
    const answer = await http.send(read(settings, 'GetQualificationStateDetails', { qualificationCode: code }));
    const items = itemsOf(answer.body).map((item) => ({ ...item, QualCode: code, Qual_Name: name }));
    yield { items, resume: index + 1 < left.length ? { after: code } : undefined };
  }
}

const qualifications = stream({
  model: 'qualification',
  summary: 'Qualifications that were awarded at least once, one record for each state or territory.',
  raw: rawQualification,
  incremental: { style: 'none' },
  // One that is not awarded any more is still a qualification.
  deletions: 'never',
  pages: readQualifications,
  key: (item) => {
    const code = textAt(item, 'QualCode');
    return code === undefined ? undefined : `${code}:${textAt(item, 'StateShortName') ?? ''}`;
  },
  map: mapQualification,
});

// --- awards ---------------------------------------------------------------------------------------------------------------

const awards = stream({
  model: 'certificate',
  summary: 'Awards: testamurs, statements of attainment and whatever else the site issues.',
  raw: rawAward,
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  gone: deletedFrom('QUALCLIE', { always: false }),
  request: ({ settings, since }) =>
    read(settings, 'GetAwardsModifiedSince', { sinceDate: since === undefined ? ever.from : localOf(since, settings) }),
  items: itemsOf,
  paginate: none,
  key: keyAt('Qucl_ID'),
  map: mapAward,
});

export const streams = {
  clients,
  enrolments,
  unit_results: unitResults,
  programmes,
  occurrences,
  qualifications,
  awards,
};
