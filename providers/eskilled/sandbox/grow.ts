/** Rows grown for load: more students, and courses, enrolments and activities that nobody seeded. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { stamp, type Activity, type Course, type Enrolment, type Student } from './state.ts';

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

const names = ['Ferreira', "O'Shea", 'Nguyễn', 'Åkesson', 'صديقي', 'Brown & Daughters'];

/** Ids from here on are of grown rows. */
export const grownFrom = 10_000_000;
const studentBase = grownFrom;
const courseBase = 20_000_000;
const enrolmentBase = 30_000_000;
const activityBase = 40_000_000;

function student({ index, generation, at }: Item): Student {
  return {
    studentID: studentBase + index,
    studentName: `Student${index}`,
    studentSurname: names[index % names.length] ?? '',
    studentEmail: `student.${index}@grown.example`,
    studentMobileNumber: `+6149157${String(generation % 10_000).padStart(4, '0')}`,
    studentUniqueStudentIdentifier: null,
    studentDOB: `${String((index % 28) + 1).padStart(2, '0')}-0${(index % 9) + 1}-${1970 + (index % 35)}`,
    studentGender: ['F', 'M', 'X'][index % 3] ?? null,
    studentPostalPropertyName: null,
    studentStatus: 'Active',
    modifiedDate: stamp(at),
  };
}

function course({ index, generation, at }: Item): Course {
  return {
    courseID: courseBase + index,
    courseCode: `GRW${String(index).padStart(5, '0')}`,
    courseName: `Grown course ${index}, edition ${generation + 1}`,
    courseType: 'NonAccredited',
    courseStatus: 'Active',
    nationalCode: null,
    modifiedDate: stamp(at),
  };
}

function enrolment({ index, generation, at }: Item): Enrolment {
  const completed = (index + generation) % 2 === 0;
  return {
    enrolmentID: enrolmentBase + index,
    studentID: studentBase + index,
    courseID: courseBase,
    courseCode: 'GRW00000',
    status: completed ? 'Completed' : 'Active',
    startDate: '2026-06-01',
    endDate: completed ? '2026-08-31' : null,
    completedDate: completed ? '2026-08-31' : null,
    modifiedDate: stamp(at),
  };
}

function activity({ index, generation, at }: Item): Activity {
  return {
    activityID: activityBase + index,
    studentID: studentBase + index,
    enrolmentID: enrolmentBase + index,
    courseID: courseBase,
    contentID: 7,
    activityName: `Lesson ${index % 12}`,
    type: 'View',
    status: 'InProgress',
    grade: null,
    progress: (index + generation * 7) % 100,
    durationSeconds: index % 3_600,
    startedDate: '2026-06-01T01:00:00Z',
    completedDate: null,
    modifiedDate: stamp(at),
  };
}

export const grow = {
  students: (item: Item): JsonObject => student(item),
  courses: (item: Item): JsonObject => course(item),
  enrolments: (item: Item): JsonObject => enrolment(item),
  activities: (item: Item): JsonObject => activity(item),
};
