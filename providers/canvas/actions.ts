/**
 * What can be written to a school's Canvas. Canvas knows no idempotency keys: a create whose answer got lost is looked up by the
 * school's own id (the SIS id) where one was given, and enrolling and grading twice does nothing twice.
 */
import {
  action,
  fail,
  models,
  PlugboardError,
  z,
  type ActionContext,
  type HttpRequest,
  type JsonObject,
  type MapContext,
  type ProviderHttp,
} from 'plugboard/contract';
import { created, given, isObject } from 'plugboard/kit';
import { mapCourse, mapEnrolment, mapSubmission, mapUser } from './maps.ts';
import { rawCourse, rawEnrolment, rawSubmission, rawUser } from './raw.ts';
import { needsAccount } from './streams.ts';
import { accountIdOf } from './values.ts';

/** An id of Canvas; nothing else may get into a path. */
const id = z.string().regex(/^\d{1,30}$/, 'must be an id of Canvas, which is a number as text');
/** An id the school gives; Canvas takes nearly anything. */
const ownId = z.string().min(1).max(255);
const line = z.string().min(1).max(255);
const moment = z.iso.datetime({ offset: true });

// --- sending --------------------------------------------------------------------------------------------------------------

async function send(http: ProviderHttp, request: HttpRequest): Promise<JsonObject> {
  const { body } = await http.send({ ...request, url: `/api/v1${request.url}`, decode: 'auto' });
  if (!isObject(body)) throw fail('decode_failed', 'Canvas answered something other than what was written.');
  return body;
}

/** May Canvas have done it although no proper answer came? */
function inDoubt(error: unknown): boolean {
  return (
    error instanceof PlugboardError &&
    (error.code === 'timeout' || error.code === 'provider_unavailable' || error.code === 'decode_failed') &&
    error.details.unsent !== true
  );
}

/** Creates; when the answer is lost, looks under the school's own id whether it was done. */
async function create(http: ProviderHttp, request: HttpRequest, lookUp: string | undefined): Promise<JsonObject> {
  try {
    return await send(http, request);
  } catch (error) {
    if (lookUp === undefined || !inDoubt(error)) throw error;
    try {
      return await send(http, { url: lookUp });
    } catch {
      throw error;
    }
  }
}

function answer<Raw extends { readonly id: string | number }, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): { id: string; data: Data } {
  const raw = schema.safeParse(item);
  if (!raw.success) throw fail('decode_failed', `Canvas answered something unexpected: ${z.prettifyError(raw.error)}`);
  return { id: String(raw.data.id), data: map(raw.data, context) };
}

function accountFor({ account }: Pick<ActionContext<unknown>, 'account'>): string {
  const found = accountIdOf(account);
  if (found === undefined) throw fail('unsupported', needsAccount);
  return encodeURIComponent(found);
}

// --- courses --------------------------------------------------------------------------------------------------------------

const courseFields = {
  name: line,
  code: line,
  /** The id of the course in the school's own system; unique in Canvas. */
  external_id: ownId,
  starts_at: moment,
  ends_at: moment,
  /** IANA name. */
  time_zone: z.string().min(1).max(64),
  description: z.string().max(100_000),
};

const optionalCourse = z.strictObject(courseFields).partial();

function courseBody(input: z.infer<typeof optionalCourse>): JsonObject {
  const dated = input.starts_at !== undefined || input.ends_at !== undefined;
  return given({
    name: input.name,
    course_code: input.code,
    sis_course_id: input.external_id,
    start_at: input.starts_at,
    end_at: input.ends_at,
    // Without it Canvas forgets the end.
    restrict_enrollments_to_course_dates: dated ? true : undefined,
    time_zone: input.time_zone,
    public_description: input.description,
  });
}

const createCourse = action({
  summary: 'Creates a course in the account, as a draft unless it is to be published.',
  input: z.strictObject({ ...optionalCourse.shape, name: line, publish: z.boolean().default(false) }),
  output: created(models.course),
  creates: 'courses',
  async run(context) {
    const { publish, ...course } = context.input;
    const item = await create(
      context.http,
      {
        method: 'POST',
        url: `/accounts/${accountFor(context)}/courses`,
        body: { json: { course: courseBody(course), ...(publish ? { offer: true } : {}) } },
      },
      course.external_id === undefined ? undefined : `/courses/sis_course_id:${encodeURIComponent(course.external_id)}`,
    );
    return { output: answer(rawCourse, mapCourse, item, context), records: [{ stream: 'courses', items: [item] }] };
  },
});

const events = { draft: 'claim', published: 'offer', concluded: 'conclude', deleted: 'delete' } as const;

const updateCourse = action({
  summary: 'Changes a course: its name, dates or description, or publishes, concludes or deletes it.',
  input: z
    .strictObject({
      course_id: id,
      ...optionalCourse.shape,
      /** Back to `draft` works only while nothing in it has been marked. */
      status: z.enum(['draft', 'published', 'concluded', 'deleted']).optional(),
    })
    .refine((input) => Object.values(input).filter((value) => value !== undefined).length > 1, {
      error: 'give at least one thing to change',
      path: ['course_id'],
    }),
  output: created(models.course),
  async run(context) {
    const { course_id: course, status, ...fields } = context.input;
    const event = status === undefined ? {} : { event: events[status] };
    const item = await send(context.http, {
      method: 'PUT',
      url: `/courses/${course}`,
      body: { json: { course: { ...courseBody(fields), ...event } } },
    });
    return { output: answer(rawCourse, mapCourse, item, context), records: [{ stream: 'courses', items: [item] }] };
  },
});

// --- people ---------------------------------------------------------------------------------------------------------------

const createStudent = action({
  summary: 'Creates a person with a login in the account. They become a student when they are enrolled.',
  input: z.strictObject({
    first_name: line,
    last_name: line,
    /** What they sign in with; unique in Canvas. */
    username: line,
    email: z.email().optional(),
    /** The id of the person in the school's own system; unique in Canvas. */
    student_number: ownId.optional(),
    /** Canvas writes to them. */
    notify: z.boolean().default(false),
  }),
  output: created(models.student),
  async run(context) {
    const { input } = context;
    const number = input.student_number;
    const item = await create(
      context.http,
      {
        method: 'POST',
        url: `/accounts/${accountFor(context)}/users`,
        body: {
          json: given({
            user: {
              name: `${input.first_name} ${input.last_name}`,
              short_name: `${input.first_name} ${input.last_name}`,
              // Canvas would guess where the family name begins.
              sortable_name: `${input.last_name}, ${input.first_name}`,
            },
            pseudonym: given({ unique_id: input.username, sis_user_id: number, send_confirmation: input.notify }),
            communication_channel:
              input.email === undefined
                ? undefined
                : { type: 'email', address: input.email, skip_confirmation: !input.notify },
          }),
        },
      },
      number === undefined ? undefined : `/users/sis_user_id:${encodeURIComponent(number)}`,
    );
    // Nothing to store: somebody in no course is not among the students, and the next sync would take them for gone.
    return { output: answer(rawUser, mapUser, item, context) };
  },
});

const enrolStudent = action({
  summary:
    'Puts a person into a course as a student. Asking again for the same person and course gives the same enrolment.',
  input: z.strictObject({
    course_id: id,
    student_id: id,
    section_id: id.optional(),
    /** `pending`: they are invited and have to accept. */
    status: z.enum(['active', 'pending', 'inactive']).default('active'),
    starts_at: moment.optional(),
    ends_at: moment.optional(),
    /** Canvas writes to them. */
    notify: z.boolean().default(false),
  }),
  output: created(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { input } = context;
    const item = await send(context.http, {
      method: 'POST',
      url: `/courses/${input.course_id}/enrollments`,
      body: {
        json: {
          enrollment: given({
            user_id: input.student_id,
            type: 'StudentEnrollment',
            enrollment_state: input.status === 'pending' ? 'invited' : input.status,
            course_section_id: input.section_id,
            start_at: input.starts_at,
            end_at: input.ends_at,
            notify: input.notify,
          }),
        },
      },
    });
    const output = answer(rawEnrolment, mapEnrolment, item, context);
    return { output, records: [{ stream: 'enrolments', items: [item] }] };
  },
});

// --- marks ----------------------------------------------------------------------------------------------------------------

const passed: readonly string[] = ['pass', 'complete'];
const failed: readonly string[] = ['fail', 'incomplete'];

/** Canvas passes over a mark that does not fit the way the assignment is graded. Is what it holds now what was asked for? */
export function isTaken(asked: string, item: JsonObject): boolean {
  const [grade, score] = [item['grade'], item['score']];
  const wanted = asked.trim().toLowerCase();
  if (wanted === 'ex') return item['excused'] === true;
  if (wanted === '') return grade === null || grade === undefined;
  if (typeof grade !== 'string') return false;
  const written = grade.toLowerCase();
  if (passed.includes(wanted)) return passed.includes(written);
  if (failed.includes(wanted)) return failed.includes(written);
  const number = /^-?\d+(\.\d+)?$/.test(wanted) ? Number(wanted) : undefined;
  // As points it is the score, as a percentage the grade itself; a percentage of points cannot be told without asking for the points.
  return (
    wanted === written ||
    (number !== undefined && (number === score || `${number}%` === written)) ||
    wanted.endsWith('%')
  );
}

const gradeSubmission = action({
  summary: 'Marks the work of one student, or excuses them from it.',
  input: z
    .strictObject({
      course_id: id,
      assessment_id: id,
      student_id: id,
      /** Points ("80"), percent ("80%"), a letter of the course's scheme, "pass" or "fail"; "" takes the mark away. */
      grade: z.string().max(50).optional(),
      excused: z.boolean().optional(),
      late_status: z.enum(['late', 'missing', 'extended', 'none']).optional(),
      /** For the student to read. */
      comment: z.string().min(1).max(50_000).optional(),
    })
    .refine(
      ({ grade, excused, late_status: late, comment }) =>
        [grade, excused, late, comment].some((one) => one !== undefined),
      {
        error: 'give a grade, excused, late_status or a comment',
        path: ['grade'],
      },
    )
    .refine(({ grade, excused }) => grade === undefined || excused !== true, {
      error: 'somebody who is excused gets no mark',
      path: ['grade'],
    }),
  output: created(models.submission),
  async run(context) {
    const { input } = context;
    const item = await send(context.http, {
      method: 'PUT',
      url: `/courses/${input.course_id}/assignments/${input.assessment_id}/submissions/${input.student_id}`,
      body: {
        json: given({
          submission: given({
            posted_grade: input.grade,
            excuse: input.excused,
            late_policy_status: input.late_status,
          }),
          comment: input.comment === undefined ? undefined : { text_comment: input.comment },
        }),
      },
    });
    if (input.grade !== undefined && !isTaken(input.grade, item)) {
      const now = typeof item['grade'] === 'string' ? `it holds ${item['grade']}` : 'there is no mark';
      throw fail('invalid_request', `Canvas did not take the grade ${input.grade} for this assignment: ${now}.`, {
        problems: [{ path: 'grade', message: 'does not fit the way this assignment is graded' }],
      });
    }
    const listed = { ...item, course_id: input.course_id };
    const output = answer(rawSubmission, mapSubmission, listed, context);
    return { output, records: [{ stream: 'submissions', items: [listed] }] };
  },
});

export const actions = {
  create_course: createCourse,
  update_course: updateCourse,
  create_student: createStudent,
  enrol_student: enrolStudent,
  grade_submission: gradeSubmission,
};
