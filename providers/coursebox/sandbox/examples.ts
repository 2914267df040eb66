/** An input of each action that this portal accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import type { State } from './state.ts';

/** Learners who are not in the course, so that each call enrols another. */
function outsider({ users, enrolments }: State, course: string, nth: number): string {
  const inside = new Set(enrolments.filter(({ courseId }) => courseId === course).map(({ userId }) => userId));
  const outside = users.filter(({ id, role }) => role === 'learner' && !inside.has(id));
  return outside[nth % outside.length]?.id ?? '';
}

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  const active = state.enrolments.filter(({ status }) => status === 'active');
  switch (action) {
    case 'create_learner':
      return { first_name: 'Nia', last_name: `Ó Súilleabháin ${nth}`, email: `nia.${nth}@mail.example`, adult: true };
    case 'update_learner':
      return { learner_id: state.users.find(({ role }) => role === 'learner')?.id ?? '', city: `Fremantle ${nth}` };
    case 'enrol_learner':
      return { learner_id: outsider(state, 'c_04', nth), course_id: 'c_04' };
    case 'cancel_enrolment':
      return { enrolment_id: active[nth % active.length]?.id ?? '' };
    case 'create_course':
      return { title: `Erste Hilfe ${nth}`, language: 'de', unit_codes: ['HLTAID011'] };
    case 'publish_course':
      return { course_id: 'c_draft' };
    case 'generate_course':
      return { title: `Hygiene ${nth}`, prompt: 'Washing hands in a kitchen', sections: 2 };
    case 'get_course_generation':
      return { generation_id: state.jobs[0]?.id ?? '' };
    default:
      return undefined;
  }
}
