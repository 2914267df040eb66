/**
 * Canvas' own arithmetic: totals per enrolment, letters, what a posted grade means for each way of grading, and whether a piece of work
 * is on time. Called by render.ts and the routes.
 */
import type { JsonObject } from 'plugboard/contract';
import { latestGrade, type Assignment, type Enrolment, type State, type Submission } from './state.ts';

/** Canvas' default scheme, from its lowest percentages up. */
const scheme: readonly (readonly [string, number])[] = [
  ['A', 94],
  ['A-', 90],
  ['B+', 87],
  ['B', 84],
  ['B-', 80],
  ['C+', 77],
  ['C', 74],
  ['C-', 70],
  ['D+', 67],
  ['D', 64],
  ['D-', 61],
];

export function letterOf(percent: number): string {
  return scheme.find(([, from]) => percent >= from)?.[0] ?? 'F';
}

/** Two decimals, as Canvas rounds totals. */
export function percentOf(score: number, points: number): number | null {
  return points === 0 ? null : Math.round((score / points) * 10_000) / 100;
}

interface Totals {
  readonly current: number | null;
  readonly final: number | null;
  readonly points: number | null;
}

/** `current` leaves ungraded work out, `final` counts it as nothing; `posted`: only what students may see. */
function totalsOf(enrolment: Enrolment, state: State, posted: boolean): Totals {
  let score = 0;
  let graded = 0;
  let possible = 0;
  for (const assignment of state.assignments) {
    if (assignment.course !== enrolment.course || !assignment.published || assignment.points === null) continue;
    const submission = state.submissions.find((one) => one.assignment === assignment.id && one.user === enrolment.user);
    if (submission === undefined || submission.excused) continue;
    possible += assignment.points;
    const given = latestGrade(submission)?.score;
    if (given === undefined || given === null || (posted && submission.posted === null)) continue;
    score += given;
    graded += assignment.points;
  }
  return { current: percentOf(score, graded), final: percentOf(score, possible), points: graded === 0 ? null : score };
}

export function gradesOf(enrolment: Enrolment, state: State, points: boolean): JsonObject {
  const letters = state.courses.find(({ id }) => id === enrolment.course)?.letters ?? false;
  const letter = (percent: number | null) => (percent === null || !letters ? null : letterOf(percent));
  const seen = totalsOf(enrolment, state, true);
  const all = totalsOf(enrolment, state, false);
  return {
    html_url: `/courses/${enrolment.course}/grades/${enrolment.user}`,
    current_score: seen.current,
    current_grade: letter(seen.current),
    final_score: seen.final,
    final_grade: letter(seen.final),
    unposted_current_score: all.current,
    unposted_current_grade: letter(all.current),
    unposted_final_score: all.final,
    unposted_final_grade: letter(all.final),
    override_score: null,
    override_grade: null,
    ...(points ? { current_points: seen.points, unposted_current_points: all.points } : {}),
  };
}

/** `floating`: not due yet, or never. */
export function statusOf(
  submission: Submission,
  assignment: Assignment | undefined,
  now: number,
): 'on_time' | 'late' | 'missing' | 'floating' {
  if (submission.excused) return 'floating';
  if (submission.late_policy === 'late') return 'late';
  if (submission.late_policy === 'missing') return 'missing';
  const due = assignment?.due ?? null;
  if (submission.submitted !== null) return due !== null && submission.submitted > due ? 'late' : 'on_time';
  if (latestGrade(submission) !== undefined || due === null || due > now) return 'floating';
  return submission.late_policy === 'none' ? 'floating' : 'missing';
}

/** What a posted grade becomes, or undefined when it does not fit and Canvas leaves the old one. */
export function readGrade(
  posted: string,
  assignment: Assignment,
): { grade: string | null; score: number | null } | undefined {
  const points = assignment.points ?? 0;
  if (posted === '') return { grade: null, score: null };
  const number = /^-?\d+(\.\d+)?$/.test(posted) ? Number(posted) : undefined;
  const percent = /^\d+(\.\d+)?%$/.test(posted) ? Number(posted.slice(0, -1)) : undefined;
  const word = posted.toLowerCase();
  const passed = word === 'pass' || word === 'complete';
  const failed = word === 'fail' || word === 'incomplete';
  const letter =
    scheme.find(([name]) => name === posted.toUpperCase()) ?? (word === 'f' ? (['F', 0] as const) : undefined);
  const score = number ?? (percent === undefined ? undefined : Math.round(percent * points) / 100);
  switch (assignment.grading) {
    case 'pass_fail': {
      const pass = passed || (!failed && score !== undefined && score > 0);
      if (!passed && !failed && score === undefined) return undefined;
      return { grade: pass ? 'complete' : 'incomplete', score: pass ? points : 0 };
    }
    case 'percent': {
      const share = percent ?? number;
      return share === undefined ? undefined : { grade: `${share}%`, score: Math.round(share * points) / 100 };
    }
    case 'letter_grade': {
      if (letter !== undefined) return { grade: letter[0], score: Math.round(letter[1] * points) / 100 };
      return score === undefined ? undefined : { grade: letterOf(percentOf(score, points) ?? 0), score };
    }
    case 'points':
      return score === undefined ? undefined : { grade: String(score), score };
    case 'not_graded':
      return undefined;
  }
}
