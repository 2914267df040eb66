/**
 * The sandbox held against Canvas as others know it: two community clients (there is no official one) drive it unmodified. One is used by
 * a university to run its courses and speaks to any address; the other has Canvas' paths and options built in and asks Node for https.
 */
import https from 'node:https';
import net from 'node:net';
import { CanvasApi, CanvasApiResponseError } from '@kth/canvas-api';
import { isObject, textAt } from 'plugboard/kit';
import { testSandbox, type TestSandbox } from 'plugboard/testing';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import sandbox, { domain, tokens } from './sandbox.ts';
import type { State } from './sandbox/state.ts';

type Box = TestSandbox<State>;

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'canvas', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  return box;
}

function clientOf(box: Box, token: string = tokens.administrator): CanvasApi {
  return new CanvasApi(`${box.origin}/api/v1`, token, { disableThrottling: true });
}

async function refusal(promise: Promise<unknown>): Promise<CanvasApiResponseError['response']> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof CanvasApiResponseError) return error.response;
    throw error;
  }
  throw new Error('it should have been refused');
}

/** The items of a list, which this client hands out untyped. */
async function all(
  client: CanvasApi,
  path: string,
  params: Record<string, string | string[]> = {},
): Promise<unknown[]> {
  return client.listItems(path, params).toArray();
}

describe('@kth/canvas-api', () => {
  test('it walks lists page by page, by number and by bookmark', async () => {
    const box = await startBox({ users: 230 });
    const client = clientOf(box);
    const courses = await all(client, 'accounts/1/courses', { per_page: '3' });
    const seeded = box.state().courses.filter(({ state }) => state !== 'deleted');
    expect(courses.map((course) => textAt(course, 'id'))).toEqual(seeded.map(({ id }) => id));
    expect(courses[0]).toMatchObject({ workflow_state: 'available', course_code: 'HLTAID009', id: 201 });

    const people = await all(client, 'accounts/self/users', { enrollment_type: ['student'], per_page: '100' });
    const seen = new Set(people.map((person) => textAt(person, 'id')));
    expect(seen.size).toBe(people.length);
    expect(people.length).toBeGreaterThan(250);
    expect((await all(client, 'courses/291/enrollments')).length).toBe(0);
  });

  test('it makes a course, publishes it, enrols and grades', async () => {
    const box = await startBox();
    const client = clientOf(box);
    const made = await client.request('accounts/1/courses', 'POST', {
      course: { name: 'Ñandú', course_code: 'N1', sis_course_id: 'N-1', end_at: '2027-01-01T00:00:00Z' },
    });
    expect(made.json).toMatchObject({ name: 'Ñandú', workflow_state: 'unpublished', end_at: null });
    const id = textAt(made.json, 'id');
    const twice = await refusal(client.request('accounts/1/courses', 'POST', { course: { sis_course_id: 'N-1' } }));
    expect(twice).toMatchObject({ statusCode: 400 });
    expect(twice.text).toContain('already in use');
    const offered = await client.request('courses/sis_course_id:N-1', 'PUT', { course: { event: 'offer' } });
    expect(offered.json).toMatchObject({ workflow_state: 'available' });

    const enrolment = { user_id: 107, type: 'StudentEnrollment', enrollment_state: 'active' };
    const first = await client.request(`courses/${id}/enrollments`, 'POST', { enrollment: enrolment });
    const again = await client.request(`courses/${id}/enrollments`, 'POST', { enrollment: enrolment });
    expect(again.json).toEqual(first.json);
    expect(first.json).toMatchObject({ enrollment_state: 'active', user: { name: 'Kim Ray' } });

    const task = await client.request(`courses/${id}/assignments`, 'POST', {
      assignment: { name: 'Task', points_possible: 50, published: true },
    });
    const path = `courses/${id}/assignments/${textAt(task.json, 'id')}/submissions/107`;
    const graded = await client.request(path, 'PUT', { submission: { posted_grade: '80%' } });
    expect(graded.json).toMatchObject({ score: 40, grade: '40', workflow_state: 'graded', grader_id: 101 });
    const unfit = await client.request(path, 'PUT', { submission: { posted_grade: 'B' } });
    expect(unfit.json).toMatchObject({ score: 40 });
    const [after] = await all(client, `courses/${id}/enrollments`, { type: ['StudentEnrollment'] });
    expect(after).toMatchObject({ grades: { current_score: 80, final_score: 80, current_grade: null } });
  });

  test('it is refused in the shapes it knows', async () => {
    const box = await startBox();
    const dead = await refusal(clientOf(box, tokens.expired).get('users/self'));
    expect(dead).toMatchObject({
      statusCode: 401,
      headers: { 'www-authenticate': expect.stringContaining('canvas-lms') },
    });
    const limited = clientOf(box, tokens.limited);
    const hidden = await refusal(limited.get('courses/211/enrollments'));
    expect(hidden.statusCode).toBe(401);
    expect(hidden.headers['www-authenticate']).toBeUndefined();
    expect((await refusal(limited.get('courses/211/analytics/student_summaries'))).statusCode).toBe(403);
    expect((await refusal(limited.get('courses/999'))).json).toEqual({
      errors: [{ message: 'The specified resource does not exist.' }],
    });
  });

  test('it waits out the throttle, which it tells from other refusals by its words', async () => {
    const box = await startBox();
    await box.control.switches('canvas', { limits: 'tight' });
    const bold = clientOf(box);
    for (let call = 0; call < 6; call += 1) await bold.get('users/self');
    const refused = await refusal(bold.get('users/self'));
    expect(refused).toMatchObject({ statusCode: 403, text: expect.stringContaining('Rate Limit Exceeded') });
    expect(refused.headers['x-rate-limit-remaining']).toBe('0.0');

    const patient = new CanvasApi(`${box.origin}/api/v1`, tokens.administrator, { rateLimitIntervalMs: 20 });
    const answered = patient.get('users/self');
    const before = box.exchanges.length;
    while (box.exchanges.length < before + 2) await new Promise((resolve) => setImmediate(resolve));
    box.advance(30_000);
    expect((await answered).json).toMatchObject({ name: 'Marion Castellane' });
  });
});

// --- node-canvas-api ------------------------------------------------------------------------------------------------------

/** Node is given a dialler that opens a plain socket to the sandbox instead, whatever the host: the client believes it speaks to Canvas. */
function dialSandbox(origin: string): void {
  const port = Number(new URL(origin).port);
  class Dialler extends https.Agent {
    override createConnection(): net.Socket {
      return net.connect(port, '127.0.0.1');
    }
  }
  https.globalAgent = new Dialler();
}

/** The functions of the other client that are used here; it comes without types. */
interface NodeCanvasApi {
  getSelf(): Promise<unknown>;
  getAccounts(): Promise<unknown[]>;
  getAllCoursesInAccount(account: number): Promise<unknown[]>;
  getSubaccounts(account: number): Promise<unknown[]>;
  getCourses(account: number, ...options: string[]): Promise<unknown[]>;
  getUsersInAccount(account: number, ...options: string[]): Promise<unknown[]>;
  getUsersInCourse(course: number, ...options: string[]): Promise<unknown[]>;
  getCourseSections(course: number): Promise<unknown[]>;
  getEnrollmentsInCourse(course: number, ...options: string[]): Promise<unknown[]>;
  getAssignments(course: number): Promise<unknown[]>;
  getAssignmentSubmissions(course: number, assignment: number, ...options: string[]): Promise<unknown[]>;
  getModules(course: number, ...options: string[]): Promise<unknown[]>;
  getModuleItems(course: number, module: number): Promise<unknown[]>;
  getCourseAnalytics(course: number): Promise<unknown[]>;
  getOptions: {
    users: { enrollmentType: { student: string }; include: { email: string } };
    courses: { include: { term: string; total_students: string }; state: { deleted: string } };
    module: { include: { items: string; content_details: string } };
    submissions: { submission_comments: string };
  };
}

describe('node-canvas-api', () => {
  const usual = https.globalAgent;
  const environment = { CANVAS_API_DOMAIN: `https://${domain}/api/v1`, CANVAS_API_TOKEN: tokens.administrator };
  let canvas: NodeCanvasApi;
  beforeAll(async () => {
    // It reads where to go when it is loaded.
    Object.assign(process.env, environment);
    const name: string = 'node-canvas-api';
    canvas = (await import(name)) as NodeCanvasApi; // oxlint-disable-line typescript/no-unsafe-type-assertion
  });
  afterEach(() => {
    https.globalAgent = usual;
  });
  afterAll(() => {
    for (const name of Object.keys(environment)) delete process.env[name];
  });

  test('it reads the school: accounts, courses, people', async () => {
    const box = await startBox();
    dialSandbox(box.origin);
    const { users, courses } = canvas.getOptions;
    expect(await canvas.getSelf()).toMatchObject({
      id: 101,
      name: 'Marion Castellane',
      email: expect.stringContaining('@'),
    });
    expect((await canvas.getAccounts()).map((one) => textAt(one, 'id'))).toEqual(['1', '2']);
    expect(await canvas.getAllCoursesInAccount(1)).toHaveLength(2);
    const listed = await canvas.getCourses(1, courses.include.term, courses.include.total_students);
    expect(listed).toHaveLength(box.state().courses.length - 1);
    expect(listed[0]).toMatchObject({ term: { name: '2026' }, total_students: expect.any(Number) });
    expect(await canvas.getCourses(1, courses.state.deleted)).toMatchObject([{ workflow_state: 'deleted' }]);
    const people = await canvas.getUsersInAccount(1, users.enrollmentType.student, users.include.email);
    expect(people.every((person) => isObject(person) && typeof person['email'] === 'string')).toBe(true);
    // Without string ids an id of another shard is a number JavaScript cannot hold.
    expect(JSON.stringify(people.at(-1))).toContain('"id":21070000000000040');
  });

  test('it reads a course: people, work, modules, analytics', async () => {
    const box = await startBox();
    dialSandbox(box.origin);
    const { module, submissions } = canvas.getOptions;
    expect(await canvas.getCourseSections(211)).toMatchObject([{ id: 311, course_id: 211 }]);
    expect(await canvas.getUsersInCourse(211)).toHaveLength(5);
    const enrolments = await canvas.getEnrollmentsInCourse(211);
    expect(enrolments.map((one) => textAt(one, 'type'))).toContain('TeacherEnrollment');
    const assignments = await canvas.getAssignments(211);
    expect(assignments).toHaveLength(5);
    const project = Number(textAt(assignments[2], 'id'));
    const handed = await canvas.getAssignmentSubmissions(211, project, submissions.submission_comments);
    expect(handed[0]).toMatchObject({
      assignment_id: project,
      submission_comments: [{ comment: expect.stringContaining('très') }],
    });
    const modules = await canvas.getModules(211, module.include.items, module.include.content_details);
    expect(modules).toMatchObject([{ items: expect.any(Array) }, { items: expect.any(Array) }, { items_count: 25 }]);
    expect(modules[2]).not.toHaveProperty('items');
    expect(await canvas.getModuleItems(211, Number(textAt(modules[2], 'id')))).toHaveLength(25);
    const summaries = await canvas.getCourseAnalytics(211);
    expect(summaries[0]).toMatchObject({
      page_views_level: expect.any(Number),
      tardiness_breakdown: { total: expect.any(Number) },
    });
  });
});
