/**
 * What can be written to JR Plus. It has no idempotency keys: whatever would be made twice is looked up first. Every write is read back,
 * because an answer may hold nothing but an identifier, or nothing at all.
 */
import { enrolStudent, linkEmployer, updateEnrolment } from './actions-enrolments.ts';
import { createStudent, updateStudent } from './actions-people.ts';
import { addUnit, recordAssessmentOutcome, recordUnitOutcome, removeUnit } from './actions-results.ts';

export const actions = {
  create_student: createStudent,
  update_student: updateStudent,
  enrol_student: enrolStudent,
  update_enrolment: updateEnrolment,
  link_employer: linkEmployer,
  record_unit_outcome: recordUnitOutcome,
  record_assessment_outcome: recordAssessmentOutcome,
  add_unit: addUnit,
  remove_unit: removeUnit,
};
