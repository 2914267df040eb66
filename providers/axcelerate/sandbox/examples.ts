/** Inputs of the actions that the seeded organisation accepts, for the conformance suite. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import type { State } from './state.ts';

export function example(
  action: string,
  { state, nth }: { readonly state: State; readonly nth: number },
): JsonObject | undefined {
  // Nobody is in a class of next year yet.
  const empty = state.instances.find(({ type, open, start }) => type === 'p' && open && start > '2027');
  const student = state.contacts.filter(({ usi }) => usi !== '')[nth];
  const enrolment = state.enrolments.filter(({ type, units }) => type === 'p' && units.length > 0)[nth];
  switch (action) {
    case 'create_contact':
      return {
        first_name: `Nth ${nth}`,
        last_name: "O'Conform",
        email: `nth.${nth}@mail.example`,
        date_of_birth: '1999-02-28',
        gender: 'other',
        student_number: `C-${nth}`,
      };
    case 'enrol':
      return { student_id: String(student?.id ?? ''), class_id: `p:${empty?.id ?? ''}` };
    case 'record_unit_outcome':
      return {
        student_id: String(enrolment?.contact ?? ''),
        class_id: `p:${enrolment?.instance ?? ''}`,
        unit_code: enrolment?.units[0]?.code ?? '',
        outcome_code: '20',
        starts_on: '2026-10-01',
        ends_on: '2026-10-02',
      };
    default:
      return undefined;
  }
}
