/** An input of each action that this organisation accepts; see `example` of the sandbox contract. */
import type { JsonObject } from 'plugboard/contract';
import { courseId } from './seed.ts';
import type { State } from './state.ts';

const course = courseId('course_04');

/** People who are not in the course yet, so that each call enrols another. */
function outsider(state: State, nth: number): string {
  const inside = new Set(state.enrolments.filter((one) => one.course === course).map(({ user }) => user));
  const outside = state.users.filter(
    ({ id, org_defined }) => !inside.has(id) && org_defined?.startsWith('STAFF-') !== true,
  );
  return String(outside[nth % outside.length]?.id ?? '');
}

export function example(action: string, { state, nth }: { state: State; nth: number }): JsonObject | undefined {
  switch (action) {
    case 'create_student':
      return {
        first_name: 'Ana',
        last_name: `Ng ${nth}`,
        username: `ana.ng.${nth}`,
        email: `ana.ng.${nth}@mail.example`,
        student_number: `S-${nth}`,
      };
    case 'enrol_student':
      return { course_id: String(course), student_id: outsider(state, nth) };
    case 'unenrol_student': {
      const inside = state.enrolments.filter((one) => one.course === courseId('course_01'));
      return { course_id: String(courseId('course_01')), student_id: String(inside[nth % inside.length]?.user ?? '') };
    }
    default:
      return undefined;
  }
}
