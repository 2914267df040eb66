/**
 * Assessment templates of each unit, and what those enrolled have handed in, how it was marked and what came of it. Of each state the
 * contract knows there is something. Called by seed.ts.
 */
import type { Business } from 'plugboard/contract';
import { assessorId, at, numberOf } from './ids.ts';
import { tally } from './tally.ts';
import {
  outcomeCodes,
  secondsOf,
  type Assessment,
  type Enrolment,
  type Mark,
  type Outcome,
  type State,
  type Submission,
} from './state.ts';

const day = 86_400_000;
const hour = 3_600_000;

export function addWork(state: State, business: Business, now: number): void {
  const { rows } = state;
  rows.assessments.push(...rows.units.filter(({ status }) => status === 'current').flatMap(templatesOf));
  if (rows.units.length > 1) rows.assessments.push(...oddTemplates(rows.units.map(({ code }) => code)));
  const trainers = new Map(business.courses.map((course) => [course.code, assessorId(course.trainer)]));
  for (const enrolment of rows.enrolments) {
    const qualification = rows.qualifications.find(({ id }) => id === enrolment.qualification_id);
    (qualification?.units ?? []).forEach((unit, place) => {
      const templates = rows.assessments.filter(
        ({ unit_codes, status }) =>
          status === 'published' && unit_codes.length === 1 && unit_codes[0] === unit.unit_code,
      );
      const assessor = trainers.get(unit.unit_code) ?? assessorId('person_01');
      templates.forEach((template, which) => {
        const work = workOf({ enrolment, template, assessor, place, which, now });
        rows.submissions.push(work.submission);
        if (work.mark !== undefined) rows.marks.push(work.mark);
      });
      const outcome = outcomeOf(enrolment, unit, { place, assessor, now });
      if (outcome !== undefined) rows.outcomes.push(outcome);
    });
    tally(state, enrolment);
  }
}

function templatesOf(unit: {
  readonly id: string;
  readonly code: string;
  readonly title: string;
}): readonly Assessment[] {
  const number = numberOf(unit.id);
  const template = (nth: number, name: string, type: Assessment['type'], attempts: number | null): Assessment => ({
    id: `at_${number}${nth}`,
    name: `${unit.code} ${name}`,
    type,
    unit_codes: [unit.code],
    version: 1 + (number % 3),
    max_attempts: attempts,
    status: 'published',
    archived_at: null,
    updated_at: secondsOf(at('2026-05-05') + (number * 10 + nth) * 60_000),
  });
  return [template(1, 'Knowledge questions', 'theory', 3), template(2, 'Workplace observation', 'observation', null)];
}

function oddTemplates(codes: readonly string[]): readonly Assessment[] {
  const made = (id: string, change: Partial<Assessment>): Assessment => ({
    id,
    name: 'Template',
    type: 'practical',
    unit_codes: [],
    version: 1,
    max_attempts: null,
    status: 'published',
    archived_at: null,
    updated_at: secondsOf(at('2026-06-20')),
    ...change,
  });
  return [
    made('at_901', { name: 'Cluster project: “Führen & Planen” — 測試', unit_codes: codes.slice(0, 2) }),
    made('at_902', { name: 'RPL kit', type: 'rpl', unit_codes: codes.slice(0, 1), status: 'draft' }),
    made('at_903', {
      name: 'Old logbook',
      type: 'logbook',
      unit_codes: codes.slice(0, 1),
      status: 'archived',
      archived_at: secondsOf(at('2026-07-01')),
      updated_at: secondsOf(at('2026-07-01')),
    }),
  ];
}

/** How far along somebody is with one template: by the state of the enrolment, and different from one to the next. */
function stateOf(enrolment: Enrolment, place: number, which: number, now: number): Submission['status'] {
  if (enrolment.status === 'completed') return 'satisfactory';
  if (at(enrolment.start_date) > now || enrolment.status === 'deferred') return 'not_started';
  if (enrolment.status === 'withdrawn') return which === 0 ? 'satisfactory' : 'not_started';
  const moods = ['submitted', 'marking', 'in_progress', 'not_satisfactory', 'returned', 'satisfactory'] as const;
  return moods[(numberOf(enrolment.id) + place + which) % moods.length] ?? 'submitted';
}

interface Place {
  readonly enrolment: Enrolment;
  readonly template: Assessment;
  readonly assessor: string;
  readonly place: number;
  readonly which: number;
  readonly now: number;
}

function workOf({ enrolment, template, assessor, place, which, now }: Place): {
  readonly submission: Submission;
  readonly mark: Mark | undefined;
} {
  const status = stateOf(enrolment, place, which, now);
  const begun = at(enrolment.start_date) + (place * 10 + which) * hour;
  const handedIn = Math.min(now, begun + 5 * day);
  const marked = Math.min(now, handedIn + 2 * day);
  const isHandedIn = status !== 'not_started' && status !== 'in_progress';
  const isMarked = isHandedIn && status !== 'submitted';
  const base = {
    student_id: enrolment.student_id,
    enrolment_id: enrolment.id,
    assessment_id: template.id,
    attempt: status === 'not_satisfactory' ? 2 : 1,
  };
  const id = `sub_${numberOf(enrolment.id)}${numberOf(template.id)}`;
  const result = status === 'returned' ? 'resubmit' : status === 'not_satisfactory' ? status : 'satisfactory';
  const approval = status === 'marking' ? (numberOf(enrolment.id) % 3 === 0 ? 'rejected' : 'pending') : 'approved';
  const mark: Mark | undefined = isMarked
    ? {
        ...base,
        id: `mk_${numberOf(enrolment.id)}${numberOf(template.id)}`,
        submission_id: id,
        result,
        score: template.type === 'theory' ? 50 + ((numberOf(enrolment.id) * 7 + place) % 50) + 0.5 : null,
        comment: result === 'satisfactory' ? 'Well done' : 'Please look at question 4 again – schau’s dir noch mal an.',
        assessor_id: assessor,
        marked_at: secondsOf(marked),
        approval_status: approval,
        approved_by: approval === 'approved' ? assessor : null,
        approved_at: approval === 'approved' ? secondsOf(marked) : null,
        updated_at: secondsOf(marked),
      }
    : undefined;
  const submission: Submission = {
    ...base,
    id,
    status,
    due_at: secondsOf(begun + 14 * day),
    started_at: status === 'not_started' ? null : secondsOf(Math.min(now, begun)),
    submitted_at: isHandedIn ? secondsOf(handedIn) : null,
    marked_at: mark?.marked_at ?? null,
    marker_id: mark?.assessor_id ?? null,
    latest_mark_id: mark?.id ?? null,
    updated_at: mark?.updated_at ?? secondsOf(Math.min(now, isHandedIn ? handedIn : begun - 14 * day)),
  };
  return { submission, mark };
}

type Word = keyof typeof outcomeCodes;

/** Nobody has an outcome before there is something to say: a unit without one is not "not competent". */
function wordOf(enrolment: Enrolment, place: number, now: number): Word | undefined {
  const number = numberOf(enrolment.id);
  if (enrolment.status === 'completed')
    return number % 9 === 0 ? 'rpl_granted' : number % 10 === 0 ? 'credit_transfer' : 'competent';
  if (enrolment.status === 'withdrawn') return 'withdrawn';
  if (enrolment.status === 'deferred' || at(enrolment.start_date) > now) return undefined;
  const moods = ['continuing', 'competent', 'not_yet_competent', undefined, 'rpl_not_granted'] as const;
  return moods[(number + place) % moods.length];
}

function outcomeOf(
  enrolment: Enrolment,
  unit: { readonly unit_id: string; readonly unit_code: string; readonly unit_title: string },
  { place, assessor, now }: { readonly place: number; readonly assessor: string; readonly now: number },
): Outcome | undefined {
  const word = wordOf(enrolment, place, now);
  if (word === undefined) return undefined;
  const number = numberOf(enrolment.id);
  const open = enrolment.status === 'active';
  const approval = open && number % 4 === 0 ? 'pending' : open && number % 5 === 0 ? 'rejected' : 'approved';
  const decided = Math.min(now, at(enrolment.end_date ?? enrolment.start_date) + (place + 1) * day);
  return {
    id: `oc_${number}${place}`,
    enrolment_id: enrolment.id,
    student_id: enrolment.student_id,
    unit_id: unit.unit_id,
    unit_code: unit.unit_code,
    unit_name: unit.unit_title,
    outcome: word,
    outcome_code: outcomeCodes[word],
    activity_start_date: enrolment.start_date,
    activity_end_date: open ? null : enrolment.end_date,
    approval_status: approval,
    approved_at: approval === 'approved' ? secondsOf(decided) : null,
    assessor_id: assessor,
    supersedes_id: null,
    updated_at: secondsOf(decided),
  };
}
