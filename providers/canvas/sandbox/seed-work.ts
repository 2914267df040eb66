/**
 * What is inside Harbour Training's courses: assignments with what students handed in and how it was marked, and modules. Made by rules
 * from the enrolments, so that totals, lateness and history have something to work on. Called by seed.ts.
 */
import { readGrade } from './gradebook.ts';
import {
  byId,
  type Assignment,
  type Course,
  type Enrolment,
  type ModuleItem,
  type State,
  type Submission,
} from './state.ts';

const day = 86_400_000;
const hour = 3_600_000;

export function addWork(state: State, now: number): void {
  for (const course of state.courses) {
    // The sandpit stays empty, as new courses are.
    if (course.state === 'claimed' || course.state === 'deleted') continue;
    const assignments = assignmentsOf(course);
    state.assignments.push(...assignments);
    const trainer =
      state.enrolments.find((one) => one.course === course.id && one.type === 'TeacherEnrollment')?.user ?? '101';
    const students = state.enrolments
      .filter((one) => one.course === course.id && one.type === 'StudentEnrollment' && one.state !== 'deleted')
      .toSorted(byId);
    for (const student of students) {
      for (const assignment of assignments.filter(({ published }) => published)) {
        state.submissions.push(submissionOf(student, assignment, trainer, now));
      }
    }
    addModules(state, course, assignments);
  }
}

function assignmentsOf(course: Course): readonly Assignment[] {
  const first = (Number(course.id) - 200) * 10 + 5_000;
  const make = (
    index: number,
    rest: Pick<Assignment, 'name' | 'points' | 'grading' | 'submission_types'> & Partial<Assignment>,
  ): Assignment => ({
    id: String(first + index),
    course: course.id,
    description: `<p>${rest.name}</p>`,
    due: null,
    published: true,
    created: course.created + day,
    updated: course.created + (index + 2) * day,
    position: index + 1,
    ...rest,
  });
  const diploma = course.letters;
  return [
    make(0, { name: 'Knowledge questions', points: 20, grading: 'points', submission_types: ['online_quiz'] }),
    make(1, { name: 'Practical demonstration', points: 10, grading: 'pass_fail', submission_types: ['on_paper'] }),
    make(2, {
      name: diploma ? 'Workplace project: « Führung & 領導力 »' : 'Workplace project',
      points: diploma ? 100 : 12.5,
      grading: diploma ? 'letter_grade' : 'percent',
      submission_types: ['online_upload', 'online_text_entry'],
      due: course.created + 150 * day,
    }),
    make(3, { name: 'Reading (not marked)', points: null, grading: 'not_graded', submission_types: ['none'] }),
    make(4, {
      name: 'Draft for next year',
      points: 50,
      grading: 'points',
      submission_types: ['online_upload'],
      published: false,
    }),
  ];
}

/** How far a student of this state has come: work handed in and marked. */
function progressOf(enrolment: Enrolment): number {
  if (enrolment.state === 'completed') return 3;
  return enrolment.state === 'invited' ? 0 : 1 + (Number(enrolment.id) % 2);
}

function submissionOf(enrolment: Enrolment, assignment: Assignment, trainer: string, now: number): Submission {
  const place = Number(assignment.id) % 10;
  const number = Number(enrolment.id) - 9_000;
  const done = place < progressOf(enrolment) && assignment.grading !== 'not_graded';
  const begun = enrolment.last_activity ?? enrolment.created;
  const submitted = done ? Math.min(now, begun - (3 - place) * hour) : null;
  const blank: Submission = {
    id: String(80_000 + number * 10 + place),
    assignment: assignment.id,
    user: enrolment.user,
    attempt: done ? 1 : null,
    submitted: done && place !== 1 ? submitted : null,
    excused: !done && place === 1 && number % 7 === 3,
    late_policy: null,
    grades: [],
    posted: null,
    pending_review: false,
    comments: [],
  };
  if (!done || submitted === null) return blank;
  // Those still on their way have their last piece of work lying with the trainer.
  if (enrolment.state !== 'completed' && place === progressOf(enrolment) - 1) {
    return { ...blank, pending_review: place === 0 };
  }
  return mark(blank, assignment, { number, place, trainer, at: Math.min(now, submitted + hour) });
}

const letters = ['A', 'B+', 'B', 'C', 'A-'];

function mark(
  submission: Submission,
  assignment: Assignment,
  { number, place, trainer, at }: { number: number; place: number; trainer: string; at: number },
): Submission {
  const posted =
    assignment.grading === 'pass_fail'
      ? 'complete'
      : assignment.grading === 'letter_grade'
        ? (letters[number % letters.length] ?? 'A')
        : assignment.grading === 'percent'
          ? `${60 + (number % 40)}%`
          : String(12 + (number % 17) / 2);
  const given = readGrade(posted, assignment) ?? { grade: null, score: null };
  // A quiz marks itself; a trainer looked at some again.
  const automatic = place === 0 ? `-${assignment.id}` : trainer;
  const first = { ...given, at, grader: automatic };
  const again =
    place === 0 && number % 5 === 0 ? { grade: '20', score: 20, at: at + hour, grader: trainer } : undefined;
  return {
    ...submission,
    grades: again === undefined ? [first] : [first, again],
    // Some marks are kept back until the whole class has theirs.
    posted: number % 11 === 6 && place === 2 ? null : at,
    comments: place === 2 ? [{ author: trainer, text: 'Well done — très bien.', at }] : [],
  };
}

// --- modules --------------------------------------------------------------------------------------------------------------

/** The diploma's last module has more items than Canvas puts into a list of modules. */
const longModule = 25;

function addModules(state: State, course: Course, assignments: readonly Assignment[]): void {
  const first = (Number(course.id) - 200) * 10 + 7_000;
  const [quiz, practical, project] = assignments;
  const item = (id: number, title: string, rest: Partial<ModuleItem> & Pick<ModuleItem, 'type'>): ModuleItem => ({
    id: String(id),
    title,
    content: null,
    page_url: null,
    external_url: null,
    indent: 0,
    published: true,
    requirement: null,
    ...rest,
  });
  const items = first * 100;
  const begin = {
    id: String(first),
    course: course.id,
    name: 'Start here',
    published: true,
    unlock: null,
    sequential: true,
    prerequisites: [],
    items: [
      item(items, 'Welcome', {
        type: 'Page',
        page_url: 'welcome',
        requirement: { type: 'must_view', min_score: null },
      }),
      item(items + 1, 'Assessments', { type: 'SubHeader' }),
      item(items + 2, quiz?.name ?? '', {
        type: 'Quiz',
        content: quiz?.id ?? null,
        indent: 1,
        requirement: { type: 'min_score', min_score: 12 },
      }),
      item(items + 3, 'The national register', { type: 'ExternalUrl', external_url: 'https://training.example/' }),
    ],
  };
  const work = {
    ...begin,
    id: String(first + 1),
    name: 'Show what you can do',
    unlock: course.start,
    prerequisites: [begin.id],
    items: [
      item(items + 100, practical?.name ?? '', { type: 'Assignment', content: practical?.id ?? null }),
      item(items + 101, project?.name ?? '', {
        type: 'Assignment',
        content: project?.id ?? null,
        requirement: { type: 'must_submit', min_score: null },
      }),
      item(items + 102, 'Answers (for trainers)', { type: 'File', content: String(items + 900), published: false }),
    ],
  };
  state.modules.push(begin, work);
  if (!course.letters) return;
  const pages = Array.from({ length: longModule }, (_, index) =>
    item(items + 200 + index, `Reading ${index + 1}`, { type: 'Page', page_url: `reading-${index + 1}` }),
  );
  state.modules.push({ ...begin, id: String(first + 2), name: 'Library', sequential: false, items: pages });
}
