/**
 * Moodle's events, as a plugin posts them to an address an administrator has entered: which writes raise one, and how it looks. Nothing is
 * signed, and what is not taken is not sent again. Called by ../sandbox.ts and server.ts.
 */
import type { JsonObject, JsonValue, SandboxEvent, SandboxWebhooks } from 'plugboard/contract';
import { watchRows, type RowChange } from 'plugboard/kit';
import { seconds, type Completion, type Context, type Enrolment, type State, type User } from './state.ts';

/** What an event is about; the rest of its fields follow from its name. */
interface About {
  readonly table: string;
  readonly object: number;
  /** 1: the site itself. */
  readonly course?: number;
  readonly person?: number;
  readonly other?: JsonValue;
}

const crud: Readonly<Record<string, string>> = { created: 'c', assigned: 'c', deleted: 'd', unassigned: 'd' };

/** `actor`: id of who did it. */
function eventOf(name: string, about: About, actor: number, context: Context): SandboxEvent {
  const [component = '', event = ''] = name.split('/');
  const cut = event.lastIndexOf('_');
  const [target, action] = [event.slice(0, cut), event.slice(cut + 1)];
  const course = about.course ?? 0;
  const type = `\\${component}\\event\\${event}`;
  const payload: JsonObject = {
    eventname: type,
    component,
    action,
    target,
    objecttable: about.table,
    objectid: about.object,
    crud: crud[action] ?? 'u',
    edulevel: 0,
    contextid: course === 0 ? 1 : 2000 + course,
    contextlevel: course === 0 ? 10 : 50,
    contextinstanceid: course,
    userid: actor,
    courseid: course,
    relateduserid: about.person ?? null,
    anonymous: 0,
    other: about.other ?? null,
    timecreated: seconds(context),
  };
  return { type, payload };
}

// --- what a write raises --------------------------------------------------------------------------------------------------

type Raised = readonly (readonly [name: string, about: About])[];

function aboutUser({ change, row }: RowChange<User>): Raised {
  return [[`core/user_${change}`, { table: 'user', object: row.id, person: row.id }]];
}

/** Whoever is put into a course is given a role there, and loses it when taken out. */
function aboutEnrolment({ change, row }: RowChange<Enrolment>): Raised {
  const { id, course, user, role } = row;
  const enrolment: About = { table: 'user_enrolments', object: id, course, person: user, other: { enrol: 'manual' } };
  const assignment: About = { table: 'role', object: role, course, person: user };
  if (change === 'updated') return [['core/user_enrolment_updated', enrolment]];
  return change === 'created'
    ? [
        ['core/user_enrolment_created', enrolment],
        ['core/role_assigned', assignment],
      ]
    : [
        ['core/role_unassigned', assignment],
        ['core/user_enrolment_deleted', enrolment],
      ];
}

/** Does the work of a function that writes, and raises what it did. */
export function raising<T>(context: Context, actor: number, work: () => T): T {
  const { state } = context;
  const users = watchRows(
    () => state.users,
    ({ id }) => id,
  );
  const enrolments = watchRows(
    () => state.enrolments,
    ({ id }) => id,
  );
  const result = work();
  for (const [name, about] of [...users().flatMap(aboutUser), ...enrolments().flatMap(aboutEnrolment)])
    context.emit(eventOf(name, about, actor, context));
  return result;
}

// --- events on demand -----------------------------------------------------------------------------------------------------

function nthOf<Row>(rows: readonly Row[], nth: number, about: (row: Row) => About): About | undefined {
  const row = rows[nth % rows.length];
  return row === undefined ? undefined : about(row);
}

/** Students who have done all that their course asks for. */
function finished({ courses, enrolments, completions }: State): readonly Enrolment[] {
  const done = (user: number, cmid: number) =>
    completions.some((one) => one.user === user && one.cmid === cmid && isDone(one));
  return enrolments.filter(({ course, user }) => {
    const criteria = courses.find(({ id }) => id === course)?.criteria ?? [];
    return criteria.length > 0 && criteria.every((cmid) => done(user, cmid));
  });
}

function isDone({ state }: Completion): boolean {
  return state === 1 || state === 2;
}

type Example = (state: State, nth: number) => About | undefined;

const user: Example = ({ users }, nth) => nthOf(users, nth, ({ id }) => ({ table: 'user', object: id, person: id }));
const enrolled: Example = ({ enrolments }, nth) =>
  nthOf(enrolments, nth, (one) => ({ table: 'user_enrolments', object: one.id, course: one.course, person: one.user }));
const role: Example = ({ enrolments }, nth) =>
  nthOf(enrolments, nth, (one) => ({ table: 'role', object: one.role, course: one.course, person: one.user }));
const course: Example = ({ courses }, nth) =>
  nthOf(courses.slice(1), nth, ({ id }) => ({ table: 'course', object: id, course: id }));
const section: Example = ({ sections }, nth) =>
  nthOf(sections, nth, (one) => ({ table: 'course_sections', object: one.id, course: one.course }));
const module: Example = ({ modules }, nth) =>
  nthOf(modules, nth, (one) => ({
    table: 'course_modules',
    object: one.id,
    course: one.course,
    other: { modulename: one.modname, instanceid: one.instance, name: one.name },
  }));
const submission: Example = ({ submissions, modules }, nth) =>
  nthOf(submissions, nth, (one) => ({
    table: 'assign_submission',
    object: one.id,
    course: modules.find(({ modname, instance }) => modname === 'assign' && instance === one.assignment)?.course ?? 1,
    person: one.user,
  }));
const item: Example = ({ grade_items: items }, nth) =>
  nthOf(items, nth, (one) => ({ table: 'grade_items', object: one.id, course: one.course }));
const grade: Example = ({ grades, grade_items: items }, nth) =>
  nthOf(grades, nth, (one) => ({
    table: 'grade_grades',
    object: one.item * 1000 + one.user,
    course: items.find(({ id }) => id === one.item)?.course ?? 1,
    person: one.user,
    other: { itemid: one.item, finalgrade: one.raw },
  }));
const completed: Example = (state, nth) =>
  nthOf(finished(state), nth, (one) => ({
    table: 'course_completions',
    object: one.id,
    course: one.course,
    person: one.user,
  }));
const activityDone: Example = ({ completions, modules }, nth) =>
  nthOf(completions, nth, (one) => ({
    table: 'course_modules_completion',
    object: one.cmid * 1000 + one.user,
    course: modules.find(({ id }) => id === one.cmid)?.course ?? 1,
    person: one.user,
    other: { completionstate: one.state },
  }));

const examples: Readonly<Record<string, Example>> = {
  'core/user_created': user,
  'core/user_updated': user,
  'core/user_deleted': user,
  'core/user_enrolment_created': enrolled,
  'core/user_enrolment_updated': enrolled,
  'core/user_enrolment_deleted': enrolled,
  'core/role_assigned': role,
  'core/role_unassigned': role,
  'core/course_created': course,
  'core/course_updated': course,
  'core/course_deleted': course,
  'core/course_restored': course,
  'core/course_section_created': section,
  'core/course_section_updated': section,
  'core/course_section_deleted': section,
  'core/course_module_created': module,
  'core/course_module_updated': module,
  'core/course_module_deleted': module,
  'core/course_completed': completed,
  'core/course_module_completion_updated': activityDone,
  'core/user_graded': grade,
  'core/grade_deleted': grade,
  'core/grade_item_created': item,
  'core/grade_item_updated': item,
  'core/grade_item_deleted': item,
  'mod_assign/assessable_submitted': submission,
  'mod_assign/submission_graded': submission,
  'mod_assign/submission_removed': submission,
  'mod_assign/submission_status_updated': submission,
  'assignsubmission_file/submission_created': submission,
  'assignsubmission_file/submission_updated': submission,
  'assignsubmission_onlinetext/submission_created': submission,
  'assignsubmission_onlinetext/submission_updated': submission,
  // Somebody only looked: raised far more often than everything else.
  'core/course_viewed': course,
};

const typeOf = (name: string): string => `\\${name.replace('/', '\\event\\')}`;

export const webhooks: SandboxWebhooks<State> = {
  types: Object.keys(examples).map(typeOf),
  example(type, context, nth) {
    const name = Object.keys(examples).find((one) => typeOf(one) === type);
    const about = name === undefined ? undefined : examples[name]?.(context.state, nth);
    return name === undefined || about === undefined ? undefined : eventOf(name, about, 2, context);
  },
  request([event], _address, { switches }) {
    const payload = { ...event?.payload, host: 'lms.harbourtraining.example', token: '' };
    const form = switches['webhook_format'] === 'form';
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // The plugin says JSON of whatever it sends.
      body: Buffer.from(form ? formOf(payload) : JSON.stringify(payload)),
    };
  },
  retries: [],
  timeoutMs: 20_000,
};

/** As PHP writes a form: nothing for null, brackets for what is inside. */
function formOf(payload: JsonObject): string {
  const form = new URLSearchParams();
  const write = (name: string, value: JsonValue): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) write(`${name}[${key}]`, inner);
    else if (value !== null) form.append(name, String(value));
  };
  for (const [name, value] of Object.entries(payload)) write(name, value);
  return form.toString();
}
