/** gradereport_user_get_grade_items: the gradebook of a course, everybody at once. */
import type { JsonObject } from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import { invalidRecord } from './failures.ts';
import { enterCourse, int, need, type WebFunctions } from './function.ts';
import { fallback, value } from './params.ts';
import { fullName } from './render-users.ts';
import { loadCourse, type Context, type Course, type GradeItem, type User } from './state.ts';

export function renderItem(
  item: GradeItem,
  grade: { raw: number | null; submitted: number | null; graded: number | null; feedback: string } | undefined,
  module: { readonly modname: string; readonly instance: number } | undefined,
): JsonObject {
  const raw = grade?.raw ?? null;
  const percent = raw === null ? null : (raw * 100) / item.grademax;
  return {
    id: item.id,
    itemname: item.itemtype === 'course' ? null : item.name,
    itemtype: item.itemtype,
    itemmodule: module?.modname ?? null,
    iteminstance: module?.instance ?? item.course,
    itemnumber: item.itemtype === 'course' ? null : 0,
    idnumber: '',
    categoryid: item.itemtype === 'course' ? null : 800 + item.course,
    outcomeid: null,
    scaleid: null,
    locked: false,
    ...(item.cmid === 0 ? {} : { cmid: item.cmid }),
    graderaw: raw,
    gradedatesubmitted: grade?.submitted ?? null,
    gradedategraded: grade?.graded ?? null,
    gradehiddenbydate: false,
    gradeneedsupdate: false,
    gradeishidden: false,
    gradeislocked: false,
    gradeisoverridden: false,
    gradeformatted: raw === null ? '-' : raw.toFixed(2),
    grademin: 0,
    grademax: item.grademax,
    rangeformatted: `0&ndash;${item.grademax}`,
    percentageformatted: percent === null ? '-' : `${percent.toFixed(2)} %`,
    feedback: grade?.feedback ?? '',
    feedbackformat: 1,
  };
}

function gradesOf(user: User, course: Course, context: Context): JsonObject {
  const { state } = context;
  return {
    courseid: course.id,
    courseidnumber: course.idnumber,
    userid: user.id,
    userfullname: fullName(user),
    useridnumber: user.idnumber,
    maxdepth: 2,
    gradeitems: state.grade_items
      .filter((item) => item.course === course.id)
      .map((item) =>
        renderItem(
          item,
          state.grades.find((grade) => grade.item === item.id && grade.user === user.id),
          state.modules.find(({ id }) => id === item.cmid),
        ),
      ),
  };
}

export const gradeFunctions: WebFunctions = {
  gradereport_user_get_grade_items: {
    params: { courseid: value('int'), userid: fallback(value('int'), 0), groupid: fallback(value('int'), 0) },
    run(params, context) {
      const course = enterCourse(context, int(params, 'courseid'), 'as it is');
      need(context, 'gradereport/user:view', 'View your own grade report', course.id);
      need(context, 'moodle/grade:viewall', 'View grades of other users', course.id);
      const wanted = int(params, 'userid');
      const { state } = context;
      if (wanted !== 0 && !state.users.some(({ id }) => id === wanted)) throw invalidRecord('user');
      const student = state.roles.find(({ shortname }) => shortname === 'student')?.id;
      const users = state.users.filter(
        ({ id, deleted }) =>
          !deleted &&
          (wanted === 0 || id === wanted) &&
          state.enrolments.some((one) => one.user === id && one.course === course.id && one.role === student),
      );
      const seeded = users.map((user) => gradesOf(user, course, context));
      const grown = course.id === loadCourse && wanted === 0 ? context.grown('grades') : undefined;
      const page = pageOf({ seeded, grown, from: 0, count: seeded.length + (grown?.count ?? 0) });
      return envelope('{"usergrades":[', page, '],"warnings":[]}');
    },
  },
};
