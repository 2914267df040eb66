/**
 * Canvas' Live Events: which writes are told, how an event looks, how it is signed and how often it is tried. The data stream is set up by
 * hand in Canvas, so the addresses are the host's. Called by ../sandbox.ts and endpoint.ts.
 */
import type { JsonObject, SandboxEvent, SandboxRoute, SandboxWebhooks } from 'plugboard/contract';
import { newSigningKey, publicKeys, signToken, watchRows, type RowChange, type SigningKey } from 'plugboard/kit';
import {
  globalId,
  latestGrade,
  nameOf,
  type Assignment,
  type Context,
  type Course,
  type Enrolment,
  type State,
  type Submission,
  type User,
} from './state.ts';
import { workflowOf } from './render.ts';

/** Where Canvas publishes the keys of all schools. */
export const keysHost = '8axpcl50e4.execute-api.us-east-1.amazonaws.com';
/** The shard this school lives on. */
const shard = 1007;

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** As ids are told outside of the school; those of other shards are global already. */
function globally(id: string): string {
  return id.length > 13 ? id : globalId(shard, Number(id));
}

// --- what an event says ---------------------------------------------------------------------------------------------------

/** `context`: what Canvas thinks it happened in. */
interface Told {
  readonly body: JsonObject;
  readonly context: { readonly context_type: string; readonly context_id: string };
}

const inCourse = (id: string) => ({ context_type: 'Course', context_id: globally(id) });

function tellCourse(course: Course): Told {
  return {
    context: inCourse(course.id),
    body: {
      course_id: globally(course.id),
      account_id: globally(course.account),
      name: course.name,
      uuid: course.uuid,
      workflow_state: course.state,
      created_at: iso(course.created),
    },
  };
}

function tellUser(user: User, state: State): Told {
  return {
    context: { context_type: 'Account', context_id: globally(state.accounts[0]?.id ?? '1') },
    body: {
      user_id: globally(user.id),
      name: nameOf(user),
      short_name: nameOf(user),
      workflow_state: user.deleted ? 'deleted' : 'registered',
      created_at: iso(user.created),
    },
  };
}

function tellEnrolment(enrolment: Enrolment): Told {
  return {
    context: inCourse(enrolment.course),
    body: {
      enrollment_id: globally(enrolment.id),
      course_id: globally(enrolment.course),
      user_id: globally(enrolment.user),
      type: enrolment.type,
      workflow_state: enrolment.state,
      created_at: iso(enrolment.created),
      updated_at: iso(enrolment.updated),
    },
  };
}

function tellEnrolmentState(enrolment: Enrolment): Told {
  return {
    context: inCourse(enrolment.course),
    body: {
      enrollment_id: globally(enrolment.id),
      state: enrolment.state,
      state_started_at: iso(enrolment.updated),
      state_is_current: true,
    },
  };
}

function tellAssignment(assignment: Assignment): Told {
  return {
    context: inCourse(assignment.course),
    body: {
      assignment_id: globally(assignment.id),
      ...inCourse(assignment.course),
      title: assignment.name,
      description: assignment.description,
      points_possible: assignment.points,
      due_at: iso(assignment.due),
      workflow_state: assignment.published ? 'published' : 'unpublished',
      updated_at: iso(assignment.updated),
    },
  };
}

function courseOf({ assignment }: Submission, state: State): string {
  return state.assignments.find(({ id }) => id === assignment)?.course ?? '';
}

function tellSubmission(submission: Submission, state: State): Told {
  const grade = latestGrade(submission);
  return {
    context: inCourse(courseOf(submission, state)),
    body: {
      submission_id: globally(submission.id),
      assignment_id: globally(submission.assignment),
      user_id: globally(submission.user),
      attempt: submission.attempt,
      score: grade?.score ?? null,
      grade: grade?.grade ?? null,
      submitted_at: iso(submission.submitted),
      graded_at: iso(grade?.at ?? null),
      workflow_state: workflowOf(submission),
    },
  };
}

function tellGrade(submission: Submission, state: State): Told {
  const [before, now] = [submission.grades.at(-2), latestGrade(submission)];
  return {
    context: inCourse(courseOf(submission, state)),
    body: {
      submission_id: globally(submission.id),
      assignment_id: globally(submission.assignment),
      student_id: globally(submission.user),
      grader_id: now === undefined ? null : globally(now.grader),
      grade: now?.grade ?? null,
      old_grade: before?.grade ?? null,
      score: now?.score ?? null,
      old_score: before?.score ?? null,
    },
  };
}

function tellTotal(submission: Submission, state: State): Told {
  const course = courseOf(submission, state);
  return { context: inCourse(course), body: { course_id: globally(course), user_id: globally(submission.user) } };
}

function tellCompletion({ course, user }: Enrolment): Told {
  return {
    context: inCourse(course),
    body: { course: { id: globally(course) }, user: { id: globally(user) }, progress: { requirement_count: 4 } },
  };
}

/** One event; `cause`: the request it came of, `user`: who made it. */
function liveEvent(type: string, told: Told, cause: string, user: string, context: Context): SandboxEvent {
  const metadata = {
    event_name: type,
    event_time: new Date(context.now()).toISOString(),
    root_account_uuid: context.state.accounts[0]?.uuid ?? '',
    root_account_id: globally(context.state.accounts[0]?.id ?? '1'),
    ...told.context,
    user_id: globally(user),
    request_id: cause,
    producer: 'canvas',
  };
  return { type, payload: { metadata, body: told.body } };
}

// --- what a write did -----------------------------------------------------------------------------------------------------

type Telling = readonly (readonly [type: string, told: Told])[];

function word({ change }: RowChange<unknown>): string {
  return change === 'created' ? 'created' : 'updated';
}

const idOf = ({ id }: { readonly id: string }): string => id;

/** Does the work of a request, and tells what it changed. */
export function telling<T>(context: Context, user: string, cause: string, work: () => T): T {
  const { state } = context;
  const grades = (): readonly Submission[] => state.submissions.filter((one) => one.grades.length > 0);
  const marked = new Map(grades().map((one) => [one.id, JSON.stringify(one.grades)]));
  const courses = watchRows(() => state.courses, idOf);
  const users = watchRows(() => state.users, idOf);
  const enrolments = watchRows(() => state.enrolments, idOf);
  const assignments = watchRows(() => state.assignments, idOf);
  const submissions = watchRows(() => state.submissions, idOf);
  const result = work();
  const told: Telling = [
    ...courses().map((one) => [`course_${word(one)}`, tellCourse(one.row)] as const),
    ...users().map((one) => [`user_${word(one)}`, tellUser(one.row, state)] as const),
    ...enrolments().flatMap((one): Telling => [
      [`enrollment_${word(one)}`, tellEnrolment(one.row)],
      [`enrollment_state_${word(one)}`, tellEnrolmentState(one.row)],
    ]),
    ...assignments().map((one) => [`assignment_${word(one)}`, tellAssignment(one.row)] as const),
    ...submissions().flatMap((one): Telling => [
      [`submission_${word(one)}`, tellSubmission(one.row, state)],
      ...(JSON.stringify(one.row.grades) === (marked.get(one.row.id) ?? '[]')
        ? []
        : ([
            ['grade_change', tellGrade(one.row, state)],
            ['course_grade_change', tellTotal(one.row, state)],
          ] as const)),
    ]),
  ];
  for (const [type, what] of told) context.emit(liveEvent(type, what, cause, user, context));
  return result;
}

// --- events on demand -----------------------------------------------------------------------------------------------------

const nthOf = <Row>(rows: readonly Row[], nth: number, tell: (row: Row) => Told): Told | undefined => {
  const row = rows[nth % rows.length];
  return row === undefined ? undefined : tell(row);
};

const examples: Readonly<Record<string, (state: State, nth: number) => Told | undefined>> = {
  course: ({ courses }, nth) => nthOf(courses, nth, tellCourse),
  user: (state, nth) => nthOf(state.users, nth, (user) => tellUser(user, state)),
  enrollment: ({ enrolments }, nth) => nthOf(enrolments, nth, tellEnrolment),
  enrollment_state: ({ enrolments }, nth) => nthOf(enrolments, nth, tellEnrolmentState),
  assignment: ({ assignments }, nth) => nthOf(assignments, nth, tellAssignment),
  submission: (state, nth) => nthOf(state.submissions, nth, (one) => tellSubmission(one, state)),
  module: ({ modules }, nth) =>
    nthOf(modules, nth, ({ id, course, name }) => ({
      context: inCourse(course),
      body: { module_id: globally(id), context_id: globally(course), context_type: 'Course', name },
    })),
  module_item: ({ modules }, nth) =>
    nthOf(modules, nth, ({ id, course, items }) => ({
      context: inCourse(course),
      body: { module_item_id: globally(items[0]?.id ?? '0'), module_id: globally(id), context_id: globally(course) },
    })),
};

const alone: Readonly<Record<string, (state: State, nth: number) => Told | undefined>> = {
  grade_change: (state, nth) => nthOf(state.submissions, nth, (one) => tellGrade(one, state)),
  course_grade_change: (state, nth) => nthOf(state.submissions, nth, (one) => tellTotal(one, state)),
  course_completed: ({ enrolments }, nth) => nthOf(enrolments, nth, tellCompletion),
  course_progress: ({ enrolments }, nth) => nthOf(enrolments, nth, tellCompletion),
};

// --- keys -----------------------------------------------------------------------------------------------------------------

/** Months since the year 0: keys change with them. */
function monthOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function keyOf({ signing }: State, month: number): SigningKey {
  const kid = `live-events-${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  const known = signing.find((key) => key.kid === kid);
  if (known !== undefined) return known;
  const made = newSigningKey(kid, month);
  signing.push(made);
  return made;
}

export const keysRoute: SandboxRoute<State> = {
  method: 'GET',
  path: '/main/jwks',
  open: true,
  handle(_request, context) {
    const month = monthOf(context.now());
    return { body: publicKeys([month - 1, month, month + 1].map((one) => keyOf(context.state, one))) };
  },
};

// --- sending --------------------------------------------------------------------------------------------------------------

const minute = 60_000;
const changes = ['created', 'updated'];

export const webhooks: SandboxWebhooks<State> = {
  signature: 'body',
  types: [
    ...Object.keys(examples).flatMap((name) => changes.map((change) => `${name}_${change}`)),
    ...Object.keys(alone),
  ],
  example(type, context, nth) {
    const { state } = context;
    const [, name = '', change = ''] = /^(.+)_(created|updated)$/.exec(type) ?? [];
    const tell = Object.hasOwn(alone, type) ? alone[type] : change === '' ? undefined : examples[name];
    const told = tell?.(state, nth);
    return told === undefined
      ? undefined
      : liveEvent(type, told, context.hex(32), state.admins[0]?.user ?? '1', context);
  },
  request([event], _address, context, nowMs) {
    const claims = event?.payload ?? {};
    if (context.switches['live_events'] === 'unsigned')
      return {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(claims)),
      };
    return {
      method: 'POST',
      headers: { 'content-type': 'application/jwt' },
      body: Buffer.from(signToken(keyOf(context.state, monthOf(nowMs)), claims)),
    };
  },
  // Three more times within a quarter of an hour; too many failures of a day switch the data stream off.
  retries: [minute, 4 * minute, 10 * minute],
  timeoutMs: 15_000,
};
