/**
 * What can be written to aXcelerate. It has no idempotency keys and makes duplicates without a word, so each action looks first: somebody who
 * is there already is not made again, and who is enrolled already stays so. An outcome that is set twice is the same outcome.
 */
import {
  action,
  fail,
  isJsonObject,
  models,
  z,
  type ActionContext,
  type JsonObject,
  type MapContext,
} from 'plugboard/contract';
import { created, resultOfCode, textAt } from 'plugboard/kit';
import { rowsOf } from './lists.ts';
import { mapContact, mapEnrolment, mapOutcome } from './maps.ts';
import { rawContact, rawEnrolment, rawOutcome } from './raw.ts';
import { unitItems } from './streams.ts';
import { typedId } from './values.ts';

const id = z.string().regex(/^[1-9]\d{0,9}$/, 'must be the id of an aXcelerate record as text');
const name = z.string().trim().min(1).max(40);

type Context = Pick<ActionContext<unknown>, 'http'>;

async function rows({ http }: Context, url: string, query: Readonly<Record<string, string | number>>) {
  const { body } = await http.send({ url, query });
  return rowsOf(body).filter(isJsonObject);
}

function answer<Raw, Data>(
  schema: z.ZodType<Raw>,
  map: (raw: Raw, context: MapContext) => Data,
  item: JsonObject,
  context: MapContext,
): Data {
  const raw = schema.safeParse(item);
  if (!raw.success)
    throw fail('decode_failed', `aXcelerate answered something unexpected: ${z.prettifyError(raw.error)}`);
  return map(raw.data, context);
}

// --- contacts -------------------------------------------------------------------------------------------------------------

const contactInput = z
  .strictObject({
    first_name: name,
    last_name: name,
    email: z.email().max(100).optional(),
    date_of_birth: z.iso.date().optional(),
    gender: z.enum(['female', 'male', 'other']).optional(),
    mobile: z.string().trim().min(1).max(30).optional(),
    usi: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[2-9A-HJ-NP-Z]{10}$/, 'must be the ten letters and digits of a USI, without 0, 1, I and O')
      .optional(),
    /** The organisation's own number for the student (Optional ID). */
    student_number: z.string().trim().min(1).max(50).optional(),
    /** The employer's id. */
    organisation_id: id.optional(),
  })
  .refine(({ email, date_of_birth: born }) => email !== undefined || born !== undefined, {
    error: 'must be given, or date_of_birth: otherwise nobody can tell whether the person is there already',
    path: ['email'],
  });
type ContactInput = z.infer<typeof contactInput>;

/** Names, and all of e-mail address and date of birth that is known on both sides, at least one of them. */
function isSamePerson(row: JsonObject, input: ContactInput): boolean {
  const same = (at: string, value: string) => textAt(row, at)?.trim().toLowerCase() === value.toLowerCase();
  if (!same('GIVENNAME', input.first_name) || !same('SURNAME', input.last_name)) return false;
  const known = [
    ['EMAILADDRESS', input.email],
    ['DOB', input.date_of_birth],
  ].flatMap(([at = '', value]) => (value === undefined || textAt(row, at) === undefined ? [] : [same(at, value)]));
  return known.length > 0 && known.every((equal) => equal);
}

async function findContact(context: ActionContext<ContactInput>): Promise<JsonObject | undefined> {
  const { email, date_of_birth: born, first_name: first, last_name: last } = context.input;
  const narrowed = email === undefined ? { DOB: born ?? '' } : { emailAddress: email };
  const query = { givenName: first, surname: last, ...narrowed, offset: 0, displayLength: 100 };
  const found = await rows(context, '/contacts/search', query);
  return found.find((row) => isSamePerson(row, context.input));
}

const genders = { female: 'F', male: 'M', other: 'X' } as const;

const createContact = action({
  summary:
    'Creates a contact, or answers the one who has these names and this e-mail address or date of birth already.',
  input: contactInput,
  output: created(models.student),
  creates: 'contacts',
  async run(context) {
    const { http, input } = context;
    const found = await findContact(context);
    const item = found ?? (await makeContact({ http }, input));
    const contactId = textAt(item, 'CONTACTID');
    if (contactId === undefined) throw fail('decode_failed', 'aXcelerate did not answer the id of the contact.');
    return {
      output: { id: contactId, data: answer(rawContact, mapContact, item, context) },
      records: [{ stream: 'contacts', items: [item] }],
    };
  },
});

async function makeContact(context: Context, input: ContactInput): Promise<JsonObject> {
  const { body } = await context.http.send({
    method: 'POST',
    url: '/contact/',
    body: {
      form: {
        givenName: input.first_name,
        surname: input.last_name,
        emailAddress: input.email,
        dob: input.date_of_birth,
        sex: input.gender === undefined ? undefined : genders[input.gender],
        mobilephone: input.mobile,
        USI: input.usi,
        optionalID: input.student_number,
        orgId: input.organisation_id,
      },
    },
  });
  const made = isJsonObject(body) ? body : {};
  const contactId = textAt(made, 'CONTACTID');
  if (contactId === undefined) throw fail('decode_failed', 'aXcelerate did not answer the id of the contact.');
  // The answer may hold a part only; in the list it is as it will be read from now on.
  const listed = await rows(context, '/contacts/search', { contactID: contactId, offset: 0, displayLength: 1 });
  return listed.find((row) => textAt(row, 'CONTACTID') === contactId) ?? made;
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

const classId = z
  .string()
  .regex(/^[pw]:[1-9]\d{0,9}$/, 'must be the id of a class or workshop, like p:32001 or w:32001');

const enrolInput = z
  .strictObject({
    student_id: id,
    class_id: classId,
    tentative: z.boolean().optional(),
    /** When the student commences, in a class of a program. */
    starts_on: z.iso.date().optional(),
    /** Default false, though aXcelerate's own default is true. */
    create_invoice: z.boolean().optional(),
    /** Sends the student and the staff aXcelerate's booking e-mails. Default false, though aXcelerate's own default is true. */
    notify: z.boolean().optional(),
  })
  .refine(({ class_id: given, starts_on: start }) => start === undefined || given.startsWith('p:'), {
    error: 'can be given for a class of a program only',
    path: ['starts_on'],
  });

function partsOf(typed: string): { readonly type: string; readonly instanceID: string } {
  const [type = '', instanceID = ''] = typed.split(':');
  return { type, instanceID };
}

/** The enrolments of somebody in a class, in the shape of the list. */
async function enrolmentsIn(context: Context, contactID: string, typed: string): Promise<readonly JsonObject[]> {
  const { type, instanceID } = partsOf(typed);
  const query = { type, contactID, instanceID, offset: 0, limit: 100 };
  const found = await rows(context, '/course/enrolments', query);
  return found.filter((row) => textAt(row, 'CONTACTID') === contactID && textAt(row, 'INSTANCEID') === instanceID);
}

function isOver(row: JsonObject): boolean {
  return /^canc/i.test(textAt(row, 'STATUS') ?? '');
}

const enrol = action({
  summary: 'Enrols a contact in a class of a program or in a workshop, or answers the enrolment there is.',
  input: enrolInput,
  output: created(models.enrolment),
  creates: 'enrolments',
  async run(context) {
    const { http, input } = context;
    const there = await enrolmentsIn({ http }, input.student_id, input.class_id);
    const item = there.find((row) => !isOver(row)) ?? (await makeEnrolment({ http }, input));
    const enrolmentId = typedId(textAt(item, 'TYPE'), textAt(item, 'LEARNERID'));
    if (enrolmentId === null) throw fail('decode_failed', 'aXcelerate did not answer the id of the enrolment.');
    const outcomes = unitItems(item);
    return {
      output: { id: enrolmentId, data: answer(rawEnrolment, mapEnrolment, item, context) },
      records: [
        { stream: 'enrolments', items: [item] },
        ...(outcomes.length === 0 ? [] : [{ stream: 'unit_outcomes', items: outcomes }]),
      ],
    };
  },
});

async function makeEnrolment(context: Context, input: z.infer<typeof enrolInput>): Promise<JsonObject> {
  const { body } = await context.http.send({
    method: 'POST',
    url: '/course/enrol',
    body: {
      form: {
        contactID: input.student_id,
        ...partsOf(input.class_id),
        tentative: input.tentative,
        dateCommenced: input.starts_on,
        generateInvoice: input.create_invoice ?? false,
        suppressNotifications: !(input.notify ?? false),
      },
    },
  });
  const learner = textAt(body, 'LEARNERID');
  const listed = await enrolmentsIn(context, input.student_id, input.class_id);
  const found = listed.find((row) => textAt(row, 'LEARNERID') === learner);
  if (found === undefined)
    throw fail(
      'decode_failed',
      `aXcelerate enrolled the student (learner ${learner ?? 'unknown'}) but does not list it.`,
    );
  return found;
}

// --- outcomes -------------------------------------------------------------------------------------------------------------

const outcomeInput = z
  .strictObject({
    student_id: id,
    class_id: z.string().regex(/^p:[1-9]\d{0,9}$/, 'must be the id of a class of a program, like p:32001'),
    unit_code: z.string().trim().min(1).max(20),
    /** National outcome identifier. */
    outcome_code: z
      .string()
      .refine((code) => resultOfCode(code) !== undefined, 'must be a national outcome identifier, like 20 or 51'),
    starts_on: z.iso.date().optional(),
    ends_on: z.iso.date().optional(),
  })
  .refine(({ starts_on: start, ends_on: end }) => start === undefined || end === undefined || start <= end, {
    error: 'must not be before starts_on',
    path: ['ends_on'],
  });

const recordUnitOutcome = action({
  summary: 'Sets the outcome of a unit in an enrolment in a program, by its national code.',
  input: outcomeInput,
  output: created(models.outcome),
  async run(context) {
    const { http, input } = context;
    const unitCode = input.unit_code.toUpperCase();
    const { body } = await http.send({
      method: 'PUT',
      url: '/course/enrolment',
      // The same again changes nothing.
      safe: true,
      body: {
        form: {
          type: 's',
          contactID: input.student_id,
          programInstanceID: partsOf(input.class_id).instanceID,
          subjectCode: unitCode,
          competent: input.outcome_code,
          activityStartDate: input.starts_on,
          activityEndDate: input.ends_on,
        },
      },
    });
    const status = textAt(body, 'STATUS');
    if (status?.toLowerCase() !== 'success')
      throw fail('invalid_request', `aXcelerate did not set the outcome: ${textAt(body, 'MSG') ?? 'no reason given'}.`);
    const enrolled = await enrolmentsIn({ http }, input.student_id, input.class_id);
    const items = enrolled.filter((row) => !isOver(row)).flatMap(unitItems);
    const item = items.find((one) => textAt(one, 'UNIT.CODE')?.toUpperCase() === unitCode);
    if (item === undefined) throw fail('decode_failed', 'aXcelerate set the outcome but does not list the unit.');
    return {
      output: {
        id: `${textAt(item, 'UNIT.LEARNERID')}:${textAt(item, 'UNIT.INSTANCEID')}`,
        data: answer(rawOutcome, mapOutcome, item, context),
      },
      records: [{ stream: 'unit_outcomes', items: [item] }],
    };
  },
});

export const actions = { create_contact: createContact, enrol, record_unit_outcome: recordUnitOutcome };
