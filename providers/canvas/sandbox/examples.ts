/** An input of each action that this school accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import { courseId, userId } from './seed.ts';
import type { State } from './state.ts';

const course = courseId('course_04');

/** Students who are not in the course yet, so that each call enrols another. */
function outsider(state: State, nth: number): string {
  const inside = new Set(state.enrolments.filter((one) => one.course === course).map(({ user }) => user));
  const outside = state.users.filter(({ id, sis }) => !inside.has(id) && sis?.startsWith('STAFF-') !== true);
  return outside[nth % outside.length]?.id ?? '';
}

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  switch (action) {
    case 'create_course':
      return { name: `Erste Hilfe ${nth}`, code: `EH-${nth}`, external_id: `EH-2026-${nth}`, publish: true };
    case 'update_course':
      return { course_id: course, name: `Work safely at heights (${nth})` };
    case 'create_student':
      return {
        first_name: 'Ana',
        last_name: `Ng ${nth}`,
        username: `ana.ng.${nth}`,
        email: `ana.ng.${nth}@mail.example`,
        student_number: `S-${nth}`,
      };
    case 'enrol_student':
      return { course_id: course, student_id: outsider(state, nth) };
    case 'grade_submission':
      return {
        course_id: courseId('course_01'),
        assessment_id: '5010',
        student_id: userId('person_07'),
        grade: String(10 + (nth % 10)),
        comment: 'Well done.',
      };
    default:
      return undefined;
  }
}
