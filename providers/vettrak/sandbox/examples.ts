/** Inputs of the actions that the seeded college accepts, for the conformance suite. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import type { State } from './state.ts';

export function example(
  action: string,
  { state, nth }: { readonly state: State; readonly nth: number },
): JsonObject | undefined {
  // Nobody is in an occurrence of next year yet.
  const empty = state.occurrences.find(({ lms, start }) => lms && start > '2027');
  const student = state.clients.filter(({ staff }) => !staff)[nth];
  const unit = state.units[nth];
  const owner = state.enrolments.find(({ id }) => id === unit?.enrolment)?.client;
  switch (action) {
    case 'create_client':
      return {
        first_name: `Nth ${nth}`,
        last_name: "O'Conform",
        date_of_birth: '1999-02-28',
        email: `nth.${nth}@mail.example`,
      };
    case 'enrol_client':
      return { student_id: student?.code ?? '', class_id: String(empty?.id ?? '') };
    case 'record_unit_result':
      return {
        student_id: owner ?? '',
        enrolment_id: String(unit?.enrolment ?? ''),
        unit_code: unit?.code ?? '',
        result: 'competent',
        starts_on: '2026-10-01',
        ends_on: '2026-10-02',
        score_percent: 80 + nth,
      };
    case 'add_award':
      return { enrolment_id: String(unit?.enrolment ?? ''), type: 'Statement of Attainment', expires_on: '2029-11-20' };
    default:
      return undefined;
  }
}
