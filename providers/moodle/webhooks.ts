/**
 * What a Moodle site tells of its own accord, once an administrator has installed a plugin for it (Webhooks, Event Trigger): Moodle's own
 * events, each plugin in a form of its own, signed by none. Whoever knows the integration's address is believed, so nothing is taken from
 * an event: it wakes the lists it may concern.
 * @link https://docs.moodle.org/dev/Events_API
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  fail,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type WebhookEvent,
  type Webhooks,
} from 'plugboard/contract';
import { oneOf, textAt } from 'plugboard/kit';
import { momentOf } from './values.ts';

/** Which lists an event may concern, by its component and its name. */
const streamsOf: Readonly<Record<string, readonly string[]>> = {
  'core/user_created': ['users'],
  'core/user_updated': ['users'],
  'core/user_deleted': ['users'],
  'core/user_enrolment_created': ['enrolments'],
  'core/user_enrolment_updated': ['enrolments'],
  'core/user_enrolment_deleted': ['enrolments'],
  'core/role_assigned': ['enrolments'],
  'core/role_unassigned': ['enrolments'],
  'core/course_created': ['courses'],
  'core/course_updated': ['courses'],
  'core/course_deleted': ['courses'],
  'core/course_restored': ['courses', 'activities'],
  'core/course_section_created': ['activities'],
  'core/course_section_updated': ['activities'],
  'core/course_section_deleted': ['activities'],
  'core/course_module_created': ['activities', 'assignments'],
  'core/course_module_updated': ['activities', 'assignments'],
  'core/course_module_deleted': ['activities', 'assignments'],
  'core/course_completed': ['completion'],
  'core/course_module_completion_updated': ['activity_completion', 'completion'],
  'core/user_graded': ['grades'],
  'core/grade_deleted': ['grades'],
  'core/grade_item_created': ['grades'],
  'core/grade_item_updated': ['grades'],
  'core/grade_item_deleted': ['grades'],
  'mod_assign/assessable_submitted': ['submissions'],
  'mod_assign/submission_graded': ['submissions', 'grades'],
  'mod_assign/submission_removed': ['submissions'],
  'mod_assign/submission_status_updated': ['submissions'],
  'assignsubmission_file/submission_created': ['submissions'],
  'assignsubmission_file/submission_updated': ['submissions'],
  'assignsubmission_onlinetext/submission_created': ['submissions'],
  'assignsubmission_onlinetext/submission_updated': ['submissions'],
};

/** `\core\event\user_created` -> `core/user_created`. */
function shortName(eventname: string): string {
  return eventname.replace(/^\\+/, '').replace(/\\+event\\+/, '/');
}

/** A number above 0, as a number or a text: plugins write either. */
function idAt(event: JsonValue, name: string): string | undefined {
  const text = textAt(event, name);
  return text !== undefined && /^[1-9]\d*$/.test(text) ? text : undefined;
}

/** What makes an event one of Moodle's: at least one of these. */
const marks = ['eventname', 'userid', 'relateduserid', 'courseid', 'objectid'];

function isEvent(value: JsonValue | undefined): value is JsonObject {
  return isJsonObject(value) && marks.some((name) => textAt(value, name) !== undefined);
}

/** Bare, in a list, or in an envelope. */
function eventsIn(content: JsonValue): readonly JsonObject[] {
  const inside =
    isJsonObject(content) && !isEvent(content) ? (content['events'] ?? content['event'] ?? content['data']) : content;
  const found = Array.isArray(inside) ? inside : [inside];
  if (found.every(isEvent)) return found;
  throw fail('decode_failed', 'The body is no event of Moodle: it needs eventname, courseid, userid or objectid.');
}

/**
 * What is the same when it is sent again and differs between any two: an administrator who puts three people into a course in one second
 * makes three events that only differ in whom they are about.
 */
const telling = ['eventname', 'objectid', 'userid', 'timecreated', 'relateduserid', 'courseid', 'contextinstanceid'];

function idOf(event: JsonObject): string | undefined {
  const values = telling.map((name) => textAt(event, name) ?? '');
  const [name, object, user, time] = values;
  if (name === '' || time === '' || (object === '' && user === '')) return undefined;
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

function eventOf(event: JsonObject): WebhookEvent {
  // The plugin's own password for its receivers; the address is the secret here, and that one is nobody's to look at.
  const { token: _token, ...payload } = event;
  return {
    type: textAt(event, 'eventname') ?? 'unnamed',
    id: idOf(event),
    at: momentOf(Number(textAt(event, 'timecreated') ?? 0)) ?? undefined,
    payload,
  };
}

/** A form instead of JSON; the plugin may call it JSON all the same. */
function formIn(body: Buffer): JsonObject | undefined {
  const text = body.toString('utf8');
  if (/^\s*["[{]/.test(text) || !text.includes('=')) return undefined;
  const form = Object.fromEntries(new URLSearchParams(text));
  return isEvent(form) ? form : undefined;
}

/** A template puts `\core\event\role_assigned` between quotes as it is, where JSON wants every backslash twice and takes `\r` for a line end. */
const bareName = /("eventname"\s*:\s*")((?:\\\w+)+)(?=")/g;

function mended(body: Buffer): JsonValue | undefined {
  const text = body.toString('utf8');
  const right = text.replaceAll(
    bareName,
    (_whole, before: string, name: string) => before + name.replaceAll('\\', '\\\\'),
  );
  if (right === text) return undefined;
  try {
    return JSON.parse(right);
  } catch {
    return undefined;
  }
}

/** What is left where a template of the administrator's names no event: the lists of the course and the person it names. */
function aboutIds(event: JsonValue): readonly string[] {
  const course = idAt(event, 'courseid');
  const person = idAt(event, 'relateduserid') ?? idAt(event, 'userid');
  // The front page is a course to Moodle.
  if (course === undefined || course === '1') return person === undefined ? [] : ['users'];
  return person === undefined ? ['courses', 'activities', 'enrolments'] : ['enrolments', 'grades', 'completion'];
}

export const webhooks: Webhooks = {
  addresses: ['integration'],
  proof: 'address',
  types: Object.keys(streamsOf).map((name) => `\\${name.replace('/', '\\event\\')}`),
  verify(request) {
    // What is no UTF-8 is refused as such, not read with holes in it.
    const content = isUtf8(request.body) ? (formIn(request.body) ?? mended(request.body)) : undefined;
    return content === undefined ? { genuine: true } : { genuine: true, content };
  },
  events: (content) => eventsIn(content).map(eventOf),
  effect({ payload }) {
    const eventname = textAt(payload, 'eventname');
    const name = eventname === undefined ? undefined : shortName(eventname);
    const wake = name === undefined ? aboutIds(payload) : oneOf(streamsOf, name);
    return wake === undefined || wake.length === 0 ? undefined : { wake };
  },
};
