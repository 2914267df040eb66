/** Assignments, what is handed in for them, how it is marked, and the history of the marks. Called by ../sandbox.ts. */
import type { JsonObject, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { at, isObject } from 'plugboard/kit';
import { answer, badRequest, invalid, listed, notFound } from './answers.ts';
import { endpoint, type Call } from './endpoint.ts';
import { readGrade } from './gradebook.ts';
import { loadCourse } from './grow.ts';
import { courseFor, userFor } from './identity.ts';
import { listAtPath, sentFlag, sentMoment, sentText } from './params.ts';
import { iso, renderAssignment, renderSubmission, workflowOf } from './render.ts';
import {
  byId,
  freshId,
  isLive,
  latestGrade,
  nameOf,
  type Assignment,
  type Course,
  type GradingType,
  type State,
  type Submission,
} from './state.ts';

// --- assignments ----------------------------------------------------------------------------------------------------------

function assignmentFor(state: State, course: Course, id: string): Assignment {
  const found = state.assignments.find((one) => one.id === id && one.course === course.id);
  if (found === undefined) throw notFound();
  return found;
}

function listAssignments(call: Call): SandboxResponse {
  const { request, context, state } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const items = state.assignments.filter((one) => one.course === course.id).toSorted((a, b) => a.position - b.position);
  return listed(request, context, { items, render: renderAssignment });
}

const gradingTypes: readonly GradingType[] = ['points', 'pass_fail', 'percent', 'letter_grade', 'not_graded'];

function createAssignment(call: Call): SandboxResponse {
  const { state, params, context } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const name = sentText(params, 'assignment.name') ?? '';
  if (name === '') throw invalid({ name: 'is required' });
  const points = sentText(params, 'assignment.points_possible');
  const now = context.now();
  const made: Assignment = {
    id: freshId(state),
    course: course.id,
    name,
    description: sentText(params, 'assignment.description') ?? null,
    points: points === undefined ? 0 : Number(points),
    grading: gradingTypes.find((type) => type === sentText(params, 'assignment.grading_type')) ?? 'points',
    submission_types: [...listAtPath(params, 'assignment.submission_types')],
    due: sentMoment(params, 'assignment.due_at') ?? null,
    published: sentFlag(params, 'assignment.published') ?? false,
    created: now,
    updated: now,
    position: state.assignments.filter((one) => one.course === course.id).length + 1,
  };
  state.assignments.push(made);
  return answer(call.request, renderAssignment(made));
}

// --- submissions ----------------------------------------------------------------------------------------------------------

/** One for everybody who takes part and every published assignment, whether there is anything in it or not. */
function submissionsOf(state: State, course: Course): readonly Submission[] {
  const open = new Set(
    state.assignments.filter((one) => one.course === course.id && one.published).map(({ id }) => id),
  );
  return state.submissions.filter((one) => open.has(one.assignment)).toSorted(byId);
}

/** After this many students Canvas wants `all`. */
const mostStudents = 100;

function listSubmissions(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const students = listAtPath(params, 'student_ids');
  if (students.length > mostStudents) throw badRequest('too many students');
  // Nobody named: the caller's own, and a teacher has none.
  const everybody = students.includes('all');
  const submittedSince = momentOf(call, 'submitted_since');
  const gradedSince = momentOf(call, 'graded_since');
  const assignments = listAtPath(params, 'assignment_ids');
  const workflow = sentText(params, 'workflow_state');
  const after = (ms: number | null | undefined, since: number | undefined) =>
    since === undefined || (ms !== null && ms !== undefined && ms >= since);
  const items = submissionsOf(state, course).filter(
    (one) =>
      (everybody || students.includes(one.user)) &&
      after(one.submitted, submittedSince) &&
      after(latestGrade(one)?.at, gradedSince) &&
      (assignments.length === 0 || assignments.includes(one.assignment)) &&
      (workflow === undefined || workflowOf(one) === workflow),
  );
  const grown =
    course.id === loadCourse && everybody && assignments.length === 0 ? context.grown('submissions') : undefined;
  const since = Math.max(submittedSince ?? 0, gradedSince ?? 0);
  return listed(request, context, {
    items,
    render: (one) => withComments(one, call, renderSubmission(one, state, context.now())),
    grown: since === 0 ? grown : grown?.changedSince(since),
    bookmarked: true,
  });
}

function momentOf(call: Call, name: string): number | undefined {
  const moment = sentMoment(call.params, name);
  if (moment === null) throw badRequest(`Invalid ${name}: it must be formatted as YYYY-MM-DDTHH:MM:SSZ`);
  return moment;
}

function withComments(submission: Submission, call: Call, shown: JsonObject): JsonObject {
  if (!listAtPath(call.params, 'include').includes('submission_comments')) return shown;
  return {
    ...shown,
    submission_comments: submission.comments.map(({ author, text, at: when }, index) => ({
      id: `${submission.id}${index}`,
      author_id: author,
      author_name: call.state.users.filter(({ id }) => id === author).map(nameOf)[0] ?? '',
      comment: text,
      created_at: iso(when),
    })),
  };
}

/** The submission of one student, made when the student takes part and has none yet. */
function submissionFor(call: Call): { submission: Submission; assignment: Assignment } {
  const { state, context } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const assignment = assignmentFor(state, course, call.part('assignment_id'));
  const user = userFor(state, call.user, call.part('user_id'));
  const known = state.submissions.find((one) => one.assignment === assignment.id && one.user === user.id);
  if (known !== undefined) return { submission: known, assignment };
  const takesPart = state.enrolments.some(
    (one) => one.course === course.id && one.user === user.id && one.type === 'StudentEnrollment' && isLive(one),
  );
  if (!takesPart) throw notFound();
  const submission: Submission = {
    id: freshId(state),
    assignment: assignment.id,
    user: user.id,
    attempt: null,
    submitted: null,
    excused: false,
    late_policy: null,
    grades: [],
    posted: null,
    pending_review: false,
    comments: [],
  };
  state.submissions.push(submission);
  return { submission, assignment };
}

const latePolicies = ['late', 'missing', 'extended', 'none'] as const;

function gradeOne(call: Call): SandboxResponse {
  const { state, params, context } = call;
  const { submission, assignment } = submissionFor(call);
  const now = context.now();
  const posted = sentText(params, 'submission.posted_grade');
  const excuse = sentFlag(params, 'submission.excuse') ?? (posted?.toUpperCase() === 'EX' ? true : undefined);
  const late = sentText(params, 'submission.late_policy_status');
  if (excuse !== undefined) submission.excused = excuse;
  if (late !== undefined) submission.late_policy = latePolicies.find((one) => one === late) ?? null;
  if (posted !== undefined && posted.toUpperCase() !== 'EX') {
    const read = readGrade(posted, assignment);
    // What does not fit is passed over without a word.
    if (read !== undefined) {
      submission.excused = false;
      submission.pending_review = false;
      submission.grades = posted === '' ? [] : [...submission.grades, { ...read, at: now, grader: call.user.id }];
      submission.posted = posted === '' ? null : now;
    }
  }
  const comment = at(params, 'comment');
  const text = isObject(comment) ? sentText(comment, 'text_comment') : undefined;
  if (text !== undefined && text !== '') submission.comments.push({ author: call.user.id, text, at: now });
  return answer(call.request, withComments(submission, call, renderSubmission(submission, state, now)));
}

// --- the history of marks -------------------------------------------------------------------------------------------------

/** Newest first: each mark ever given, with what the mark is now. */
function listHistory(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const course = courseFor(context, call.user, call.part('course_id'), 403);
  const nameAt = (id: string) =>
    id.startsWith('-') ? 'Graded on submission' : (state.users.filter((one) => one.id === id).map(nameOf)[0] ?? '');
  const [assignmentId, userId] = [sentText(params, 'assignment_id'), sentText(params, 'user_id')];
  const versions = submissionsOf(state, course)
    .filter(
      (one) =>
        (assignmentId === undefined || one.assignment === assignmentId) &&
        (userId === undefined || one.user === userId),
    )
    .flatMap((submission) => submission.grades.map((grade) => ({ submission, grade })))
    .toSorted((a, b) => b.grade.at - a.grade.at);
  const items = sentFlag(params, 'ascending') === true ? versions.toReversed() : versions;
  return listed(request, context, {
    items,
    render: ({ submission, grade }) => {
      const latest = latestGrade(submission);
      return {
        id: submission.id,
        assignment_id: submission.assignment,
        assignment_name: state.assignments.find(({ id }) => id === submission.assignment)?.name ?? '',
        user_id: submission.user,
        user_name: nameAt(submission.user),
        grade: grade.grade,
        score: grade.score,
        graded_at: iso(grade.at),
        grader: nameAt(grade.grader),
        grader_id: grade.grader,
        current_grade: latest?.grade ?? null,
        current_graded_at: iso(latest?.at ?? null),
        current_grader: latest === undefined ? null : nameAt(latest.grader),
        workflow_state: workflowOf(submission),
      };
    },
  });
}

export const workRoutes: readonly SandboxRoute<State>[] = [
  endpoint('GET', '/courses/:course_id/assignments', listAssignments),
  endpoint('POST', '/courses/:course_id/assignments', createAssignment),
  endpoint('GET', '/courses/:course_id/assignments/:id', (call) => {
    const course = courseFor(call.context, call.user, call.part('course_id'));
    return answer(call.request, renderAssignment(assignmentFor(call.state, course, call.part('id'))));
  }),
  endpoint('GET', '/courses/:course_id/students/submissions', listSubmissions),
  endpoint('GET', '/courses/:course_id/assignments/:assignment_id/submissions', (call) => {
    const { request, context, state } = call;
    const course = courseFor(context, call.user, call.part('course_id'));
    const assignment = assignmentFor(state, course, call.part('assignment_id'));
    const items = state.submissions.filter((one) => one.assignment === assignment.id).toSorted(byId);
    return listed(request, context, {
      items,
      render: (one) => withComments(one, call, renderSubmission(one, state, context.now())),
      bookmarked: true,
    });
  }),
  endpoint('GET', '/courses/:course_id/assignments/:assignment_id/submissions/:user_id', (call) => {
    const { submission } = submissionFor(call);
    return answer(
      call.request,
      withComments(submission, call, renderSubmission(submission, call.state, call.context.now())),
    );
  }),
  endpoint('PUT', '/courses/:course_id/assignments/:assignment_id/submissions/:user_id', gradeOne),
  endpoint('GET', '/courses/:course_id/gradebook_history/feed', listHistory),
];
