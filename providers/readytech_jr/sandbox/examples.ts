/** Inputs of the actions that the seeded college accepts, for the conformance suite. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { text, type State } from './state.ts';

export function example(
  action: string,
  { state, nth }: { readonly state: State; readonly nth: number },
): JsonObject | undefined {
  const people = state.parties.filter(({ data }) => data['party-type'] === 'Person');
  const employers = state.parties.filter(({ data }) => data['party-type'] === 'Employer');
  const person = text(people.at(-nth)?.data ?? {}, 'party-identifier');
  const enrolment = text(state.enrolments.at(-nth)?.data ?? {}, 'enrolment-identifier');
  const open = state.results.filter(({ data }) => data['outcome-identifier-avetmiss'] === null).at(nth);
  const assessment = state.assessments[nth];
  switch (action) {
    case 'create_student':
      return {
        first_name: `Nth ${nth}`,
        last_name: "O'Conform",
        date_of_birth: '1999-02-28',
        email: `nth.${nth}@mail.example`,
        mobile: '+61491570006',
      };
    case 'update_student':
      return { student_id: person, middle_name: `Changed ${nth}` };
    case 'enrol_student':
      return { student_id: person, course_id: text(state.courses.at(-1)?.data ?? {}, 'course-number') };
    case 'update_enrolment':
      return { enrolment_id: enrolment, status: 'Deferred' };
    case 'link_employer':
      return { enrolment_id: enrolment, employer_id: text(employers[nth]?.data ?? {}, 'party-identifier') };
    case 'record_unit_outcome':
      return {
        enrolment_id: open?.of ?? '',
        unit_code: text(open?.data ?? {}, 'unit-code'),
        result: 'competent',
        starts_on: '2026-10-01',
        ends_on: '2026-10-02',
      };
    case 'record_assessment_outcome':
      return {
        enrolment_id: assessment?.of ?? '',
        assessment_id: text(assessment?.data ?? {}, 'id'),
        status: 'satisfactory',
        mark: '88.5',
        assessed_on: '2026-10-02',
      };
    case 'add_unit':
      return { enrolment_id: enrolment, unit_code: unitOutside(state, enrolment), starts_on: '2026-10-01' };
    case 'remove_unit':
      return { enrolment_id: open?.of ?? '', unit_code: text(open?.data ?? {}, 'unit-code') };
    default:
      return undefined;
  }
}

/** A unit of the college that the enrolment does not have. */
function unitOutside(state: State, enrolment: string): string {
  const inside = new Set(state.results.filter(({ of }) => of === enrolment).map(({ data }) => text(data, 'unit-code')));
  return state.units.map(({ data }) => text(data, 'unit-code')).find((code) => !inside.has(code)) ?? '';
}
