/** Inputs of the actions that the seeded college accepts, for the conformance suite. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import type { State } from './state.ts';

export function example(
  action: string,
  { state, nth }: { readonly state: State; readonly nth: number },
): JsonObject | undefined {
  const student = state.students[nth];
  const enrolment = state.enrolments.filter(({ status }) => status === 'Active')[nth];
  const unit = state.enrolmentUnits.filter(({ outcomeCode }) => outcomeCode === '70')[nth];
  const owner = state.enrolments.find(({ enrolmentID }) => enrolmentID === unit?.enrolmentID);
  // Nobody is enrolled in it again after a withdrawal.
  const course = state.courses.find(
    ({ courseID }) =>
      !state.enrolments.some((one) => one.studentID === student?.studentID && one.courseID === courseID),
  );
  const text = (id: number | undefined) => String(id ?? '');
  switch (action) {
    case 'create_student':
      return {
        first_name: `Nth ${nth}`,
        last_name: "O'Conform",
        email: `nth.${nth}@mail.example`,
        date_of_birth: '1999-02-28',
        usi: 'ABCDE23456',
      };
    case 'update_student':
      return { student_id: text(student?.studentID), mobile: `+6149157000${nth}` };
    case 'enrol_student':
      return { student_id: text(student?.studentID), course_id: text(course?.courseID), starts_on: '2026-12-01' };
    case 'update_enrolment':
      return {
        student_id: text(enrolment?.studentID),
        enrolment_id: text(enrolment?.enrolmentID),
        status: 'withdrawn',
        ends_on: '2026-11-19',
      };
    case 'record_outcome':
      return {
        student_id: text(owner?.studentID),
        enrolment_id: text(unit?.enrolmentID),
        unit_code: unit?.unitCode ?? '',
        code: '20',
        ends_on: '2026-11-19',
      };
    default:
      return undefined;
  }
}
