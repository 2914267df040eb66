/** core_course_*: the list of courses, and what is in one. */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { envelope, isObject, pageOf } from 'plugboard/kit';
import { invalidParameter, moodleError } from './failures.ts';
import { courseOf, enterCourse, formatted, int, need, pairs, text, type WebFunctions } from './function.ts';
import { fallback, list, object, optional, value } from './params.ts';
import { wwwroot } from './site.ts';
import { grownFrom, loadCourse, may, type Context, type Course, type Module, type Section } from './state.ts';

const categories: Readonly<Record<number, string>> = { 0: '', 2: 'Short courses', 3: 'Qualifications' };

function renderCourse(course: Course, context: Context): JsonObject {
  const basic: JsonObject = {
    id: course.id,
    shortname: formatted(course.shortname),
    categoryid: course.category,
    fullname: formatted(course.fullname),
    displayname: formatted(course.fullname),
    summary: course.summary,
    summaryformat: 1,
    format: course.format,
    startdate: course.startdate,
    enddate: course.enddate,
    showactivitydates: true,
    showcompletionconditions: true,
  };
  // The rest is only for those who may change the course.
  if (!may(context, 'moodle/course:update', course.id)) return basic;
  return {
    ...basic,
    categorysortorder: 10_000 + course.id,
    idnumber: course.idnumber,
    showgrades: 1,
    showreports: 0,
    newsitems: 5,
    visible: course.visible ? 1 : 0,
    maxbytes: 0,
    numsections: 2,
    groupmode: 0,
    groupmodeforce: 0,
    defaultgroupingid: 0,
    lang: '',
    timecreated: course.timecreated,
    timemodified: course.timemodified,
    forcetheme: '',
    enablecompletion: course.enablecompletion ? 1 : 0,
    completionnotify: 0,
    courseformatoptions: [{ name: 'hiddensections', value: '1' }],
  };
}

/** What core_course_get_courses_by_field says besides. */
function renderFound(course: Course, context: Context): JsonObject {
  return {
    ...renderCourse(course, context),
    categoryname: categories[course.category] ?? '',
    summaryfiles: [],
    overviewfiles: [],
    contacts: [],
    enrollmentmethods: course.manual ? ['manual'] : [],
    sortorder: 10_000 + course.id,
  };
}

function isVisible(course: Course, context: Context): boolean {
  return course.visible || may(context, 'moodle/course:viewhiddencourses', course.id);
}

function renderModule(module: Module, context: Context): JsonObject {
  const dates: JsonValue[] = [];
  const date = (label: string, timestamp: number, dataid: string) => {
    if (timestamp !== 0) dates.push({ label, timestamp, dataid });
  };
  date('Opened:', module.allowsubmissionsfromdate, 'allowsubmissionsfromdate');
  date('Due:', module.duedate, 'duedate');
  return {
    id: module.id,
    // A label is text on the course page; there is nowhere to go.
    ...(module.modname === 'label' ? {} : { url: `${wwwroot}/mod/${module.modname}/view.php?id=${module.id}` }),
    name: formatted(module.name),
    instance: module.instance,
    contextid: 10_000 + module.id,
    visible: module.visible ? 1 : 0,
    uservisible: module.visible || may(context, 'moodle/course:viewhiddenactivities', module.course),
    visibleoncoursepage: 1,
    modicon: `${wwwroot}/theme/image.php/boost/${module.modname}/1/monologo`,
    modname: module.modname,
    modplural: `${module.modname}s`,
    availability: null,
    indent: 0,
    onclick: '',
    afterlink: null,
    customdata: '""',
    noviewlink: module.modname === 'label',
    completion: module.completion,
    ...(module.completion === 0
      ? {}
      : { completiondata: { state: 0, timecompleted: 0, overrideby: null, valueused: false, hascompletion: true } }),
    downloadcontent: 1,
    dates,
    contents:
      module.modname === 'page'
        ? [
            {
              type: 'file',
              filename: 'index.html',
              filepath: '/',
              filesize: 0,
              fileurl: `${wwwroot}/webservice/pluginfile.php/${10_000 + module.id}/mod_page/content/index.html`,
              timecreated: module.timemodified,
              timemodified: module.timemodified,
              sortorder: 1,
              userid: 2,
              author: null,
              license: 'unknown',
            },
          ]
        : [],
  };
}

const contentOptions = [
  'excludemodules',
  'excludecontents',
  'includestealthmodules',
  'sectionid',
  'sectionnumber',
  'cmid',
  'modname',
  'modid',
];

function renderSection(section: Section, context: Context, options: ReadonlyMap<string, string>): JsonObject {
  const shown = (module: Module) => module.visible || may(context, 'moodle/course:viewhiddenactivities', module.course);
  const cmid = options.get('cmid');
  const modname = options.get('modname');
  const modules = context.state.modules.filter(
    (module) =>
      module.course === section.course &&
      module.section === section.section &&
      shown(module) &&
      (cmid === undefined || String(module.id) === cmid) &&
      (modname === undefined || module.modname === modname),
  );
  return {
    id: section.id,
    name: formatted(section.name),
    visible: section.visible ? 1 : 0,
    summary: '',
    summaryformat: 1,
    section: section.section,
    hiddenbynumsections: 0,
    uservisible: true,
    modules:
      options.get('excludemodules') === '1'
        ? []
        : modules.map((module) => {
            const rendered = renderModule(module, context);
            return options.get('excludecontents') === '1' ? { ...rendered, contents: [] } : rendered;
          }),
  };
}

export const courseFunctions: WebFunctions = {
  core_course_get_courses: {
    params: { options: fallback(object({ ids: optional(list(value('int'))) }), {}) },
    run(params, context) {
      const given: unknown = isObject(params['options']) ? params['options']['ids'] : undefined;
      const ids: readonly unknown[] = Array.isArray(given) ? given : [];
      const seeded = context.state.courses.filter(({ id }) => ids.length === 0 || ids.includes(id));
      const wantedGrown = ids
        .filter((id) => typeof id === 'number' && id >= grownFrom.course)
        .map((id) => courseOf(context, Number(id)));
      // One course that may not be seen, and there is no list at all.
      for (const { id } of seeded) {
        enterCourse(context, id, 'own words');
        if (id !== 1) need(context, 'moodle/course:view', 'View courses without participation', id);
      }
      const shown = [...seeded, ...wantedGrown]
        .filter((course) => isVisible(course, context))
        .map((course) => renderCourse(course, context));
      const grown = ids.length === 0 ? context.grown('courses') : undefined;
      return envelope('[', pageOf({ seeded: shown, grown, from: 0, count: shown.length + (grown?.count ?? 0) }), ']');
    },
  },
  core_course_get_courses_by_field: {
    params: { field: fallback(value('alpha'), ''), value: fallback(value('raw'), '') },
    run(params, context) {
      const field = text(params, 'field');
      const wanted = text(params, 'value');
      if (!['', 'id', 'ids', 'shortname', 'idnumber', 'category'].includes(field)) throw invalidParameter();
      const courses = context.state.courses.filter((course) => {
        // What anybody may know of a course is shown to whoever may not look into it.
        if (!isVisible(course, context)) return false;
        if (field === 'id' || field === 'ids') return wanted.split(',').includes(String(course.id));
        if (field === 'shortname' || field === 'idnumber') return course[field] === wanted;
        return field === 'category' ? String(course.category) === wanted : true;
      });
      const shown = courses.map((course) => renderFound(course, context));
      const grown = field === '' ? context.grown('courses') : undefined;
      const page = pageOf({ seeded: shown, grown, from: 0, count: shown.length + (grown?.count ?? 0) });
      return envelope('{"courses":[', page, '],"warnings":[]}');
    },
  },
  core_course_get_contents: {
    params: {
      courseid: value('int'),
      options: fallback(list(object({ name: value('alphanumext'), value: value('raw') })), []),
    },
    run(params, context) {
      const options = pairs(params, 'options', 'name');
      for (const name of options.keys()) {
        if (!contentOptions.includes(name)) throw moodleError('errorinvalidparam', `The param "${name}" is invalid.`);
      }
      const course = enterCourse(context, int(params, 'courseid'), 'own words');
      if (!isVisible(course, context)) return [];
      const sections = context.state.sections
        .filter((section) => section.course === course.id)
        .map((section) => renderSection(section, context, options));
      const grown = course.id === loadCourse ? context.grown('activities') : undefined;
      if (grown === undefined || grown.count === 0) return sections;
      const extra = { id: 299, name: 'More', visible: 1, summary: '', summaryformat: 1, section: 3, uservisible: true };
      const head = JSON.stringify(sections).slice(0, -1);
      return envelope(
        `${head},${JSON.stringify(extra).slice(0, -1)},"modules":[`,
        pageOf({ seeded: [], grown, from: 0, count: grown.count }),
        ']}]',
      );
    },
  },
};
