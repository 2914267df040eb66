/**
 * Calls of web service functions as requests, and which functions each stream and action needs. Everything goes to one address by POST:
 * the token stays out of logs, and parameters may be long. Called by streams.ts, actions.ts and site.ts.
 */
import type { HttpRequest } from 'plugboard/contract';
import { phpForm, type PhpValue } from 'plugboard/kit';

type Parameters = { readonly [name: string]: PhpValue };

/** Without `moodlewsrestformat` Moodle answers XML. The token is added by the engine. */
export function write(name: string, parameters: Parameters): HttpRequest {
  return {
    method: 'POST',
    url: '/webservice/rest/server.php',
    body: { form: { moodlewsrestformat: 'json', wsfunction: name, ...phpForm(parameters) } },
  };
}

/** The same for a function that changes nothing, and so may be called again. */
export function read(name: string, parameters: Parameters = {}): HttpRequest {
  return { ...write(name, parameters), safe: true };
}

/** A parameter of a call made by `read` or `write`, by the name PHP knows it under. */
export function parameterOf({ body }: HttpRequest, name: string): string {
  const value = body !== undefined && 'form' in body ? body.form[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

// --- what a service must hold ---------------------------------------------------------------------------------------------

export const siteInfo = 'core_webservice_get_site_info';
/** Refuses everything as soon as there is one course the account may not see; used where the other one is not offered. */
export const allCourses = 'core_course_get_courses';
/** Lists the courses that anybody would find, also those that the account may not look into. */
export const visibleCourses = 'core_course_get_courses_by_field';
export const searchUsers = 'core_user_get_users';
export const enrolledUsers = 'core_enrol_get_enrolled_users';

/** One name, or several of which one will do. */
type Need = string | readonly string[];
const courses: Need = [allCourses, visibleCourses];

/** By stream or action. What a partitioned stream's parents call counts too. */
export const needs: Readonly<Record<string, readonly Need[]>> = {
  users: [searchUsers],
  courses: [courses],
  activities: [courses, 'core_course_get_contents'],
  enrolments: [courses, enrolledUsers],
  grades: [courses, 'gradereport_user_get_grade_items'],
  completion: [courses, enrolledUsers, 'core_completion_get_course_completion_status'],
  activity_completion: [courses, enrolledUsers, 'core_completion_get_activities_completion_status'],
  assignments: [courses, 'mod_assign_get_assignments'],
  submissions: [courses, 'mod_assign_get_assignments', 'mod_assign_get_submissions'],
  create_user: [searchUsers, 'core_user_create_users'],
  update_user: [searchUsers, 'core_user_update_users'],
  enrol_user: [courses, enrolledUsers, 'enrol_manual_enrol_users'],
  unenrol_user: ['enrol_manual_unenrol_users'],
};

/** What is missing for each stream and action, as a person would say it; nothing for those that can work. */
export function missing(offered: ReadonlySet<string>): Readonly<Record<string, string>> {
  const reasons = Object.entries(needs).flatMap(([name, wanted]) => {
    const lacking = wanted.filter((need) => ![need].flat().some((one) => offered.has(one)));
    return lacking.length === 0 ? [] : [[name, reason(lacking.map((need) => [need].flat().join(' or ')))] as const];
  });
  return Object.fromEntries(reasons);
}

function reason(lacking: readonly string[]): string {
  const [what, it] = lacking.length === 1 ? ['function', 'it'] : ['functions', 'them'];
  return `The token's service at this site lacks the ${what} ${lacking.join(', ')}. Add ${it} in Moodle under Site administration, Server, Web services, External services, Functions; then test the connection.`;
}
