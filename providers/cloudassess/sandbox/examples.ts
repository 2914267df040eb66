/** An input of each action that this school accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import { assessorId } from './ids.ts';
import type { State } from './state.ts';

const assessor = assessorId('person_03');

function pick<T>(rows: readonly T[], nth: number): T | undefined {
  return rows[nth % rows.length];
}

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  const { rows } = state;
  switch (action) {
    case 'create_student':
      return {
        first_name: 'Nia',
        last_name: `Ó Súilleabháin ${nth}`,
        email: `nia.${nth}@mail.example`,
        student_number: `N-${nth}`,
      };
    case 'update_student':
      return { student_id: pick(rows.students, nth)?.id ?? '', phone: `+6185550${String(1000 + nth)}` };
    case 'enrol_student':
      // Each call another student, in a qualification none of them is in.
      return {
        student_id: pick(rows.students, nth)?.id ?? '',
        course_id: 'ql_90',
        starts_on: '2026-12-01',
      };
    case 'update_enrolment':
      return { enrolment_id: pick(rows.enrolments, nth)?.id ?? '', status: 'deferred', ends_on: '2027-06-30' };
    case 'record_mark': {
      const waiting = rows.submissions.filter(({ status }) => status === 'submitted');
      return {
        submission_id: pick(waiting, nth)?.id ?? '',
        result: 'satisfactory',
        comment: 'Sehr gut – well done',
        assessor_id: assessor,
      };
    }
    case 'approve_mark': {
      const waiting = rows.marks.filter(({ approval_status: status }) => status === 'pending');
      return { mark_id: pick(waiting, nth)?.id ?? '', approved_by: assessor };
    }
    default:
      return undefined;
  }
}
