/**
 * Harbour Training in eSkilled, made from the shared business: students, courses with their units and what is in the LMS, enrolments with
 * outcomes, assessments and progress, and what each student did. Pure. Called by ../sandbox.ts.
 */
import type { Business, Course as Taught, Enrolment as Taken, Person } from 'plugboard/contract';
import {
  dayFirst,
  stamp,
  type Activity,
  type Assessment,
  type Content,
  type Course,
  type Enrolment,
  type EnrolmentUnit,
  type Progress,
  type State,
  type Student,
  type Unit,
} from './state.ts';

/** What an administrator of the college signs in with. */
export const login = { username: 'admin@harbourtraining.example', lms_token: 'esk-7c1e2f90b4d8a6' };
/** The college's part of its portal's address. */
export const subDomain = 'harbour';
/** A token somebody was given by eSkilled, for the way in without a sign-in. It ends when the sandbox's switch says so. */
export const givenToken = 'given.eyJleHAiOjQxMDI0NDQ4MDB9.f2c7d19a80';

const firstStudent = 1_001;
const firstCourse = 71;
const firstEnrolment = 501;

const opened = Date.parse('2026-05-01T01:00:00Z');

/** The 40 people of the business are its first students. */
export function studentId(business: Business, person: string): number {
  return firstStudent + business.people.findIndex(({ id }) => id === person);
}

export function courseId(business: Business, course: string): number {
  return firstCourse + business.courses.findIndex(({ id }) => id === course);
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const modifiedDate = stamp(Math.min(now, opened));
  const learners = business.people.filter(({ role }) => role === 'student');
  const enrolments = business.enrolments.map((taken, index) => enrolmentOf(business, taken, index, now));
  const units = business.courses.flatMap((course) => unitsOf(business, course, modifiedDate));
  const contents = business.courses.flatMap((course) => contentsOf(business, course, modifiedDate));
  const enrolmentUnits = enrolments.flatMap((enrolment, index) => outcomesOf(enrolment, units, index));
  return {
    tokens: { [givenToken]: Date.parse('2100-01-01T00:00:00Z') },
    students: learners.map((person, index) => studentOf(business, person, index, modifiedDate)),
    courses: business.courses.map((course) => courseOf(business, course, modifiedDate)),
    units,
    contents,
    enrolments,
    enrolmentUnits,
    assessments: enrolmentUnits.flatMap((unit, index) => assessmentsOf(unit, index)),
    // Those that were not begun have none.
    progress: enrolments.flatMap((enrolment) => progressOf(enrolment, enrolmentUnits, contents)),
    activities: enrolments.flatMap((enrolment, index) => activitiesOf(enrolment, contents, index)),
    next: { student: firstStudent + business.people.length, enrolment: firstEnrolment + enrolments.length },
  };
}

function studentOf(business: Business, person: Person, index: number, modifiedDate: string): Student {
  return {
    studentID: studentId(business, person.id),
    studentName: person.firstName,
    studentSurname: person.lastName,
    studentEmail: person.email,
    studentMobileNumber: person.phone,
    studentUniqueStudentIdentifier: person.usi,
    studentDOB: dayFirst(person.dateOfBirth),
    studentGender: { female: 'F', male: 'M', other: 'X' }[person.gender],
    studentPostalPropertyName: index % 5 === 0 ? `Unit ${index + 1}` : null,
    studentStatus: index % 19 === 18 ? 'Archived' : 'Active',
    modifiedDate,
  };
}

function courseOf(business: Business, course: Taught, modifiedDate: string): Course {
  const accredited = course.kind !== 'short_course';
  return {
    courseID: courseId(business, course.id),
    courseCode: course.code,
    courseName: course.title,
    courseType: accredited ? 'Accredited' : 'NonAccredited',
    courseStatus: 'Active',
    nationalCode: accredited ? course.code : null,
    modifiedDate,
  };
}

/** A unit taught by itself is a course of one unit. */
function unitsOf(business: Business, course: Taught, modifiedDate: string): Unit[] {
  const ids = course.kind === 'unit' ? [course.id] : course.units;
  return ids.flatMap((id, index) => {
    const unit = business.courses.find((one) => one.id === id);
    if (unit === undefined) return [];
    return {
      // The unit's own id, whatever course it is in.
      unitID: 300 + courseId(business, id),
      courseID: courseId(business, course.id),
      unitCode: unit.code,
      unitName: unit.title,
      unitType: index % 3 === 2 ? ('Elective' as const) : ('Core' as const),
      nominalHours: index === 3 ? null : 40 + 10 * index,
      sequence: index + 1,
      modifiedDate,
    };
  });
}

const kinds = ['Lesson', 'Scorm', 'Video', 'Quiz', 'Assessment'] as const;

function contentsOf(business: Business, course: Taught, modifiedDate: string): Content[] {
  const courseID = courseId(business, course.id);
  return kinds.map((type, index) => ({
    contentID: courseID * 100 + index,
    courseID,
    unitCode: course.kind === 'unit' ? course.code : null,
    title: `${type}: ${course.title}`,
    type,
    sequence: index + 1,
    aiGenerated: index === 0 && courseID % 2 === 0,
    status: index === 2 && courseID % 4 === 0 ? 'Draft' : 'Published',
    modifiedDate,
  }));
}

const statuses = {
  enrolled: 'Pending',
  in_progress: 'Active',
  completed: 'Completed',
  withdrawn: 'Withdrawn',
} as const satisfies Record<Taken['status'], Enrolment['status']>;

function enrolmentOf(business: Business, taken: Taken, index: number, now: number): Enrolment {
  const course = business.courses.find(({ id }) => id === taken.course);
  const changed = Date.parse(`${taken.completedOn ?? taken.startedOn}T05:00:00Z`);
  return {
    enrolmentID: firstEnrolment + index,
    studentID: studentId(business, taken.person),
    courseID: courseId(business, taken.course),
    courseCode: course?.code ?? '',
    // Some who withdrew had never begun.
    status: taken.status === 'withdrawn' && index % 2 === 0 ? 'Cancelled' : statuses[taken.status],
    startDate: taken.startedOn,
    endDate: taken.completedOn ?? null,
    completedDate: taken.completedOn ?? null,
    modifiedDate: stamp(Math.min(now, changed)),
  };
}

function outcomesOf(enrolment: Enrolment, units: readonly Unit[], index: number): EnrolmentUnit[] {
  return units
    .filter(({ courseID }) => courseID === enrolment.courseID)
    .map(({ unitID, unitCode, unitName }, place) => {
      const outcomeCode = outcomeOf(enrolment.status, index + place);
      return {
        enrolmentUnitID: enrolment.enrolmentID * 1_000 + unitID,
        enrolmentID: enrolment.enrolmentID,
        unitCode,
        unitName,
        outcomeCode,
        activityStartDate: outcomeCode === null ? null : enrolment.startDate,
        activityEndDate: enrolment.completedDate,
        assessorName: outcomeCode === null ? null : 'Priya Raman',
        modifiedDate: enrolment.modifiedDate,
      };
    });
}

function outcomeOf(status: Enrolment['status'], index: number): string | null {
  if (status === 'Completed') return ['20', '20', '20', '51', '60', '30', '52'][index % 7] ?? null;
  if (status === 'Withdrawn') return '40';
  return status === 'Active' ? '70' : null;
}

function assessmentsOf(unit: EnrolmentUnit, index: number): Assessment[] {
  const common = {
    assessmentID: unit.enrolmentUnitID,
    enrolmentID: unit.enrolmentID,
    unitCode: unit.unitCode,
    title: `Assessment of ${unit.unitCode}`,
    modifiedDate: unit.modifiedDate,
  };
  const at = (hour: string) => (unit.activityEndDate === null ? null : `${unit.activityEndDate}T${hour}:00:00Z`);
  const marked = { markedDate: at('05'), markedBy: 'Priya Raman', submittedDate: at('03') };
  const none = { grade: null, submittedDate: null, markedDate: null, markedBy: null };
  if (unit.outcomeCode === null) return [{ ...common, attempt: 1, status: 'NotSubmitted', ...none }];
  if (unit.activityEndDate === null) {
    const submittedDate = `${unit.activityStartDate ?? ''}T03:00:00Z`;
    return [{ ...common, attempt: 1, status: 'Submitted', ...none, submittedDate }];
  }
  const first: Assessment = {
    ...common,
    attempt: 1,
    status: 'Satisfactory',
    grade: index % 3 === 0 ? '82.5' : null,
    ...marked,
  };
  if (unit.outcomeCode === '30') return [{ ...first, status: 'NotSatisfactory', grade: 'NS' }];
  return index % 5 === 4
    ? [
        { ...first, status: 'NotSatisfactory', grade: null },
        { ...first, attempt: 2 },
      ]
    : [first];
}

const done = ['20', '51', '60'];

function progressOf(
  enrolment: Enrolment,
  outcomes: readonly EnrolmentUnit[],
  contents: readonly Content[],
): Progress[] {
  if (enrolment.status === 'Pending' || enrolment.status === 'Cancelled') return [];
  const units = outcomes.filter(({ enrolmentID }) => enrolmentID === enrolment.enrolmentID);
  const unitsCompleted = units.filter(({ outcomeCode }) => done.includes(outcomeCode ?? '')).length;
  const activitiesTotal = contents.filter(({ courseID }) => courseID === enrolment.courseID).length;
  const completed = enrolment.status === 'Completed';
  return [
    {
      enrolmentID: enrolment.enrolmentID,
      progress: completed ? 100 : 40,
      unitsTotal: units.length,
      unitsCompleted,
      activitiesTotal,
      activitiesCompleted: completed ? activitiesTotal : 2,
      lastActivityDate: enrolment.modifiedDate,
      modifiedDate: enrolment.modifiedDate,
    },
  ];
}

function activitiesOf(enrolment: Enrolment, contents: readonly Content[], index: number): Activity[] {
  if (enrolment.status === 'Pending' || enrolment.status === 'Cancelled') return [];
  const common = {
    studentID: enrolment.studentID,
    enrolmentID: enrolment.enrolmentID,
    courseID: enrolment.courseID,
    modifiedDate: enrolment.modifiedDate,
  };
  const begun = `${enrolment.startDate}T00:30:00Z`;
  const first = enrolment.enrolmentID * 100;
  const own = contents.filter(({ courseID, status }) => courseID === enrolment.courseID && status === 'Published');
  const completed = enrolment.status === 'Completed';
  const signIn: Activity = {
    ...common,
    activityID: first,
    contentID: null,
    activityName: 'Login',
    type: 'Login',
    status: 'Completed',
    grade: null,
    progress: 100,
    durationSeconds: null,
    startedDate: begun,
    completedDate: begun,
  };
  const work = own.map(({ contentID, title, type }, place): Activity => {
    const state = completed || place < 2 ? 'Completed' : place === 2 ? 'InProgress' : 'NotStarted';
    return {
      ...common,
      activityID: first + place + 1,
      contentID,
      activityName: title,
      type: type === 'Quiz' || type === 'Assessment' ? type : 'View',
      status: state,
      grade: state === 'Completed' && type === 'Quiz' ? String(70 + (index % 30)) : null,
      progress: { Completed: 100, InProgress: 35, NotStarted: 0 }[state],
      durationSeconds: state === 'NotStarted' ? null : 300 + 60 * place,
      startedDate: state === 'NotStarted' ? null : begun,
      completedDate: state === 'Completed' ? enrolment.modifiedDate : null,
    };
  });
  return [signIn, ...work];
}
