/** The operations that read. No paging anywhere: each list comes back whole, and an empty one is a status of its own. Called by perform.ts. */
import type { JsonObject } from 'plugboard/contract';
import { grownClient, grownEnrolments, grownUnit, itemsOf, ownersOf, type Owners } from './grow.ts';
import { refuse, status, type Outcome } from './sessions.ts';
import type { UnitTags } from './schema.ts';
import { deletedTables, momentOf, resultTypes, type Context, type Occurrence, type Programme } from './state.ts';
import {
  awardView,
  classView,
  clientDetailView,
  clientView,
  enrolmentView,
  occurrenceView,
  programmeView,
  qualificationViews,
  takenPlaces,
  unitView,
} from './views.ts';

export type Args = JsonObject;
export type Handler = (args: Args, context: Context) => Outcome;

export function textArg(args: Args, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

export function intArg(args: Args, name: string): number {
  const value = args[name];
  return typeof value === 'number' ? value : 0;
}

export function tagsOf(context: Context): UnitTags {
  const chosen = context.switches['unit_tags'];
  return chosen === 'other' || chosen === 'none' ? chosen : 'usual';
}

/** A list under its wrapper, or "no records". */
function listed(wrapper: string, items: readonly JsonObject[]): Outcome {
  return items.length === 0 ? refuse(status.none, 'No records found.') : { answer: { [wrapper]: items } };
}

function getAccessibleClients(args: Args, context: Context): Outcome {
  const user = context.state.clients.find(({ code }) => code === textArg(args, 'clientCode'));
  if (user?.staff !== true) return refuse(status.error, 'The client code specified is not that of a VETtrak user.');
  const since = args['sinceDate'];
  const from = typeof since === 'string' ? momentOf(context, since) : undefined;
  const touched = from === undefined ? [] : itemsOf(context.grown('enrolments')?.changedSince(from));
  const busy = ownersOf(touched, ownersIn(context));
  const own = context.state.clients.filter(
    ({ code, modified }) => from === undefined || modified >= from || busy.has(code),
  );
  const grown = context.grown('clients');
  const more = busy.size === 0 ? [] : itemsOf(grown).filter((one) => busy.has(textArg(one, 'Clie_Code')));
  const changed = new Map(
    [...itemsOf(from === undefined ? grown : grown?.changedSince(from)), ...more].map((one) => [one['Clie_Code'], one]),
  );
  // In the order of names, which is none that a reader could rely on.
  const names = own.toSorted((a, b) => (a.surname < b.surname ? -1 : 1)).map(clientView);
  return listed('ClieList', [...names, ...changed.values()]);
}

function ownersIn(context: Context): Owners {
  return { seeded: context.state.clients.map(({ code }) => code), grown: context.grown('clients')?.count ?? 0 };
}

function getClientDetails(args: Args, context: Context): Outcome {
  const code = textArg(args, 'sClie_Code');
  const client = context.state.clients.find((one) => one.code === code);
  const detail = client === undefined ? grownClient(context.grown('clients'), code) : clientDetailView(client);
  return detail === undefined ? refuse(status.none, 'No records found.') : { answer: { ClieDetail: detail } };
}

function getEnrolmentsForClient(args: Args, context: Context): Outcome {
  const code = textArg(args, 'sClie_Code');
  const { state } = context;
  const own = state.enrolments.filter(({ client }) => client === code).map((one) => enrolmentView(one, state));
  const grown = grownEnrolments(context.grown('enrolments'), code, ownersIn(context));
  return listed('ClieEnroList', [...own, ...grown]);
}

function getUnits(args: Args, context: Context): Outcome {
  const id = intArg(args, 'enrolmentId');
  const { state } = context;
  const enrolment = state.enrolments.find((one) => one.id === id);
  const grown = grownUnit(context.grown('enrolments'), id);
  if (enrolment === undefined && grown === undefined) return refuse(status.none, 'No records found.');
  const programme = programmeOf(context, enrolment?.occurrence ?? 0);
  const units = state.units.filter(
    ({ enrolment: under, code }) =>
      under === id ||
      (enrolment?.linked.includes(under) === true && programme?.units.some((unit) => unit.code === code) === true),
  );
  return listed(
    'EnunList',
    [...units, ...(grown === undefined ? [] : [grown])].map((unit) => unitView(unit, tagsOf(context))),
  );
}

export function programmeOf(context: Context, occurrence: number): Programme | undefined {
  const found = context.state.occurrences.find(({ id }) => id === occurrence);
  return context.state.programmes.find(({ id }) => id === found?.programme);
}

function getResultTypes(): Outcome {
  return listed(
    'ResuList',
    resultTypes.map(([Resu_Name, Resu_Code]) => ({ Resu_Name, Resu_Code })),
  );
}

const backwards = refuse(status.error, 'The start date is after the end date.');

interface Range {
  readonly from: string;
  readonly to: string;
}

/** Those that start in the range and have a free place. */
function startingIn({ from, to }: Range, context: Context): readonly Occurrence[] {
  return context.state.occurrences.filter(
    (one) => one.published && one.start >= from && one.start <= to && takenPlaces(one, context.state) < one.places,
  );
}

/** With an occurrence that can be booked; without a type of every type. */
function programmesFor(args: Args, context: Context, type: string | undefined): Outcome {
  const range = { from: textArg(args, 'xsdStart'), to: textArg(args, 'xsdEnd') };
  if (range.from > range.to) return backwards;
  const offered = new Set(startingIn(range, context).map(({ programme }) => programme));
  const found = context.state.programmes.filter(
    (one) => offered.has(one.id) && (type === undefined || one.type === type),
  );
  return listed('ProgList', found.map(programmeView));
}

function occurrencesFor(args: Args, context: Context): Outcome {
  const range = { from: textArg(args, 'xsdStart'), to: textArg(args, 'xsdEnd') };
  if (range.from > range.to) return backwards;
  const found = startingIn(range, context).filter(({ programme }) => programme === intArg(args, 'iProg_ID'));
  return listed(
    'OccuList',
    found.map((one) => occurrenceView(one, context.state)),
  );
}

/** Full ones too, and those that began before the range. */
function occurrencesOverlapping(args: Args, context: Context): Outcome {
  const range = { from: textArg(args, 'rangeStart'), to: textArg(args, 'rangeEnd') };
  if (range.from > range.to) return backwards;
  const found = context.state.occurrences.filter(
    (one) =>
      one.published && one.programme === intArg(args, 'programmeId') && one.start <= range.to && one.end >= range.from,
  );
  return listed(
    'OccuList',
    found.map((one) => occurrenceView(one, context.state)),
  );
}

function getOccurrence(args: Args, context: Context): Outcome {
  const found = context.state.occurrences.find(({ id }) => id === intArg(args, 'occurrenceId'));
  if (found === undefined) return refuse(status.none, 'No records found.');
  const extended = { OccurrenceDetail: occurrenceView(found, context.state), Classes: found.classes.map(classView) };
  return { answer: { OccuExtended: extended } };
}

function getQualificationStates(args: Args, context: Context): Outcome {
  const code = textArg(args, 'qualificationCode');
  return listed(
    'QualStateList',
    context.state.qualifications.filter((one) => one.code === code).flatMap(qualificationViews),
  );
}

function getAwards(args: Args, context: Context): Outcome {
  const from = momentOf(context, textArg(args, 'sinceDate'));
  const own = context.state.awards.filter(({ modified }) => modified >= from).map(awardView);
  return listed('QuclList', [...own, ...itemsOf(context.grown('awards')?.changedSince(from))]);
}

/** An empty list here is an empty list. */
function getDeleted(args: Args, context: Context): Outcome {
  const table = textArg(args, 'tableName');
  const tables: readonly string[] = deletedTables;
  if (!tables.includes(table)) return refuse(status.error, `"${table}" is not a valid table name.`);
  const from = momentOf(context, textArg(args, 'sinceDate'));
  const found = context.state.deleted.filter((one) => one.table === table && one.at >= from);
  return { answer: { TextList: found.map(({ id }) => id) } };
}

export const reads = {
  GetAccessibleClients: getAccessibleClients,
  GetClientDetails: getClientDetails,
  GetEnrolmentsForClient: getEnrolmentsForClient,
  GetUnitsForEnrolmentIncludingLinked: getUnits,
  GetResultTypes: getResultTypes,
  GetWebProgrammesForDates: (args, context) => programmesFor(args, context, undefined),
  GetWebProgrammesForProgTypeAndDates: (args, context) => programmesFor(args, context, textArg(args, 'sPrgt_Name')),
  GetWebOccurrencesForProgrammeAndDates: occurrencesFor,
  GetWebOccurrencesOverlappingDateRangeForProgramme: occurrencesOverlapping,
  GetOccurrenceExtendedDetails: getOccurrence,
  GetQualificationStateDetails: getQualificationStates,
  GetAwardsModifiedSince: getAwards,
  GetDeletedRecordsSince: getDeleted,
} satisfies Readonly<Record<string, Handler>>;
