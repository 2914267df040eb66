/**
 * What can be written: students, enrolments, marks and their approval. A write under an idempotency key is done once; asked again
 * within a day, the same answer is given. Called by ../sandbox.ts.
 */
import { z, type Method, type SandboxRequest, type SandboxResponse, type SandboxRoute } from 'plugboard/contract';
import { jsonOf } from 'plugboard/kit';
import { invalid, missing, refused, shown } from './answers.ts';
import { tally } from './tally.ts';
import {
  enrolmentStatuses,
  freshId,
  outcomeCodes,
  secondsOf,
  type Context,
  type Mark,
  type Outcome,
  type State,
  type Submission,
} from './state.ts';

const day = 86_400_000;

/** A write whose body has been looked at. Answers what is wrong, if anything is. */
function write<Body>(
  method: Method,
  path: string,
  schema: z.ZodType<Body>,
  work: (body: Body, context: Context, id: string) => SandboxResponse,
): SandboxRoute<State> {
  return {
    method,
    path,
    handle: (request, context) =>
      once(request, context, () => {
        const parsed = schema.safeParse(jsonOf(request));
        if (parsed.success) return work(parsed.data, context, request.params['id'] ?? '');
        const problems = parsed.error.issues.flatMap((issue) =>
          issue.code === 'unrecognized_keys'
            ? issue.keys.map((key) => [key, 'is not a field'] as const)
            : [[issue.path.join('.') || 'body', issue.message] as const],
        );
        return invalid(Object.fromEntries(problems));
      }),
  };
}

function once(request: SandboxRequest, context: Context, work: () => SandboxResponse): SandboxResponse {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work();
  const { answers } = context.state;
  const asked = `${request.method} ${request.path} ${request.body.toString('utf8')}`;
  const known = Object.hasOwn(answers, key) ? answers[key] : undefined;
  if (known !== undefined && context.now() - known.at < day) {
    return known.asked === asked
      ? { status: known.status, headers: { 'content-type': 'application/json' }, body: known.body }
      : refused(409, 'This Idempotency-Key was used for something else.', { code: 'idempotency_conflict' });
  }
  const response = work();
  const { status = 200, body } = response;
  // A refusal may be tried again when its cause is gone.
  if (status < 300) answers[key] = { asked, status, body: JSON.stringify(body), at: context.now() };
  return response;
}

const line = z.string('is required').trim().min(1, 'is required').max(255);
const date = z.iso.date('must be a date like 2026-03-01');

const newStudent = z.strictObject({
  first_name: line,
  last_name: line,
  email: z.email('is invalid'),
  external_id: line.nullish(),
});

const changedStudent = z
  .strictObject({
    ...newStudent.shape,
    mobile: line.nullable(),
    date_of_birth: date.nullable(),
    usi: z
      .string()
      .regex(/^[2-9A-HJ-NP-Z]{10}$/, 'is not a USI')
      .nullable(),
  })
  .partial();

function taken(state: State, { email, external_id: external }: z.infer<typeof changedStudent>, but?: string) {
  const others = state.rows.students.filter(({ id, archived_at }) => id !== but && archived_at === null);
  if (email !== undefined && others.some((one) => one.email.toLowerCase() === email.toLowerCase()))
    return refused(409, 'There is a student with this email already.', { fields: { email: 'is taken' } });
  if (typeof external === 'string' && others.some((one) => one.external_id === external))
    return refused(409, 'There is a student with this external_id already.', { fields: { external_id: 'is taken' } });
  return undefined;
}

const createStudent = write('POST', '/v1/students', newStudent, (body, { state, now }) => {
  const moment = secondsOf(now());
  const clash = taken(state, body);
  if (clash !== undefined) return clash;
  const student = {
    id: freshId(state, 'st'),
    external_id: body.external_id ?? null,
    first_name: body.first_name,
    last_name: body.last_name,
    email: body.email,
    mobile: null,
    date_of_birth: null,
    usi: null,
    status: 'active' as const,
    archived_at: null,
    created_at: moment,
    updated_at: moment,
  };
  state.rows.students.push(student);
  return shown({ ...student }, 201);
});

const updateStudent = write('PATCH', '/v1/students/:id', changedStudent, (body, { state, now }, id) => {
  const student = state.rows.students.find((row) => row.id === id);
  if (student === undefined) return missing('student');
  const clash = taken(state, body, id);
  if (clash !== undefined) return clash;
  Object.assign(student, body, { updated_at: secondsOf(now()) });
  return shown({ ...student });
});

const newEnrolment = z.strictObject({
  student_id: line,
  qualification_id: line.optional(),
  intake_id: line.optional(),
  start_date: date,
});

const createEnrolment = write('POST', '/v1/enrolments', newEnrolment, (body, { state, now }) => {
  const { rows } = state;
  const student = rows.students.find(({ id, archived_at }) => id === body.student_id && archived_at === null);
  if (student === undefined) return invalid({ student_id: 'is no student' });
  const intake = rows.intakes.find(({ id, archived_at }) => id === body.intake_id && archived_at === null);
  if (body.intake_id !== undefined && intake === undefined) return invalid({ intake_id: 'is no intake' });
  const qualification = rows.qualifications.find(
    ({ id, archived_at }) => id === (body.qualification_id ?? intake?.qualification_id) && archived_at === null,
  );
  if (qualification === undefined) return invalid({ qualification_id: 'is no qualification' });
  if (intake !== undefined && intake.qualification_id !== qualification.id)
    return invalid({ intake_id: 'is of another qualification' });
  const again = rows.enrolments.some(
    (one) =>
      one.student_id === student.id &&
      one.qualification_id === qualification.id &&
      one.intake_id === (intake?.id ?? null) &&
      one.status === 'active',
  );
  if (again) return refused(409, 'The student is enrolled there already.');
  const enrolment = {
    id: freshId(state, 'en'),
    external_id: null,
    student_id: student.id,
    qualification_id: qualification.id,
    intake_id: intake?.id ?? null,
    status: 'active' as const,
    start_date: body.start_date,
    end_date: null,
    completed_at: null,
    progress_percent: 0,
    units_total: qualification.units.length,
    units_completed: 0,
    updated_at: secondsOf(now()),
  };
  rows.enrolments.push(enrolment);
  return shown({ ...enrolment }, 201);
});

const changedEnrolment = z.strictObject({ status: z.enum(enrolmentStatuses), end_date: date.nullable() }).partial();

const updateEnrolment = write('PATCH', '/v1/enrolments/:id', changedEnrolment, (body, { state, now }, id) => {
  const enrolment = state.rows.enrolments.find((row) => row.id === id);
  if (enrolment === undefined) return missing('enrolment');
  const moment = secondsOf(now());
  const completed = body.status === undefined ? enrolment.completed_at : body.status === 'completed' ? moment : null;
  Object.assign(enrolment, body, { completed_at: completed, updated_at: moment });
  return shown({ ...enrolment });
});

const newMark = z.strictObject({
  result: z.enum(['satisfactory', 'not_satisfactory'], 'must be satisfactory or not_satisfactory'),
  comment: z.string().max(10_000).nullish(),
  assessor_id: line,
});

const handedIn: readonly Submission['status'][] = [
  'submitted',
  'marking',
  'returned',
  'satisfactory',
  'not_satisfactory',
];

const recordMark = write('POST', '/v1/submissions/:id/marks', newMark, (body, { state, now }, id) => {
  const submission = state.rows.submissions.find((row) => row.id === id);
  if (submission === undefined) return missing('submission');
  if (!handedIn.includes(submission.status)) return invalid({ status: 'has not been submitted' });
  if (!state.rows.assessors.some((row) => row.id === body.assessor_id))
    return invalid({ assessor_id: 'is no assessor' });
  const moment = secondsOf(now());
  const mark: Mark = {
    id: freshId(state, 'mk'),
    submission_id: submission.id,
    student_id: submission.student_id,
    enrolment_id: submission.enrolment_id,
    assessment_id: submission.assessment_id,
    attempt: submission.attempt,
    result: body.result,
    score: null,
    comment: body.comment ?? null,
    assessor_id: body.assessor_id,
    marked_at: moment,
    approval_status: 'pending',
    approved_by: null,
    approved_at: null,
    updated_at: moment,
  };
  state.rows.marks.push(mark);
  Object.assign(submission, { status: 'marking', latest_mark_id: mark.id, updated_at: moment });
  return shown({ ...mark }, 201);
});

const approveMark = write(
  'POST',
  '/v1/marks/:id/approve',
  z.strictObject({ approved_by: line }),
  (body, { state, now }, id) => {
    const mark = state.rows.marks.find((row) => row.id === id);
    if (mark === undefined) return missing('mark');
    if (mark.approval_status !== 'pending') return refused(409, `The mark is ${mark.approval_status} already.`);
    if (!state.rows.assessors.some((row) => row.id === body.approved_by))
      return invalid({ approved_by: 'is no assessor' });
    const moment = secondsOf(now());
    Object.assign(mark, {
      approval_status: 'approved',
      approved_by: body.approved_by,
      approved_at: moment,
      updated_at: moment,
    });
    const submission = state.rows.submissions.find((row) => row.id === mark.submission_id);
    if (submission !== undefined) {
      const status = mark.result === 'resubmit' ? 'returned' : mark.result;
      Object.assign(submission, { status, marked_at: mark.marked_at, marker_id: mark.assessor_id, updated_at: moment });
      decideUnits(state, submission, mark, moment);
    }
    return shown({ ...mark });
  },
);

/** All work of a unit is satisfactory: the student is competent in it. */
function decideUnits(state: State, { enrolment_id: id }: Submission, mark: Mark, moment: string): void {
  const { rows } = state;
  const enrolment = rows.enrolments.find((row) => row.id === id);
  const codes = rows.assessments.find((row) => row.id === mark.assessment_id)?.unit_codes ?? [];
  if (enrolment === undefined) return;
  for (const code of codes) {
    const templates = new Set(rows.assessments.filter((row) => row.unit_codes.includes(code)).map((row) => row.id));
    const work = rows.submissions.filter((row) => row.enrolment_id === id && templates.has(row.assessment_id));
    const unit = rows.units.find((row) => row.code === code);
    if (unit === undefined || !work.every(({ status }) => status === 'satisfactory')) continue;
    const known = rows.outcomes.find((row) => row.enrolment_id === id && row.unit_code === code);
    const outcome: Outcome = {
      id: known?.id ?? freshId(state, 'oc'),
      enrolment_id: id,
      student_id: enrolment.student_id,
      unit_id: unit.id,
      unit_code: code,
      unit_name: unit.title,
      outcome: 'competent',
      outcome_code: outcomeCodes.competent,
      activity_start_date: enrolment.start_date,
      activity_end_date: moment.slice(0, 10),
      approval_status: 'approved',
      approved_at: moment,
      assessor_id: mark.approved_by,
      supersedes_id: null,
      updated_at: moment,
    };
    if (known === undefined) rows.outcomes.push(outcome);
    else Object.assign(known, outcome);
    tally(state, enrolment);
    enrolment.updated_at = moment;
  }
}

export const writeRoutes: readonly SandboxRoute<State>[] = [
  createStudent,
  updateStudent,
  createEnrolment,
  updateEnrolment,
  recordMark,
  approveMark,
];
