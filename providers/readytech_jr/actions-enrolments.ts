/** Writing enrolments: enrolling nobody twice, changing an enrolment, and who employs its student. Called by actions.ts. */
import { action, fail, models, z, type JsonObject } from 'plugboard/contract';
import { enrolmentStatusOf, textAt } from 'plugboard/kit';
import { list, part, read, write } from './calls.ts';
import { streams } from './streams.ts';
import {
  elements,
  findRow,
  identifier,
  itemsIn,
  madeIn,
  mapped,
  rowsBelow,
  update,
  withId,
  type Context,
} from './writing.ts';

/** A name of the college's own list, which differs from site to site. */
const word = z.string().trim().min(1).max(100);

/** The enrolment as it is now. Throws not_found. Called by actions-results.ts too. */
export async function enrolmentOf(context: Context, id: string): Promise<JsonObject> {
  const { body } = await context.http.send(read(`enrolment/${part(id)}`));
  const item = itemsIn(context, 'enrolments', body).find((one) => textAt(one, 'enrolment-identifier') === id);
  if (item === undefined) throw fail('decode_failed', `JR Plus did not answer enrolment ${id} when asked for it.`);
  return item;
}

function answer(item: JsonObject, context: Context) {
  return {
    output: { id: textAt(item, 'enrolment-identifier') ?? '', data: mapped(streams.enrolments, item, context) },
    records: [{ stream: 'enrolments', items: [item] }],
  };
}

const enrolInput = z.strictObject({
  student_id: identifier,
  /** The course's number. */
  course_id: identifier,
  status: word.optional(),
  study_reason: word.optional(),
  invoice_option: word.optional(),
  starts_on: z.iso.date().optional(),
});

/** Over is over: whoever has finished or left a course may take it again. */
const over: readonly string[] = ['completed', 'withdrawn', 'cancelled'];

export const enrolStudent = action({
  summary: 'Enrols a student in a course, or answers the enrolment that is still going on.',
  input: enrolInput,
  output: withId(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { input, http } = context;
    const query = { party_identifier: input.student_id, course_number: input.course_id };
    const there = await findRow(
      context,
      'enrolments',
      list('enrolments', query),
      (row) =>
        textAt(row, 'party-identifier') === input.student_id &&
        textAt(row, 'course-number') === input.course_id &&
        !over.includes(enrolmentStatusOf(textAt(row, 'enrolment-status') ?? null)),
    );
    if (there !== undefined) return answer(there, context);
    const body = elements(context, 'enrolments', {
      'party-identifier': input.student_id,
      'course-number': input.course_id,
      'enrolment-status': input.status,
      'study-reason': input.study_reason,
      'invoice-option': input.invoice_option,
      'start-date': input.starts_on,
    });
    const made = await http.send(write('POST', 'enrolment', 'enrolment', body));
    const id = madeIn(context, 'enrolments', made.body, 'enrolment-identifier');
    return answer(await enrolmentOf(context, id), context);
  },
});

const changeInput = z
  .strictObject({
    enrolment_id: identifier,
    status: word.optional(),
    study_reason: word.optional(),
    starts_on: z.iso.date().optional(),
    ends_on: z.iso.date().optional(),
    completed_on: z.iso.date().optional(),
  })
  .refine((input) => Object.values(input).filter((value) => value !== undefined).length > 1, {
    error: 'nothing to change was given',
  });

export const updateEnrolment = action({
  summary: 'Changes the status, study reason or dates of an enrolment. Its student and course stay.',
  input: changeInput,
  output: withId(models.enrolment),
  async run(context) {
    const { input } = context;
    const body = elements(context, 'enrolments', {
      'enrolment-status': input.status,
      'study-reason': input.study_reason,
      'start-date': input.starts_on,
      'end-date': input.ends_on,
      'completed-on': input.completed_on,
    });
    await update(context, `enrolment/${part(input.enrolment_id)}`, 'enrolment', body);
    return answer(await enrolmentOf(context, input.enrolment_id), context);
  },
});

const employerInput = z.strictObject({
  enrolment_id: identifier,
  employer_id: identifier,
  /** Id of an employment type of the college. */
  employment_type_id: identifier.optional(),
});

export const linkEmployer = action({
  summary: 'Says which employer a student is enrolled for. Once is enough.',
  input: employerInput,
  output: z.object({ enrolment_id: z.string(), employer_id: z.string() }),
  async run(context) {
    const { input, http } = context;
    const output = { enrolment_id: input.enrolment_id, employer_id: input.employer_id };
    const linked = list('employee_enrolments', { enrolment_identifier: input.enrolment_id });
    const isLinked = (row: JsonObject) => textAt(row, 'party-identifier') === input.employer_id;
    // Rows do not say of which enrolment they are: it is the filter that does, and a server without it lists those of all.
    const rows = rowsBelow(context, 'employers');
    if ((await findRow(context, 'employers', linked, isLinked, rows)) !== undefined) return { output };
    const body = elements(context, 'employers', {
      'party-identifier': input.employer_id,
      'employment-type-id': input.employment_type_id,
    });
    await http.send(write('POST', `enrolments/${part(input.enrolment_id)}/employee_enrolments`, 'employer', body));
    return { output };
  },
});
