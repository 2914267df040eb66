/** mod_assign_*: assignments and what was handed in. What may not be seen is left out, with a warning. */
import type { JsonObject } from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import { formatted, int, text, type WebFunctions } from './function.ts';
import { fallback, list, value } from './params.ts';
import {
  grownFrom,
  grownItem,
  isActive,
  loadCourse,
  may,
  seconds,
  type Context,
  type Module,
  type Submission,
} from './state.ts';

function renderAssignment(module: Module): JsonObject {
  return {
    id: module.instance,
    cmid: module.id,
    course: module.course,
    name: formatted(module.name),
    nosubmissions: 0,
    submissiondrafts: 0,
    sendnotifications: 0,
    sendlatenotifications: 0,
    sendstudentnotifications: 1,
    duedate: module.duedate,
    allowsubmissionsfromdate: module.allowsubmissionsfromdate,
    grade: module.grade,
    timemodified: module.timemodified,
    completionsubmit: 1,
    cutoffdate: module.cutoffdate,
    gradingduedate: 0,
    teamsubmission: module.teamsubmission ? 1 : 0,
    requireallteammemberssubmit: 0,
    teamsubmissiongroupingid: 0,
    blindmarking: 0,
    hidegrader: 0,
    revealidentities: 0,
    attemptreopenmethod: 'none',
    maxattempts: -1,
    markingworkflow: 0,
    markingallocation: 0,
    requiresubmissionstatement: 0,
    preventsubmissionnotingroup: 0,
    configs: [
      { plugin: 'onlinetext', subtype: 'assignsubmission', name: 'enabled', value: '1' },
      { plugin: 'file', subtype: 'assignsubmission', name: 'enabled', value: '1' },
      { plugin: 'file', subtype: 'assignsubmission', name: 'maxfilesubmissions', value: '3' },
      { plugin: 'comments', subtype: 'assignfeedback', name: 'enabled', value: '1' },
    ],
    intro: module.intro,
    introformat: 1,
    introfiles: [],
    introattachments: [],
    timelimit: 0,
    submissionattachments: 0,
  };
}

export function renderSubmission(one: Submission): JsonObject {
  return {
    id: one.id,
    userid: one.user,
    attemptnumber: one.attempt,
    timecreated: one.timecreated,
    timemodified: one.timemodified,
    timestarted: null,
    status: one.status,
    groupid: one.group,
    plugins: [
      {
        type: 'onlinetext',
        name: 'Online text submissions',
        fileareas: [{ area: 'submissions_onlinetext' }],
        editorfields: [{ name: 'onlinetext', description: 'Online text', text: one.text, format: 1 }],
      },
    ],
    gradingstatus: one.gradingstatus,
  };
}

function numbers(params: JsonObject, name: string): readonly number[] {
  const found: unknown = params[name];
  return Array.isArray(found) ? found.map(Number) : [];
}

function courseEntry(id: number, context: Context): JsonObject | undefined {
  const grown = grownItem(context, 'courses', id - grownFrom.course);
  const course = context.state.courses.find((one) => one.id === id);
  if (course === undefined && grown === undefined) return undefined;
  const modules = context.state.modules.filter((one) => one.course === id && one.modname === 'assign');
  return {
    id,
    fullname: course?.fullname ?? text(grown ?? {}, 'fullname'),
    shortname: course?.shortname ?? text(grown ?? {}, 'shortname'),
    timemodified: course?.timemodified ?? 0,
    assignments: modules.map(renderAssignment),
  };
}

/** Of each student or group only the latest attempt. */
function latest(all: readonly Submission[]): readonly Submission[] {
  return all.filter(
    (one) => !all.some((other) => other.user === one.user && other.group === one.group && other.attempt > one.attempt),
  );
}

export const assignFunctions: WebFunctions = {
  mod_assign_get_assignments: {
    params: {
      courseids: fallback(list(value('int')), []),
      capabilities: fallback(list(value('raw')), []),
      includenotenrolledcourses: fallback(value('bool'), false),
    },
    run(params, context, caller) {
      const own = context.state.enrolments.filter((one) => one.user === caller.id && isActive(one, seconds(context)));
      const mine = own.map(({ course }) => course);
      const asked = numbers(params, 'courseids');
      const warnings: JsonObject[] = [];
      const courses = (asked.length === 0 ? mine : asked).flatMap((id) => {
        const warn = (warningcode: string, message: string) => {
          warnings.push({ item: 'course', itemid: id, warningcode, message });
          return [];
        };
        if (params['includenotenrolledcourses'] !== true && !mine.includes(id)) {
          return warn('2', 'User is not enrolled or does not have requested capability');
        }
        const entry = may(context, 'moodle/course:view', id) ? courseEntry(id, context) : undefined;
        return entry === undefined
          ? warn('1', 'No access rights in course context Course or activity not accessible.')
          : [entry];
      });
      return { courses, warnings };
    },
  },
  mod_assign_get_submissions: {
    params: {
      assignmentids: list(value('int')),
      status: fallback(value('alpha'), ''),
      since: fallback(value('int'), 0),
      before: fallback(value('int'), 0),
    },
    run(params, context) {
      const since = int(params, 'since');
      const before = int(params, 'before');
      const status = text(params, 'status');
      const warnings: JsonObject[] = [];
      const parts: Buffer[] = [];
      for (const id of numbers(params, 'assignmentids')) {
        const module = context.state.modules.find((one) => one.modname === 'assign' && one.instance === id);
        // An id that is not there is passed over without a word.
        if (module === undefined) continue;
        if (!may(context, 'mod/assign:grade', module.course)) {
          warnings.push({
            item: 'assignment',
            itemid: id,
            warningcode: '1',
            message: 'No access rights in module context',
          });
          continue;
        }
        const found = latest(context.state.submissions.filter((one) => one.assignment === id)).filter(
          (one) =>
            one.timemodified >= since &&
            (before === 0 || one.timemodified <= before) &&
            (status === '' || one.status === status),
        );
        const all = module.course === loadCourse ? context.grown('submissions') : undefined;
        const grown = since === 0 ? all : all?.changedSince(since * 1000);
        if (found.length + (grown?.count ?? 0) === 0) {
          warnings.push({ item: 'module', itemid: id, warningcode: '3', message: 'No submissions found' });
        }
        const page = pageOf({
          seeded: found.map(renderSubmission),
          grown,
          from: 0,
          count: found.length + (grown?.count ?? 0),
        });
        // The bytes of one slice may be used again for the next.
        const entry = envelope(`{"assignmentid":${id},"submissions":[`, page, ']}');
        parts.push(...(parts.length === 0 ? [] : [Buffer.from(',')]), Buffer.from(Buffer.concat(entry)));
      }
      return [Buffer.from('{"assignments":['), ...parts, Buffer.from(`],"warnings":${JSON.stringify(warnings)}}`)];
    },
  },
};
