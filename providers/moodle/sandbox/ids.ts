/** Moodle's ids and moments as they follow from the business's own. Called by the seed. */

export const hour = 3600;
export const day = 24 * hour;

/** Midnight in Perth, where the site is, in unix seconds. */
export function dayStart(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`) / 1000;
}

/** The site was set up on this day. */
export const siteMade = dayStart('2026-01-05');

/** `person_07` -> 7 */
export function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('_') + 1));
}

export const userId = (person: string): number => 100 + numberOf(person);
export const courseId = (course: string): number => 10 + numberOf(course);
