/** What a web service function is, and what many of them do first. Called by the functions-*.ts files. */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { at, numberAt, textAt } from 'plugboard/kit';
import { courseNotValid, invalidRecord, noPermissions, notAccessible } from './failures.ts';
import type { Shapes } from './params.ts';
import { grownFrom, grownItem, may, type Context, type Course, type User } from './state.ts';

/** JSON in parts: the answer with the items of a grown list inside. */
export type Parts = readonly Buffer[];

export interface WebFunction {
  readonly params: Shapes;
  /** Changes something: all of it, or nothing. */
  readonly writes?: boolean;
  /** Throws MoodleException. What it has written until then is undone by the caller. */
  run(params: JsonObject, context: Context, caller: User): JsonValue | Parts;
}

export function isParts(answer: JsonValue | Parts): answer is Parts {
  return Array.isArray(answer) && answer.length > 0 && answer.every((part) => Buffer.isBuffer(part));
}

export type WebFunctions = Readonly<Record<string, WebFunction>>;

export function int(params: JsonObject, name: string): number {
  return numberAt(params, name) ?? 0;
}

export function text(params: JsonObject, name: string): string {
  return textAt(params, name) ?? '';
}

/** `options[0][name]=limitfrom&options[0][value]=5` as a map; the first of a name counts. */
export function pairs(params: JsonObject, list: string, name: string): ReadonlyMap<string, string> {
  return new Map(
    objects(params, list)
      .toReversed()
      .map((one) => [text(one, name), text(one, 'value')]),
  );
}

export function objects(params: JsonObject, name: string): readonly JsonObject[] {
  const found = at(params, name);
  return Array.isArray(found) ? found : [];
}

/** Names of things come ready for a web page, with their ampersands escaped. */
export function formatted(name: string): string {
  return name.replace(/&(?![a-zA-Z0-9#]{1,8};)/g, '&amp;');
}

/** Seeded or grown. Throws `invalidrecord`, as most functions do. */
export function courseOf(context: Context, id: number): Course {
  const seeded = context.state.courses.find((course) => course.id === id);
  if (seeded !== undefined) return seeded;
  const grown = grownItem(context, 'courses', id - grownFrom.course);
  if (grown === undefined) throw invalidRecord('course');
  return {
    id,
    shortname: text(grown, 'shortname'),
    fullname: text(grown, 'fullname'),
    idnumber: '',
    category: 2,
    summary: '',
    format: 'topics',
    startdate: 0,
    enddate: 0,
    visible: true,
    enablecompletion: false,
    criteria: [],
    manual: true,
    timecreated: 0,
    timemodified: 0,
  };
}

/** The course, if the service's user may be in it. Functions differ in how they put the refusal. */
export function enterCourse(context: Context, id: number, refusal: 'own words' | 'as it is'): Course {
  const course = courseOf(context, id);
  if (!may(context, 'moodle/course:view', id)) throw refusal === 'own words' ? courseNotValid(id) : notAccessible();
  return course;
}

/** `what`: the capability as Moodle calls it for people. */
export function need(context: Context, capability: string, what: string, course = 0): void {
  if (!may(context, capability, course)) throw noPermissions(what);
}
