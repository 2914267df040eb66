/** core_enrol_* and enrol_manual_*: who is in a course. */
import type { JsonObject } from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import { invalidParameter, moodleError, MoodleException } from './failures.ts';
import { enterCourse, int, need, objects, pairs, text, type WebFunctions } from './function.ts';
import { fallback, list, object, optional, value } from './params.ts';
import { fullName, renderUser } from './render-users.ts';
import { wwwroot } from './site.ts';
import { isActive, loadCourse, may, seconds, type Context, type Enrolment, type User } from './state.ts';

/** How a user looks from inside a course. */
function renderParticipant(user: User, enrolment: Enrolment, context: Context): JsonObject {
  const { state } = context;
  const course = enrolment.course;
  // Whom one may not see is there all the same, but only by name.
  if (!may(context, 'moodle/user:viewdetails', course)) {
    return { id: user.id, fullname: fullName(user), profileimageurl: `${wwwroot}/theme/image.php/boost/core/1/u/f1` };
  }
  const role = state.roles.find(({ id }) => id === enrolment.role);
  const courses = state.enrolments
    .filter((one) => one.user === user.id && isActive(one, seconds(context)))
    .map((one) => state.courses.find(({ id }) => id === one.course));
  return {
    ...renderUser(user, context),
    initials: Array.from(user.firstname).slice(0, 1).concat(Array.from(user.lastname).slice(0, 1)).join(''),
    lastcourseaccess: enrolment.lastaccess,
    roles:
      role === undefined ? [] : [{ roleid: role.id, name: '', shortname: role.shortname, sortorder: role.sortorder }],
    groups: state.groups
      .filter((group) => group.course === course && group.members.includes(user.id))
      .map(({ id, name }) => ({ id, name, description: '', descriptionformat: 1 })),
    enrolledcourses: courses.flatMap((one) =>
      one === undefined ? [] : [{ id: one.id, fullname: one.fullname, shortname: one.shortname }],
    ),
  };
}

function participants(
  context: Context,
  course: number,
  which: (enrolment: Enrolment) => boolean,
): readonly JsonObject[] {
  return context.state.enrolments
    .filter((one) => one.course === course && which(one))
    .flatMap((enrolment) => {
      const user = context.state.users.find(({ id, deleted }) => id === enrolment.user && !deleted);
      return user === undefined ? [] : [{ user, enrolment }];
    })
    .toSorted((a, b) => a.user.id - b.user.id)
    .map(({ user, enrolment }) => renderParticipant(user, enrolment, context));
}

/** Only what the option `userfields` names, and what no user comes without. */
function only(users: readonly JsonObject[], fields: string | undefined): readonly JsonObject[] {
  const wanted = new Set(['id', 'fullname', ...(fields ?? '').split(',').map((field) => field.trim())]);
  if ((fields ?? '') === '') return users;
  return users.map((user) => Object.fromEntries(Object.entries(user).filter(([name]) => wanted.has(name))));
}

/** Unset or nonsense is 0, and 0 is no limit. */
function whole(given: string | undefined): number {
  const number = Number.parseInt(given ?? '0', 10);
  return Number.isNaN(number) ? 0 : number;
}

function ordered(users: readonly JsonObject[], by: string, direction: string): readonly JsonObject[] {
  const sorted =
    by === 'id' || by === 'siteorder' ? users : users.toSorted((a, b) => text(a, by).localeCompare(text(b, by)));
  return direction.toUpperCase() === 'DESC' ? sorted.toReversed() : sorted;
}

const enrolment = {
  userid: value('int'),
  courseid: value('int'),
  roleid: value('int'),
};

function enrol(given: JsonObject, context: Context): void {
  const { state } = context;
  const [courseid, userid, roleid] = [int(given, 'courseid'), int(given, 'userid'), int(given, 'roleid')];
  const about = `(${roleid}) to this user (${userid}) in this course(${courseid})`;
  // A context that is not there is a bad parameter here, not a missing record.
  if (!state.courses.some(({ id }) => id === courseid)) throw invalidParameter();
  const course = enterCourse(context, courseid, 'as it is');
  need(context, 'enrol/manual:enrol', 'Enrol users', courseid);
  if (!state.roles.some(({ id, assignable }) => id === roleid && assignable)) {
    throw moodleError('wsusercannotassign', `You don't have the permission to assign this role ${about}.`);
  }
  if (!course.manual) {
    const message = `Manual enrolment plugin instance doesn't exist or is disabled for the course (id = ${courseid})`;
    throw moodleError('wsnoinstance', message);
  }
  if (!state.users.some(({ id, deleted }) => id === userid && !deleted)) {
    throw new MoodleException(
      'coding_exception',
      'codingerror',
      'Coding error detected, it must be fixed by a programmer: User ID does not exist or is deleted!',
    );
  }
  const known = state.enrolments.find((one) => one.course === courseid && one.user === userid);
  const wanted = {
    role: roleid,
    suspended: int(given, 'suspend') !== 0,
    timestart: int(given, 'timestart'),
    timeend: int(given, 'timeend'),
  };
  if (known !== undefined) {
    Object.assign(known, wanted);
    return;
  }
  state.enrolments.push({ id: state.next_id.enrolment, course: courseid, user: userid, lastaccess: 0, ...wanted });
  state.next_id.enrolment += 1;
}

function unenrol(given: JsonObject, context: Context): void {
  const { state } = context;
  const [courseid, userid] = [int(given, 'courseid'), int(given, 'userid')];
  const course = enterCourse(context, courseid, 'as it is');
  need(context, 'enrol/manual:unenrol', 'Unenrol users', courseid);
  if (!course.manual) {
    const message = `Manual enrolment plugin instance doesn't exist or is disabled for the course (id = ${courseid})`;
    throw moodleError('wsnoinstance', message);
  }
  if (!state.users.some(({ id }) => id === userid)) throw invalidParameter();
  // Who is not enrolled is not enrolled afterwards either.
  state.enrolments = state.enrolments.filter((one) => one.course !== courseid || one.user !== userid);
}

export const enrolmentFunctions: WebFunctions = {
  core_enrol_get_enrolled_users: {
    params: {
      courseid: value('int'),
      options: fallback(list(object({ name: value('alphanumext'), value: value('raw') })), []),
    },
    run(params, context) {
      const option = pairs(params, 'options', 'name');
      const is = (name: string) => !['', '0'].includes(option.get(name) ?? '');
      const by = option.get('sortby') ?? 'id';
      const direction = option.get('sortdirection') ?? 'ASC';
      if (!['id', 'firstname', 'lastname', 'siteorder'].includes(by) || !/^(asc|desc)$/i.test(direction)) {
        throw invalidParameter();
      }
      const course = enterCourse(context, int(params, 'courseid'), 'own words');
      need(context, 'moodle/course:viewparticipants', 'View participants', course.id);
      const [active, suspended] = [is('onlyactive'), is('onlysuspended')];
      if (active || suspended) need(context, 'moodle/course:enrolreview', 'Review course enrolments', course.id);
      if (active && suspended) {
        throw moodleError('codingerror', 'Coding error detected, it must be fixed by a programmer');
      }
      const now = seconds(context);
      const which = (one: Enrolment) => {
        if (suspended) return !isActive(one, now);
        return active ? isActive(one, now) : !one.suspended;
      };
      const grown = course.id === loadCourse && !suspended ? context.grown('enrolments') : undefined;
      const seeded = only(ordered(participants(context, course.id, which), by, direction), option.get('userfields'));
      const limit = whole(option.get('limitnumber'));
      const from = whole(option.get('limitfrom'));
      const page = pageOf({ seeded, grown, from, count: limit === 0 ? Number.MAX_SAFE_INTEGER : limit });
      return envelope('[', page, ']');
    },
  },
  enrol_manual_enrol_users: {
    writes: true,
    params: {
      enrolments: list(
        object({
          ...enrolment,
          timestart: optional(value('int')),
          timeend: optional(value('int')),
          suspend: optional(value('int')),
        }),
      ),
    },
    run(params, context) {
      for (const given of objects(params, 'enrolments')) enrol(given, context);
      return null;
    },
  },
  enrol_manual_unenrol_users: {
    writes: true,
    params: { enrolments: list(object({ ...enrolment, roleid: optional(value('int')) })) },
    run(params, context) {
      for (const given of objects(params, 'enrolments')) unenrol(given, context);
      return null;
    },
  },
};
