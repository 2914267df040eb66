/**
 * What can be written, by the contract Plugboard proposes. Every write carries an idempotency key, so that none is done twice. Field names
 * are those of the stream the thing belongs to, as an override profile may have changed them.
 */
import {
  action,
  asDeclared,
  asInstalled,
  fail,
  models,
  z,
  type ActionContext,
  type FieldNames,
  type JsonObject,
  type JsonValue,
  type MapContext,
  type Method,
} from 'plugboard/contract';
import { at, created, given, isObject } from 'plugboard/kit';
import { isApproved } from './lists.ts';
import { mapEnrolment, mapMark, mapStudent } from './maps.ts';
import { rawEnrolment, rawMark, rawStudent } from './raw.ts';
import type { streams } from './streams.ts';

/** Nothing that could lead a path elsewhere. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.~-]{0,99}$/, 'must be an id of Cloud Assess');
const line = z.string().trim().min(1).max(255);

interface Write {
  readonly method: Extract<Method, 'POST' | 'PATCH'>;
  readonly url: string;
  /** What is written about: names the fields. */
  readonly of: keyof typeof streams;
  readonly fields: Readonly<Record<string, JsonValue | undefined>>;
}

/** What was written, as the vendor now has it; in the contract's names. */
async function send(context: ActionContext<unknown>, write: Write): Promise<JsonObject> {
  const names: FieldNames | undefined = context.names?.[write.of];
  const { body } = await context.http.send({
    method: write.method,
    url: write.url,
    body: { json: asInstalled(given(write.fields), names) },
    idempotencyKey: context.idempotencyKey,
  });
  const data = at(body, 'data') ?? body;
  if (!isObject(data)) throw fail('decode_failed', 'Cloud Assess answered something other than what was written.');
  return asDeclared(data, names);
}

function answer<Raw extends { readonly id: string | number }, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): { id: string; data: Data } {
  const raw = schema.safeParse(item);
  if (raw.success) return { id: String(raw.data.id), data: map(raw.data, context) };
  throw fail('decode_failed', `Cloud Assess answered something unexpected: ${z.prettifyError(raw.error)}`);
}

/** Something besides the id of what is to be changed. */
function changesSomething(input: Readonly<Record<string, unknown>>): boolean {
  return Object.values(input).filter((value) => value !== undefined).length > 1;
}

// --- students -------------------------------------------------------------------------------------------------------------

const createStudent = action({
  summary: 'Creates a student.',
  input: z.strictObject({
    first_name: line,
    last_name: line,
    email: z.email(),
    /** The number of the student in your own system. */
    student_number: line.optional(),
  }),
  output: created(models.student),
  creates: 'students',
  async run(context) {
    const { input } = context;
    const item = await send(context, {
      method: 'POST',
      url: '/v1/students',
      of: 'students',
      fields: {
        first_name: input.first_name,
        last_name: input.last_name,
        email: input.email,
        external_id: input.student_number,
      },
    });
    const output = answer(rawStudent, mapStudent, item, context);
    return { output, records: [{ stream: 'students', items: [item] }] };
  },
});

const updateStudent = action({
  summary: 'Changes what is given of a student, and nothing else.',
  input: z
    .strictObject({
      student_id: id,
      first_name: line.optional(),
      last_name: line.optional(),
      email: z.email().optional(),
      student_number: line.nullable().optional(),
      phone: line.nullable().optional(),
      date_of_birth: z.iso.date().nullable().optional(),
      usi: z
        .string()
        .regex(/^[2-9A-HJ-NP-Z]{10}$/, 'must be a USI: ten letters and digits, without 0, 1, I and O')
        .nullable()
        .optional(),
    })
    .refine(changesSomething, { error: 'give at least one thing to change', path: ['student_id'] }),
  output: created(models.student),
  async run(context) {
    const { student_id: student, student_number: number, phone, ...fields } = context.input;
    const item = await send(context, {
      method: 'PATCH',
      url: `/v1/students/${student}`,
      of: 'students',
      fields: { ...fields, external_id: number, mobile: phone },
    });
    const output = answer(rawStudent, mapStudent, item, context);
    return { output, records: [{ stream: 'students', items: [item] }] };
  },
});

// --- enrolments -----------------------------------------------------------------------------------------------------------

const enrolStudent = action({
  summary: 'Enrols a student in a qualification, or in an intake of one.',
  input: z
    .strictObject({
      student_id: id,
      /** Of the stream `qualifications`. */
      course_id: id.optional(),
      /** Of the stream `intakes`. */
      class_id: id.optional(),
      starts_on: z.iso.date(),
    })
    .refine((input) => input.course_id !== undefined || input.class_id !== undefined, {
      error: 'give course_id (a qualification) or class_id (an intake)',
      path: ['course_id'],
    }),
  output: created(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { input } = context;
    const item = await send(context, {
      method: 'POST',
      url: '/v1/enrolments',
      of: 'enrolments',
      fields: {
        student_id: input.student_id,
        qualification_id: input.course_id,
        intake_id: input.class_id,
        start_date: input.starts_on,
      },
    });
    const output = answer(rawEnrolment, mapEnrolment, item, context);
    return { output, records: [{ stream: 'enrolments', items: [item] }] };
  },
});

const updateEnrolment = action({
  summary: 'Changes where an enrolment stands, or when it ends.',
  input: z
    .strictObject({
      enrolment_id: id,
      status: z.enum(['active', 'deferred', 'completed', 'withdrawn']).optional(),
      ends_on: z.iso.date().nullable().optional(),
    })
    .refine(changesSomething, { error: 'give a status or an end', path: ['enrolment_id'] }),
  output: created(models.enrolment),
  async run(context) {
    const { input } = context;
    const item = await send(context, {
      method: 'PATCH',
      url: `/v1/enrolments/${input.enrolment_id}`,
      of: 'enrolments',
      fields: { status: input.status, end_date: input.ends_on },
    });
    const output = answer(rawEnrolment, mapEnrolment, item, context);
    return { output, records: [{ stream: 'enrolments', items: [item] }] };
  },
});

// --- marks ----------------------------------------------------------------------------------------------------------------

/** Only approved marks are records; see streams.ts. */
function marked(item: JsonObject, context: MapContext) {
  const output = answer(rawMark, mapMark, item, context);
  return { output, ...(isApproved(item) ? { records: [{ stream: 'marks', items: [item] }] } : {}) };
}

const recordMark = action({
  summary: 'Marks what a student has handed in. The mark waits for approval and counts only then.',
  input: z.strictObject({
    submission_id: id,
    result: z.enum(['satisfactory', 'not_satisfactory']),
    /** For the student to read. */
    comment: z.string().min(1).max(10_000).optional(),
    /** Of the stream `assessors`. */
    assessor_id: id,
  }),
  output: created(models.grade),
  async run(context) {
    const { submission_id: submission, ...fields } = context.input;
    const url = `/v1/submissions/${submission}/marks`;
    return marked(await send(context, { method: 'POST', url, of: 'marks', fields }), context);
  },
});

const approveMark = action({
  summary: 'Approves a mark that waits for it.',
  input: z.strictObject({
    mark_id: id,
    /** Of the stream `assessors`. */
    approved_by: id,
  }),
  output: created(models.grade),
  async run(context) {
    const { mark_id: mark, ...fields } = context.input;
    const url = `/v1/marks/${mark}/approve`;
    return marked(await send(context, { method: 'POST', url, of: 'marks', fields }), context);
  },
});

export const actions = {
  create_student: createStudent,
  update_student: updateStudent,
  enrol_student: enrolStudent,
  update_enrolment: updateEnrolment,
  record_mark: recordMark,
  approve_mark: approveMark,
};
