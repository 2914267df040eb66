/** Ids of Harbour Training's people and courses in Cloud Assess, and the hour its days begin at. Called by the seeds and examples. */

/** Ids end in their number. */
export function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('_') + 1));
}

function idOf(prefix: string, businessId: string): string {
  return `${prefix}_${numberOf(businessId)}`;
}

export const studentId = (person: string): string => idOf('st', person);
export const assessorId = (person: string): string => idOf('as', person);
export const qualificationId = (course: string): string => idOf('ql', course);
export const unitId = (course: string): string => idOf('un', course);
export const enrolmentId = (enrolment: string): string => idOf('en', enrolment);

/** Milliseconds. */
export function at(date: string): number {
  return Date.parse(`${date}T01:00:00Z`);
}
