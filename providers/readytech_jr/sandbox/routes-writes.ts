/** What can be written to JR Plus: parties, enrolments, and the results in them. Called by ../sandbox.ts. */
import type { JsonObject, JsonValue, Method, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { at as valueAt, dateOf, toXml } from 'plugboard/kit';
import { shown } from './lists.ts';
import { enrolmentOf } from './routes-reads.ts';
import { assessmentsOf } from './seed.ts';
import {
  assessmentStatuses,
  outcomes,
  references,
  text,
  today,
  type Context,
  type Part,
  type Row,
  type State,
} from './state.ts';
import { document, notFound, readBody, refusal } from './xml.ts';

type Handler = (sent: JsonObject, request: SandboxRequest, context: Context) => SandboxResponse;

/** What is wrong with the elements of a write, in words. */
type Problems = readonly (string | false)[];

function write(method: Method, path: string, root: string, handle: Handler): SandboxRoute<State> {
  return {
    method,
    path: `/webservice/${path}`,
    handle(request, context) {
      const read = readBody(request, root);
      return 'refused' in read ? read.refused : handle(read.sent, request, context);
    },
  };
}

/** Updates are PUT here and POST there. */
function update(path: string, root: string, handle: Handler): readonly SandboxRoute<State>[] {
  const wanted = (method: 'PUT' | 'POST') =>
    write(method, path, root, (sent, request, context) =>
      context.switches['updates'] === method.toLowerCase()
        ? handle(sent, request, context)
        : refusal(405, 'Method not allowed'),
    );
  return [wanted('PUT'), wanted('POST')];
}

/** Validation says no, in a 422; or, for some writes of some versions, in a 200. */
function invalid(context: Context, problems: Problems): SandboxResponse | undefined {
  const said = problems.filter((one) => one !== false);
  if (said.length === 0) return undefined;
  return refusal(context.switches['refusals'] === '200' ? 200 : 422, ...said);
}

/** After an update: nothing, or the row. */
function updated(context: Context, name: string, row: Row): SandboxResponse {
  return context.switches['updates_answer'] === 'nothing'
    ? { status: 204 }
    : document(toXml(name, shown(context, row)));
}

function blank(sent: JsonObject, name: string): boolean {
  return text(sent, name).trim() === '';
}

function badDate(sent: JsonObject, name: string): boolean {
  return !blank(sent, name) && dateOf(text(sent, name)) !== text(sent, name);
}

function unknownElement(sent: JsonObject, known: readonly string[]): string | false {
  const stranger = Object.keys(sent).find((name) => !known.includes(name));
  return stranger !== undefined && `${stranger} is not an attribute`;
}

function unlisted(sent: JsonObject, name: string, table: string): string | false {
  return !blank(sent, name) && !references[table]?.includes(text(sent, name)) && `${name} is not included in the list`;
}

// --- parties --------------------------------------------------------------------------------------------------------------

const partyElements = [
  'party-type',
  'contact-method',
  'surname',
  'first-name',
  'middle-name',
  'known-by',
  'birth-date',
  'gender',
  'title',
  'login',
  'password',
  'logon-enabled',
  'usi-number',
  'addresses',
  'contact-details',
  'avetmiss',
  'ad-hoc-fields',
  'legal-name',
  'trading-name',
  'website',
];

function partyProblems(sent: JsonObject, context: Context, self: string): Problems {
  const login = text(sent, 'login');
  const taken = context.state.parties.some(
    ({ data }) => login !== '' && text(data, 'login') === login && text(data, 'party-identifier') !== self,
  );
  const details: readonly JsonValue[] = listOf(valueAt(sent, 'contact-details.contact-detail'));
  return [
    unknownElement(sent, partyElements),
    badDate(sent, 'birth-date') && 'birth-date is not a valid date',
    unlisted(sent, 'gender', 'gender'),
    unlisted(sent, 'party-type', 'party_type'),
    taken && 'login has already been taken',
    !blank(sent, 'usi-number') && !/^[2-9A-HJ-NP-Z]{10}$/.test(text(sent, 'usi-number')) && 'usi-number is invalid',
    details.some((one) => valueAt(one, 'value') === null) && "contact-detail value can't be blank",
  ];
}

function listOf(value: unknown): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

const createParty: Handler = (sent, _request, context) => {
  const { state } = context;
  const person = text(sent, 'party-type') === 'Person';
  const refused = invalid(context, [
    blank(sent, 'party-type') && "party-type can't be blank",
    person && blank(sent, 'surname') && "surname can't be blank",
    person && blank(sent, 'first-name') && "first-name can't be blank",
    ...partyProblems(sent, context, ''),
  ]);
  if (refused !== undefined) return refused;
  const number = state.next.party++;
  const identifier = `PA${String(number).padStart(5, '0')}`;
  const { password: _password, ...kept } = sent;
  const data = { id: String(number), 'party-identifier': identifier, ...kept, 'created-on': today(context) };
  state.parties.push({ data, at: context.now() });
  return document(toXml('party', { id: String(number), 'party-identifier': identifier }), 201);
};

const updateParty: Handler = (sent, request, context) => {
  const id = request.params['id'] ?? '';
  const row = context.state.parties.find(({ data }) => text(data, 'party-identifier') === id);
  if (row === undefined) return notFound;
  const refused = invalid(context, partyProblems(sent, context, id));
  if (refused !== undefined) return refused;
  const { password: _password, ...changes } = sent;
  Object.assign(row, { data: { ...row.data, ...changes }, at: context.now() });
  return updated(context, 'party', row);
};

// --- enrolments -----------------------------------------------------------------------------------------------------------

const enrolmentElements = [
  'party-identifier',
  'course-number',
  'enrolment-status',
  'study-reason',
  'invoice-option',
  'start-date',
  'end-date',
  'completed-on',
];

function enrolmentProblems(sent: JsonObject): Problems {
  return [
    unknownElement(sent, enrolmentElements),
    unlisted(sent, 'enrolment-status', 'enrolment_status'),
    unlisted(sent, 'study-reason', 'study_reason'),
    ...['start-date', 'end-date', 'completed-on'].map((name) => badDate(sent, name) && `${name} is not a valid date`),
  ];
}

const enrol: Handler = (sent, _request, context) => {
  const { state } = context;
  const party = state.parties.find(({ data }) => data['party-identifier'] === sent['party-identifier']);
  const course = state.courses.find(({ data }) => data['course-number'] === sent['course-number']);
  const refused = invalid(context, [
    text(party?.data ?? {}, 'party-type') !== 'Person' && 'party-identifier is not that of a person',
    course === undefined && 'course-number is invalid',
    ...enrolmentProblems(sent),
  ]);
  if (refused !== undefined) return refused;
  const identifier = `EN${String(state.next.enrolment++).padStart(5, '0')}`;
  const data = { 'enrolment-identifier': identifier, 'enrolment-status': 'Enrolled', ...sent };
  state.enrolments.push({ data, at: context.now() });
  for (const unit of state.units.filter(({ of }) => of === text(sent, 'course-number')))
    addResult(context, identifier, unit.data, null);
  return document(toXml('enrolment', { 'enrolment-identifier': identifier }), 201);
};

const updateEnrolment: Handler = (sent, request, context) => {
  const row = enrolmentOf(request, context);
  if (row === undefined) return notFound;
  const fixed = ['party-identifier', 'course-number'].find((name) => name in sent);
  const refused = invalid(context, [fixed !== undefined && `${fixed} cannot be changed`, ...enrolmentProblems(sent)]);
  if (refused !== undefined) return refused;
  Object.assign(row, { data: { ...row.data, ...sent }, at: context.now() });
  return updated(context, 'enrolment', row);
};

const linkEmployer: Handler = (sent, request, context) => {
  const { state } = context;
  const enrolment = enrolmentOf(request, context);
  if (enrolment === undefined) return notFound;
  const employer = state.parties.find(({ data }) => data['party-identifier'] === sent['party-identifier']);
  const refused = invalid(context, [
    text(employer?.data ?? {}, 'party-type') !== 'Employer' && 'party-identifier is not that of an employer',
    unknownElement(sent, ['party-identifier', 'employment-type-id']),
  ]);
  if (refused !== undefined) return refused;
  state.employers.push({ of: text(enrolment.data, 'enrolment-identifier'), data: sent, at: context.now() });
  return document(toXml('employer', sent), 201);
};

// --- units of an enrolment ------------------------------------------------------------------------------------------------

function addResult(context: Context, enrolment: string, unit: JsonObject, start: string | null): Part {
  const { state } = context;
  const data = {
    id: String(state.next.row++),
    'unit-code': unit['unit-code'] ?? null,
    'unit-name': unit['unit-name'] ?? null,
    'unit-status': 'Not Started',
    'outcome-identifier-avetmiss': null,
    'start-date': start,
    'end-date': null,
  };
  const part = { of: enrolment, data, at: context.now() };
  state.results.push(part);
  for (const { data: assessment } of assessmentsOf(part))
    state.assessments.push({ of: enrolment, data: { id: String(state.next.row++), ...assessment }, at: context.now() });
  return part;
}

function resultOf({ params }: SandboxRequest, { state }: Context): Part | undefined {
  return state.results.find(({ of, data }) => of === params['id'] && data['unit-code'] === params['unit']);
}

const addUnit: Handler = (sent, request, context) => {
  const enrolment = enrolmentOf(request, context);
  if (enrolment === undefined) return notFound;
  const id = text(enrolment.data, 'enrolment-identifier');
  const unit = context.state.units.find(({ data }) => data['unit-code'] === sent['unit-code']);
  const there = context.state.results.some(({ of, data }) => of === id && data['unit-code'] === sent['unit-code']);
  if (there) return refusal(409, 'unit-code is already part of the enrolment');
  const refused = invalid(context, [
    unit === undefined && 'unit-code is invalid',
    badDate(sent, 'start-date') && 'start-date is not a valid date',
  ]);
  if (refused !== undefined) return refused;
  const part = addResult(context, id, unit?.data ?? {}, text(sent, 'start-date') || null);
  return document(toXml('enrolment-unit', shown(context, part)), 201);
};

const recordOutcome: Handler = (sent, request, context) => {
  const part = resultOf(request, context);
  if (part === undefined) return notFound;
  const code = text(sent, 'outcome-identifier-avetmiss');
  const next = { ...part.data, ...sent };
  const refused = invalid(context, [
    unknownElement(sent, ['outcome-identifier-avetmiss', 'start-date', 'end-date']),
    !Object.hasOwn(outcomes, code) && 'outcome-identifier-avetmiss is not included in the list',
    badDate(sent, 'start-date') && 'start-date is not a valid date',
    badDate(sent, 'end-date') && 'end-date is not a valid date',
    code !== '70' && code !== '85' && blank(next, 'end-date') && "end-date can't be blank",
    !blank(next, 'end-date') && text(next, 'end-date') < text(next, 'start-date') && 'end-date is before start-date',
  ]);
  if (refused !== undefined) return refused;
  Object.assign(part, { data: { ...next, 'unit-status': outcomes[code] ?? '' }, at: context.now() });
  return updated(context, 'enrolment-unit', part);
};

const removeUnit: SandboxRoute<State> = {
  method: 'DELETE',
  path: '/webservice/enrolments/:id/enrolment_units/:unit',
  handle(request, context) {
    const part = resultOf(request, context);
    if (part === undefined) return notFound;
    if (text(part.data, 'outcome-identifier-avetmiss') !== '')
      return refusal(409, 'The unit has a result and cannot be removed');
    context.state.results = context.state.results.filter((one) => one !== part);
    return { status: 204 };
  },
};

const recordAssessment: Handler = (sent, request, context) => {
  const { params } = request;
  const part = context.state.assessments.find(({ of, data }) => of === params['id'] && data['id'] === params['nr']);
  if (part === undefined) return notFound;
  const known: readonly string[] = assessmentStatuses;
  const refused = invalid(context, [
    unknownElement(sent, ['assessment-status', 'mark', 'assessed-on']),
    !known.includes(text(sent, 'assessment-status')) && 'assessment-status is not included in the list',
    !blank(sent, 'mark') && !/^\d{1,3}(\.\d{1,2})?$/.test(text(sent, 'mark')) && 'mark is not a number',
    badDate(sent, 'assessed-on') && 'assessed-on is not a valid date',
  ]);
  if (refused !== undefined) return refused;
  Object.assign(part, { data: { ...part.data, ...sent }, at: context.now() });
  return updated(context, 'assessment', part);
};

export const writes: readonly SandboxRoute<State>[] = [
  write('POST', 'parties', 'party', createParty),
  ...update('parties/:id', 'party', updateParty),
  write('POST', 'enrolment', 'enrolment', enrol),
  ...update('enrolment/:id', 'enrolment', updateEnrolment),
  write('POST', 'enrolments/:id/employee_enrolments', 'employer', linkEmployer),
  write('POST', 'enrolments/:id/enrolment_units', 'enrolment-unit', addUnit),
  ...update('enrolments/:id/enrolment_units/:unit', 'enrolment-unit', recordOutcome),
  removeUnit,
  ...update('enrolments/:id/assessments/:nr', 'assessment', recordAssessment),
];
