/** core_completion_*: how far one student is with a course and its activities. */
import type { JsonObject } from 'plugboard/contract';
import { invalidRecord, moodleError } from './failures.ts';
import { enterCourse, int, need, type WebFunctions } from './function.ts';
import { value } from './params.ts';
import { wwwroot } from './site.ts';
import {
  grownFrom,
  grownItem,
  isActive,
  loadCourse,
  may,
  seconds,
  type Context,
  type Course,
  type Module,
} from './state.ts';

const params = { courseid: value('int'), userid: value('int') };

/** Throws `invalidrecord` for a user who is not there, seeded or grown. */
function known(context: Context, user: number): void {
  const found =
    context.state.users.some(({ id, deleted }) => id === user && !deleted) ||
    grownItem(context, 'users', user - grownFrom.user) !== undefined ||
    grownItem(context, 'enrolments', user - grownFrom.user) !== undefined;
  if (!found) throw invalidRecord('user');
}

/** Only those who are in the course as students, now, are followed. */
function isTracked(context: Context, course: number, user: number): boolean {
  const student = context.state.roles.find(({ shortname }) => shortname === 'student')?.id;
  const own = context.state.enrolments.some(
    (one) => one.course === course && one.user === user && one.role === student && isActive(one, seconds(context)),
  );
  return own || (course === loadCourse && grownItem(context, 'enrolments', user - grownFrom.user) !== undefined);
}

function stateOf(context: Context, cmid: number, user: number): { readonly state: number; readonly time: number } {
  const found = context.state.completions.find((one) => one.cmid === cmid && one.user === user);
  return found ?? { state: 0, time: 0 };
}

function criterion(module: Module, user: number, context: Context): JsonObject {
  const { state, time } = stateOf(context, module.id, user);
  const complete = state !== 0;
  const answer = complete ? 'Yes' : 'No';
  const link = `<a href="${wwwroot}/mod/${module.modname}/view.php?id=${module.id}">${module.name}</a>`;
  return {
    type: 4,
    title: 'Activity completion',
    status: answer,
    complete,
    timecompleted: complete ? time : null,
    details: { type: 'Activity completion', criteria: link, requirement: 'Receiving a grade', status: answer },
  };
}

function courseStatus(course: Course, user: number, context: Context): JsonObject {
  const modules = context.state.modules.filter(({ id }) => course.criteria.includes(id));
  const completions = modules.map((module) => criterion(module, user, context));
  return { completed: completions.every((one) => one['complete'] === true), aggregation: 1, completions };
}

export const completionFunctions: WebFunctions = {
  core_completion_get_course_completion_status: {
    params,
    run(given, context) {
      const user = int(given, 'userid');
      const course = enterCourse(context, int(given, 'courseid'), 'as it is');
      known(context, user);
      // Moodle says the same of a course without completion as of a missing right.
      if (!course.enablecompletion || !may(context, 'report/completion:view', course.id)) {
        throw moodleError('cannotviewreport', 'You can not view this report');
      }
      if (!isTracked(context, course.id, user)) {
        throw moodleError('usernotenroled', 'User is not enrolled in this course');
      }
      if (course.criteria.length === 0)
        throw moodleError('nocriteriaset', 'No completion criteria set for this course');
      return { completionstatus: courseStatus(course, user, context), warnings: [] };
    },
  },
  core_completion_get_activities_completion_status: {
    params,
    run(given, context) {
      const user = int(given, 'userid');
      const course = enterCourse(context, int(given, 'courseid'), 'as it is');
      known(context, user);
      need(context, 'report/progress:view', 'View activity completion reports', course.id);
      if (!isTracked(context, course.id, user)) {
        throw moodleError('usernotenroled', 'User is not enrolled in this course');
      }
      const tracked = context.state.modules.filter(
        (module) => module.course === course.id && module.completion !== 0 && course.enablecompletion,
      );
      return {
        statuses: tracked.map((module) => {
          const { state, time } = stateOf(context, module.id, user);
          return {
            cmid: module.id,
            modname: module.modname,
            instance: module.instance,
            state,
            timecompleted: time,
            tracking: module.completion,
            overrideby: null,
            valueused: false,
            hascompletion: true,
            isautomatic: module.completion === 2,
            istrackeduser: true,
            uservisible: true,
            details: [],
          };
        }),
        warnings: [],
      };
    },
  },
};
