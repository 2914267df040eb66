/** What learners have done in their courses and how it was marked, made by rule from their enrolments. Called by seed.ts. */
import { iso, type Activity, type ActivityRecord, type Enrolment, type State } from './state.ts';

const hour = 3_600_000;

export function addWork(state: State, now: number): void {
  for (const enrolment of state.enrolments) {
    const inside = state.activities.filter(({ courseId }) => courseId === enrolment.courseId);
    const records = recordsOf(enrolment, inside, now);
    const done = records.filter(({ status }) => status === 'completed').length;
    enrolment.activitiesTotal = inside.length;
    enrolment.activitiesCompleted = done;
    enrolment.progress = inside.length === 0 ? 0 : Math.round((done * 100) / inside.length);
    state.records.push(...records);
    for (const record of records) addResults(state, enrolment, record, inside);
    const scores = state.results.filter(({ enrolmentId, passed }) => enrolmentId === enrolment.id && passed === true);
    const points = scores.reduce((sum, one) => sum + (one.score ?? 0), 0);
    const most = scores.reduce((sum, one) => sum + (one.maxScore ?? 0), 0);
    enrolment.score = most === 0 ? null : Math.round((points * 1_000) / most) / 10;
  }
}

function numberOf({ id }: Enrolment): number {
  return Number(id.slice(id.lastIndexOf('_') + 1));
}

/** All is done in a completed course, the first half in one under way, nothing in the others. */
function recordsOf(enrolment: Enrolment, inside: readonly Activity[], now: number): readonly ActivityRecord[] {
  const { startedAt, lastActivityAt } = enrolment;
  if (startedAt === null || lastActivityAt === null) return [];
  const through = enrolment.status === 'completed' ? inside.length : Math.ceil(inside.length / 2);
  const first = Date.parse(startedAt);
  return inside.map((activity, index): ActivityRecord => {
    const begun = index <= through;
    const over = index < through;
    // The last piece of those still under way lies with the trainer.
    const handedIn = over && index === through - 1 && enrolment.status !== 'completed';
    const at = Math.min(now, first + (index + 1) * hour);
    return {
      id: `rec_${numberOf(enrolment)}_${index + 1}`,
      enrolmentId: enrolment.id,
      userId: enrolment.userId,
      courseId: enrolment.courseId,
      activityId: activity.id,
      activityTitle: activity.title,
      type: activity.type,
      status: handedIn ? 'submitted' : over ? 'completed' : begun ? 'in_progress' : 'not_started',
      attempt: 1,
      timeSpentSeconds: begun ? 300 + index * 60 : 0,
      startedAt: begun ? iso(at - hour / 2) : null,
      completedAt: over && !handedIn ? iso(at) : null,
      updatedAt: iso(begun ? at : first),
    };
  });
}

/** The AI marks quizzes, and a person some of them again; people mark the task. Every seventh learner needed a second attempt at it. */
function addResults(state: State, enrolment: Enrolment, record: ActivityRecord, inside: readonly Activity[]): void {
  const activity = inside.find(({ id }) => id === record.activityId);
  if (record.status !== 'completed' || activity === undefined || activity.maxScore === null) return;
  const number = numberOf(enrolment);
  const byPerson = activity.type === 'assignment' || number % 2 === 0;
  const course = state.courses.find(({ id }) => id === enrolment.courseId);
  const at = Date.parse(record.completedAt ?? record.updatedAt);
  const base = {
    enrolmentId: enrolment.id,
    userId: enrolment.userId,
    courseId: enrolment.courseId,
    activityId: activity.id,
    unitCodes: course?.unitCodes ?? [],
    maxScore: activity.maxScore,
    gradedBy: byPerson ? ('person' as const) : ('ai' as const),
    graderId: byPerson ? (course?.authorId ?? null) : null,
  };
  const failedFirst = activity.type === 'assignment' && number % 7 === 3;
  if (failedFirst) {
    const marked = iso(at - hour / 4);
    state.results.push({
      ...base,
      id: `${resultId(record)}a`,
      attempt: 1,
      score: 4,
      passed: false,
      feedback: 'Try again.',
      gradedAt: marked,
      updatedAt: marked,
    });
  }
  state.results.push({
    ...base,
    id: resultId(record),
    attempt: failedFirst ? 2 : 1,
    score: activity.type === 'assignment' ? 8 + (number % 9) / 2 : 6 + (number % 5),
    passed: true,
    feedback: byPerson ? 'Well done — très bien.' : null,
    gradedAt: iso(at),
    updatedAt: iso(at),
  });
}

function resultId(record: ActivityRecord): string {
  return record.id.replace('rec_', 'res_');
}
