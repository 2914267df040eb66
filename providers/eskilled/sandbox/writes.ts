/**
 * The calls that change something: students and their details as documented, enrolments and outcomes as proposed. Dates are written day
 * first. Called by ../sandbox.ts.
 */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { isObject, jsonOf, numberAt, textAt } from 'plugboard/kit';
import { done, notDone, refuse } from './answers.ts';
import { enrolmentStatuses, outcomeCodes, stamp, yearFirst, type Context, type Student } from './state.ts';

function bodyOf(request: SandboxRequest): JsonObject | undefined {
  const body = jsonOf(request);
  return request.headers['content-type']?.startsWith('application/json') === true && isObject(body) ? body : undefined;
}

const noBody = refuse(400, 'The request is invalid.');

// --- students -------------------------------------------------------------------------------------------------------------

export function createStudent(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return noBody;
  const [studentName, studentSurname, studentEmail] = ['studentName', 'studentSurname', 'studentEmail'].map(
    (name) => textAt(body, name)?.trim() ?? '',
  );
  if (!studentName || !studentSurname || !studentEmail)
    return notDone('studentName, studentSurname and studentEmail are required.');
  if (!/^\S+@\S+$/.test(studentEmail)) return notDone('studentEmail is not a valid email address.');
  const { state } = context;
  const studentID = state.next.student;
  state.next.student += 1;
  state.students.push({
    studentID,
    studentName,
    studentSurname,
    studentEmail,
    studentMobileNumber: null,
    studentUniqueStudentIdentifier: null,
    studentDOB: null,
    studentGender: null,
    studentPostalPropertyName: null,
    studentStatus: 'Active',
    modifiedDate: stamp(context.now()),
  });
  return done(studentID);
}

/** Fields that are texts, and may be set by this call. */
const details = [
  'studentName',
  'studentSurname',
  'studentEmail',
  'studentMobileNumber',
  'studentUniqueStudentIdentifier',
  'studentDOB',
  'studentGender',
  'studentPostalPropertyName',
] as const satisfies readonly (keyof Student)[];

export function writeDetails(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return noBody;
  const student = context.state.students.find(({ studentID }) => studentID === numberAt(body, 'studentID'));
  if (student === undefined) return notDone('The student was not found.');
  const given = details.flatMap((name) => {
    const value = textAt(body, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  for (const [name, value] of given) {
    if (name === 'studentDOB' && yearFirst(value) === undefined) return notDone('studentDOB must be dd-MM-yyyy.');
    if (name === 'studentUniqueStudentIdentifier' && !/^[2-9A-HJ-NP-Z]{10}$/.test(value))
      return notDone('The Unique Student Identifier is not valid.');
  }
  Object.assign(student, Object.fromEntries(given), { modifiedDate: stamp(context.now()) });
  return done(student.studentID);
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

/** A date written day first; undefined: not given, or no date. */
function dateIn(body: JsonObject, name: string): string | undefined {
  const text = textAt(body, name);
  return text === undefined ? undefined : yearFirst(text);
}

export function enrol(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return noBody;
  const { state } = context;
  const student = state.students.find(({ studentID }) => studentID === numberAt(body, 'studentID'));
  const course = state.courses.find(({ courseID }) => courseID === numberAt(body, 'courseID'));
  if (student === undefined || course === undefined) return notDone('The student or the course was not found.');
  if (student.studentStatus === 'Archived') return notDone('The student is archived.');
  const startDate = dateIn(body, 'startDate');
  if (startDate === undefined) return notDone('startDate must be dd-MM-yyyy.');
  const { studentID } = student;
  const { courseID, courseCode } = course;
  const active = state.enrolments.find(
    (one) => one.studentID === studentID && one.courseID === courseID && one.status === 'Active',
  );
  if (active !== undefined) return done(active.enrolmentID);
  const enrolmentID = state.next.enrolment;
  state.next.enrolment += 1;
  const modifiedDate = stamp(context.now());
  const endDate = dateIn(body, 'endDate') ?? null;
  state.enrolments.push({
    enrolmentID,
    studentID,
    courseID,
    courseCode,
    status: 'Active',
    startDate,
    endDate,
    completedDate: null,
    modifiedDate,
  });
  for (const unit of state.units.filter((one) => one.courseID === courseID)) {
    state.enrolmentUnits.push({
      enrolmentUnitID: enrolmentID * 1_000 + unit.unitID,
      enrolmentID,
      unitCode: unit.unitCode,
      unitName: unit.unitName,
      outcomeCode: null,
      activityStartDate: null,
      activityEndDate: null,
      assessorName: null,
      modifiedDate,
    });
  }
  return done(enrolmentID);
}

export function changeEnrolment(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return noBody;
  const enrolment = context.state.enrolments.find(({ enrolmentID }) => String(enrolmentID) === request.params['id']);
  if (enrolment === undefined) return refuse(404, 'There is no such record.');
  const wanted = textAt(body, 'status') ?? enrolment.status;
  const status = enrolmentStatuses.find((one) => one === wanted);
  if (status === undefined) return notDone(`status must be one of ${enrolmentStatuses.join(', ')}.`);
  const endDate = dateIn(body, 'endDate');
  if (endDate === undefined && textAt(body, 'endDate') !== undefined) return notDone('endDate must be dd-MM-yyyy.');
  const now = stamp(context.now());
  enrolment.completedDate = status === 'Completed' ? (enrolment.completedDate ?? now.slice(0, 10)) : null;
  Object.assign(enrolment, { status, modifiedDate: now, ...(endDate === undefined ? {} : { endDate }) });
  return done(enrolment.enrolmentID);
}

export function recordOutcome(request: SandboxRequest, context: Context): SandboxResponse {
  const body = bodyOf(request);
  if (body === undefined) return noBody;
  const { id, code } = request.params;
  const { state } = context;
  const unit = state.enrolmentUnits.find((one) => String(one.enrolmentID) === id && one.unitCode === code);
  const enrolment = state.enrolments.find(({ enrolmentID }) => String(enrolmentID) === id);
  if (unit === undefined || enrolment === undefined) return refuse(404, 'There is no such record.');
  const outcomeCode = outcomeCodes.find((one) => one === textAt(body, 'outcomeCode'));
  if (outcomeCode === undefined) return notDone(`outcomeCode must be one of ${outcomeCodes.join(', ')}.`);
  const end = dateIn(body, 'activityEndDate');
  if (end === undefined) return notDone('activityEndDate must be dd-MM-yyyy.');
  const start = dateIn(body, 'activityStartDate') ?? unit.activityStartDate ?? enrolment.startDate;
  if (start > end) return notDone('activityEndDate is before activityStartDate.');
  const modifiedDate = stamp(context.now());
  Object.assign(unit, { outcomeCode, activityStartDate: start, activityEndDate: end, modifiedDate });
  // A result counts as a change of the enrolment.
  enrolment.modifiedDate = modifiedDate;
  return done(unit.enrolmentUnitID);
}
