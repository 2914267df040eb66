/**
 * What can be written to eSkilled: students as documented, enrolments and outcomes as proposed. It has no idempotency keys, so whatever
 * makes something new looks first whether it is there already. What was written is read back.
 */
import {
  action,
  asDeclared,
  asInstalled,
  fail,
  PlugboardError,
  isJsonObject,
  models,
  z,
  type ActionContext,
  type FieldNames,
  type HttpRequest,
  type JsonObject,
  type MapContext,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { readRows, rowsIn, spelled, type FindList } from './lists.ts';
import { mapEnrolment, mapStudent } from './maps.ts';
import { mapOutcome } from './maps-work.ts';
import { rawEnrolment, rawOutcome, rawStudent } from './raw.ts';
import { enrolmentsOf, streams } from './streams.ts';
import { dayFirst, sentId } from './values.ts';

type Context = Pick<ActionContext<unknown>, 'http' | 'names' | 'lists'>;
type Written = 'students' | 'enrolments' | 'unit_outcomes';

/** Answers of an action: the vendor's id and the unified data. */
function written<T extends z.ZodType>(data: T) {
  return z.object({ id: z.string(), data });
}

const id = z.string().regex(/^[\w-]{1,64}$/, 'must be the id of an eSkilled record as text');
const date = z.iso.date();

function namesFor({ names }: Context, stream: Written): FieldNames | undefined {
  return names?.[stream];
}

function listFor({ lists }: Context, stream: Written): FindList {
  return lists?.[stream] ?? rowsIn;
}

/** The fields of a row, by our names for them. */
function itemOf(context: Context, stream: Written, row: unknown): JsonObject {
  const raw = { students: rawStudent, enrolments: rawEnrolment, unit_outcomes: rawOutcome }[stream];
  const item = spelled(row, Object.keys(raw.shape));
  if (!isJsonObject(item)) throw fail('decode_failed', 'eSkilled answered something that is no record.');
  return asDeclared(item, namesFor(context, stream));
}

/** Sends a write; answers the id it gave. That it was refused in a 200 has been noticed by then. */
async function write(
  context: Context,
  stream: Written,
  request: { readonly method: 'POST' | 'PUT'; readonly url: string; readonly fields: JsonObject },
): Promise<string | undefined> {
  const { method, url, fields } = request;
  const json = asInstalled(fields, namesFor(context, stream));
  const { body } = await context.http.send({ method, url, body: { json } });
  return textAt(body, 'newId') ?? textAt(body, 'NewId');
}

function answer<Raw, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): Data {
  const raw = schema.safeParse(item);
  if (!raw.success)
    throw fail('decode_failed', `eSkilled answered something unexpected: ${z.prettifyError(raw.error)}`);
  return map(raw.data, context);
}

// --- students -------------------------------------------------------------------------------------------------------------

const detailInput = {
  mobile: z.string().trim().min(3).max(30).optional(),
  usi: z
    .string()
    .regex(/^[2-9A-HJ-NP-Z]{10}$/, 'must be a Unique Student Identifier: ten letters and digits, without 0, 1, I and O')
    .optional(),
  date_of_birth: date.optional(),
  gender: z.enum(['female', 'male', 'other']).optional(),
};
const name = z.string().trim().min(1).max(60);

type Details = { [Key in keyof typeof detailInput]?: z.infer<(typeof detailInput)[Key]> };

/** What was given, as eSkilled calls and writes it. */
function detailsOf(input: Details): JsonObject {
  const given = {
    studentMobileNumber: input.mobile,
    studentUniqueStudentIdentifier: input.usi,
    studentDOB: input.date_of_birth === undefined ? undefined : dayFirst(input.date_of_birth),
    studentGender: input.gender === undefined ? undefined : { female: 'F', male: 'M', other: 'X' }[input.gender],
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

async function readStudent(context: Context, student: string): Promise<JsonObject> {
  const { body } = await context.http.send({ url: `/Student/${encodeURIComponent(student)}` });
  const item = itemOf(context, 'students', Array.isArray(body) ? body[0] : body);
  return { ...item, studentID: textAt(item, 'studentID') ?? student };
}

function shown(item: JsonObject, context: MapContext) {
  const data = answer(rawStudent, mapStudent, item, context);
  return {
    output: { id: streams.students.key(item) ?? '', data },
    records: [{ stream: 'students', items: [item] }],
  };
}

const studentInput = z.strictObject({
  first_name: name,
  last_name: name,
  email: z.email().max(100),
  ...detailInput,
});

/** The person with that address and name: families share addresses, so the address alone does not do. */
async function findStudent(context: ActionContext<z.infer<typeof studentInput>>): Promise<JsonObject | undefined> {
  const { http } = context;
  const { first_name, last_name, email } = context.input;
  const wanted = [email, first_name, last_name];
  for await (const row of readRows(
    '/Student',
    { http, list: listFor(context, 'students') },
    Object.keys(rawStudent.shape),
  )) {
    const item = itemOf(context, 'students', row);
    const found = [item['studentEmail'], item['studentName'], item['studentSurname']];
    if (found.every((value, at) => sameWords(value, wanted[at] ?? ''))) return item;
  }
  return undefined;
}

function sameWords(value: unknown, wanted: string): boolean {
  return typeof value === 'string' && value.trim().normalize().toLowerCase() === wanted.normalize().toLowerCase();
}

const createStudent = action({
  summary: 'Creates a student, or answers the one who has that name and e-mail address already.',
  input: studentInput,
  output: written(models.student),
  creates: 'students',
  async run(context) {
    const { input } = context;
    const known = await findStudent(context);
    const fields = { studentName: input.first_name, studentSurname: input.last_name, studentEmail: input.email };
    const student =
      (known === undefined ? undefined : textAt(known, 'studentID')) ??
      (await write(context, 'students', { method: 'POST', url: '/Student', fields }));
    if (student === undefined) throw fail('decode_failed', 'eSkilled did not answer the id of the student.');
    // Of somebody known only what is not filled in, which also completes what an earlier attempt began.
    const missing = Object.entries(detailsOf(input)).filter(([key]) => textAt(known, key) === undefined);
    if (missing.length > 0) {
      const details = { studentID: sentId(student), ...Object.fromEntries(missing) };
      await write(context, 'students', { method: 'POST', url: '/StudentInfo', fields: details });
    }
    return shown(await readStudent(context, student), context);
  },
});

const updateStudent = action({
  summary: "Changes a student's name, address or details; what is left out stays as it is.",
  input: z
    .strictObject({
      student_id: id,
      first_name: name.optional(),
      last_name: name.optional(),
      email: z.email().max(100).optional(),
      ...detailInput,
    })
    .refine((input) => Object.keys(input).length > 1, 'must have something to change'),
  output: written(models.student),
  async run(context) {
    const { student_id: student, first_name, last_name, email, ...details } = context.input;
    const fields = {
      studentID: sentId(student),
      ...(first_name === undefined ? {} : { studentName: first_name }),
      ...(last_name === undefined ? {} : { studentSurname: last_name }),
      ...(email === undefined ? {} : { studentEmail: email }),
      ...detailsOf(details),
    };
    await write(context, 'students', { method: 'PUT', url: '/StudentInfo', fields });
    return shown(await readStudent(context, student), context);
  },
});

// --- enrolments -----------------------------------------------------------------------------------------------------------

async function readEnrolments(context: Context, student: string): Promise<readonly JsonObject[]> {
  const { body } = await context.http.send(enrolmentsOf(student));
  return listFor(
    context,
    'enrolments',
  )(body).map((row) => {
    const item = itemOf(context, 'enrolments', row);
    return { ...item, studentID: textAt(item, 'studentID') ?? student };
  });
}

/** Who has no enrolments may be "not found". */
async function enrolmentsSoFar(context: Context, student: string): Promise<readonly JsonObject[]> {
  try {
    return await readEnrolments(context, student);
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return [];
    throw error;
  }
}

async function shownEnrolment(context: Context & MapContext, student: string, enrolment: string | undefined) {
  const items = await readEnrolments(context, student);
  const item = items.find((one) => textAt(one, 'enrolmentID') === enrolment);
  if (item === undefined || enrolment === undefined)
    throw fail(
      'decode_failed',
      `eSkilled wrote enrolment ${enrolment ?? ''} but does not list it for student ${student}.`,
    );
  return {
    output: { id: enrolment, data: answer(rawEnrolment, mapEnrolment, item, context) },
    records: [{ stream: 'enrolments', items: [item] }],
  };
}

const enrolStudent = action({
  summary: 'Enrols a student in a course, or answers the active enrolment there is.',
  input: z
    .strictObject({ student_id: id, course_id: id, starts_on: date, ends_on: date.optional() })
    .refine(({ starts_on: start, ends_on: end }) => end === undefined || start <= end, {
      error: 'must not be before starts_on',
      path: ['ends_on'],
    }),
  output: written(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { student_id: student, course_id: course, starts_on: start, ends_on: end } = context.input;
    const active = (await enrolmentsSoFar(context, student)).find(
      (one) => textAt(one, 'courseID') === course && textAt(one, 'status')?.toLowerCase() === 'active',
    );
    const fields = {
      studentID: sentId(student),
      courseID: sentId(course),
      startDate: dayFirst(start),
      ...(end === undefined ? {} : { endDate: dayFirst(end) }),
    };
    const enrolment =
      (active === undefined ? undefined : textAt(active, 'enrolmentID')) ??
      (await write(context, 'enrolments', { method: 'POST', url: '/ExternalEnrolment', fields }));
    return shownEnrolment(context, student, enrolment);
  },
});

const words = {
  pending: 'Pending',
  active: 'Active',
  completed: 'Completed',
  withdrawn: 'Withdrawn',
  cancelled: 'Cancelled',
} as const;

const updateEnrolment = action({
  summary: 'Sets the status of an enrolment, its last day, or both.',
  input: z
    .strictObject({
      student_id: id,
      enrolment_id: id,
      status: z.enum(['pending', 'active', 'completed', 'withdrawn', 'cancelled']).optional(),
      ends_on: date.optional(),
    })
    .refine(({ status, ends_on: end }) => status !== undefined || end !== undefined, 'must have something to change'),
  output: written(models.enrolment),
  async run(context) {
    const { student_id: student, enrolment_id: enrolment, status, ends_on: end } = context.input;
    const url = `/Enrolment/${encodeURIComponent(enrolment)}`;
    const fields = {
      ...(status === undefined ? {} : { status: words[status] }),
      ...(end === undefined ? {} : { endDate: dayFirst(end) }),
    };
    await write(context, 'enrolments', { method: 'PUT', url, fields });
    return shownEnrolment(context, student, enrolment);
  },
});

// --- outcomes -------------------------------------------------------------------------------------------------------------

const outcomeInput = z
  .strictObject({
    student_id: id,
    enrolment_id: id,
    unit_code: z.string().trim().min(1).max(20),
    /** The AVETMISS outcome identifier. */
    code: z.enum(['20', '30', '40', '51', '52', '60', '70']),
    starts_on: date.optional(),
    ends_on: date,
  })
  .refine(({ starts_on: start, ends_on: end }) => start === undefined || start <= end, {
    error: 'must not be before starts_on',
    path: ['ends_on'],
  });

const recordOutcome = action({
  summary: 'Sets the outcome of a unit in an enrolment, by its AVETMISS code.',
  input: outcomeInput,
  output: written(models.outcome),
  async run(context) {
    const { student_id: student, enrolment_id: enrolment, unit_code: unit, code, starts_on, ends_on } = context.input;
    const under = `/Enrolment/${encodeURIComponent(enrolment)}/Units`;
    const fields = {
      outcomeCode: code,
      ...(starts_on === undefined ? {} : { activityStartDate: dayFirst(starts_on) }),
      activityEndDate: dayFirst(ends_on),
    };
    const url = `${under}/${encodeURIComponent(unit)}`;
    await write(context, 'unit_outcomes', { method: 'PUT', url, fields });
    const read: HttpRequest = { url: under };
    const { body } = await context.http.send(read);
    const items = listFor(context, 'unit_outcomes')(body).map((row) => itemOf(context, 'unit_outcomes', row));
    const found = items.find((one) => textAt(one, 'unitCode')?.toLowerCase() === unit.toLowerCase());
    const item = { ...found, enrolmentID: enrolment, studentID: student };
    const key = streams.unit_outcomes.key(item);
    if (found === undefined || key === undefined)
      throw fail('decode_failed', 'eSkilled recorded the outcome but does not list the unit.');
    return {
      output: { id: key, data: answer(rawOutcome, mapOutcome, item, context) },
      records: [{ stream: 'unit_outcomes', items: [item] }],
    };
  },
});

export const actions = {
  create_student: createStudent,
  update_student: updateStudent,
  enrol_student: enrolStudent,
  update_enrolment: updateEnrolment,
  record_outcome: recordOutcome,
};
