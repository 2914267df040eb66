/**
 * Harbour Training in Cloud Assess: the people who learn and assess, what is taught, and who is enrolled. The work they hand in is made in
 * seed-work.ts. Called by ../sandbox.ts.
 */
import type { Business, Course, Person } from 'plugboard/contract';
import { assessorId, at, enrolmentId, numberOf, qualificationId, studentId, unitId } from './ids.ts';
import { addWork } from './seed-work.ts';
import {
  secondsOf,
  type Assessor,
  type Enrolment,
  type Intake,
  type Qualification,
  type State,
  type Student,
} from './state.ts';

export const apiKey = 'ca_sandbox_4f7d1c9e2b8a4d60';
/** A key that may look and not touch. */
export const readKey = 'ca_sandbox_read_91b7c3d5e2f04a18';
export const revokedKey = 'ca_sandbox_revoked_00d2b8f6a4c1';

const day = 86_400_000;

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const courses = new Map(business.courses.map((course) => [course.id, course]));
  const state: State = {
    organisation: { id: 'org_1', name: business.name },
    rows: {
      students: business.people.filter(({ role }) => role === 'student').map(studentOf),
      qualifications: business.courses.map((course) => qualificationOf(course, courses)),
      units: business.courses
        .filter(({ kind }) => kind === 'unit')
        .map((course) => ({
          id: unitId(course.id),
          code: course.code,
          title: course.title,
          status: 'current' as const,
          superseded_by: null,
          archived_at: null,
          updated_at: secondsOf(at('2026-05-01') + numberOf(course.id) * 60_000),
        })),
      intakes: business.courses.filter(({ kind }) => kind === 'qualification').flatMap(intakesOf),
      assessors: business.people.filter(({ role }) => role !== 'student').map(assessorOf),
      enrolments: business.enrolments.map((enrolment) => enrolmentOf(enrolment, courses.get(enrolment.course), now)),
      assessments: [],
      submissions: [],
      marks: [],
      outcomes: [],
    },
    keys: { [apiKey]: 'all', [readKey]: 'read' },
    answers: {},
    calls: {},
    last_id: 1_000_000,
  };
  addRetired(state, business);
  addWork(state, business, now);
  return state;
}

function studentOf(person: Person): Student {
  const made = secondsOf(at('2026-05-01') + numberOf(person.id) * 60_000);
  return {
    id: studentId(person.id),
    external_id: `HT-${String(numberOf(person.id)).padStart(4, '0')}`,
    first_name: person.firstName,
    last_name: person.lastName,
    email: person.email,
    mobile: person.phone,
    date_of_birth: person.dateOfBirth,
    usi: person.usi,
    status: 'active',
    archived_at: null,
    created_at: made,
    updated_at: made,
  };
}

function assessorOf(person: Person): Assessor {
  return {
    id: assessorId(person.id),
    first_name: person.firstName,
    last_name: person.lastName,
    email: person.email,
    archived_at: null,
    updated_at: secondsOf(at('2026-05-01') + numberOf(person.id) * 60_000),
  };
}

/** A unit or workshop on its own is something one enrols in, too. */
function qualificationOf(course: Course, courses: ReadonlyMap<string, Course>): Qualification {
  const units = course.kind === 'unit' ? [course.id] : course.units;
  return {
    id: qualificationId(course.id),
    code: course.code,
    title: course.title,
    release: course.kind === 'qualification' ? '1' : null,
    status: 'active',
    units: units.flatMap((id) => {
      const unit = courses.get(id);
      return unit === undefined
        ? []
        : [{ unit_id: unitId(id), unit_code: unit.code, unit_title: unit.title, core: true }];
    }),
    archived_at: null,
    updated_at: secondsOf(at('2026-05-02') + numberOf(course.id) * 60_000),
  };
}

function intakesOf(course: Course): readonly Intake[] {
  const number = numberOf(course.id);
  const intake = (nth: number, name: string, start: string, end: string | null): Intake => ({
    id: `in_${number}${nth}`,
    name: `${course.code} ${name}`,
    qualification_id: qualificationId(course.id),
    start_date: start,
    end_date: end,
    archived_at: null,
    updated_at: secondsOf(at('2026-05-03') + (number * 10 + nth) * 60_000),
  });
  return [intake(1, '2026 S1', '2026-05-04', '2026-12-18'), intake(2, '2026 S2 – evening', '2026-07-13', null)];
}

const statuses = { enrolled: 'active', in_progress: 'active', completed: 'completed', withdrawn: 'withdrawn' } as const;

function enrolmentOf(taken: Business['enrolments'][number], course: Course | undefined, now: number): Enrolment {
  const started = at(taken.startedOn);
  const completed = taken.completedOn === undefined ? null : at(taken.completedOn);
  const number = numberOf(taken.id);
  return {
    id: enrolmentId(taken.id),
    external_id: `HTE-${number}`,
    student_id: studentId(taken.person),
    qualification_id: qualificationId(taken.course),
    intake_id: course?.kind === 'qualification' ? `in_${numberOf(taken.course)}${1 + (number % 2)}` : null,
    // Of those who have not begun, one has put it off.
    status: taken.status === 'enrolled' && number % 7 === 0 ? 'deferred' : statuses[taken.status],
    start_date: taken.startedOn,
    end_date: taken.completedOn ?? null,
    completed_at: completed === null ? null : secondsOf(completed),
    progress_percent: 0,
    units_total: 0,
    units_completed: 0,
    updated_at: secondsOf(Math.min(now, (completed ?? started - 7 * day) + number * 1_000)),
  };
}

/** What was there before and is archived or replaced. Nothing of it where there is no school. */
function addRetired(state: State, business: Business): void {
  if (business.courses.length < 2) return;
  const archived = secondsOf(at('2026-06-15'));
  state.rows.units.push({
    id: 'un_90',
    code: 'HLTAID003',
    title: 'Provide first aid (superseded)',
    status: 'superseded',
    superseded_by: 'HLTAID011',
    archived_at: null,
    updated_at: archived,
  });
  state.rows.qualifications.push({
    id: 'ql_90',
    code: 'BSB51918',
    title: 'Diploma of Leadership and Management',
    release: '2',
    status: 'superseded',
    units: [],
    archived_at: null,
    updated_at: archived,
  });
  state.rows.students.push({
    id: 'st_90',
    external_id: null,
    first_name: 'Test',
    last_name: 'Student – please ignore',
    email: 'test.student@harbourtraining.example',
    mobile: null,
    date_of_birth: null,
    usi: null,
    status: 'archived',
    archived_at: archived,
    created_at: secondsOf(at('2026-05-01')),
    updated_at: archived,
  });
}
