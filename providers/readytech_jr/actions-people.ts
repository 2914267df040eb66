/** Writing students: creating one without making anybody twice, and changing one. Called by actions.ts. */
import { action, fail, models, z, type JsonObject } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { list, part, write } from './calls.ts';
import { streams } from './streams.ts';
import { elements, findRow, identifier, madeIn, mapped, update, withId, type Context } from './writing.ts';

const name = z.string().trim().min(1).max(100);
const genders = { female: 'Female', male: 'Male', other: 'Other' } as const;

const details = {
  first_name: name,
  last_name: name,
  middle_name: name.optional(),
  known_by: name.optional(),
  date_of_birth: z.iso.date(),
  gender: z.enum(['female', 'male', 'other']).optional(),
  title: z.string().trim().min(1).max(20).optional(),
  usi: z
    .string()
    .regex(/^[2-9A-HJ-NP-Z]{10}$/, 'must be a USI: ten letters and digits, without 0, 1, I and O')
    .optional(),
};

const studentInput = z.strictObject({
  ...details,
  /** Also the login, which is how the same person is found again. */
  email: z.email().max(200),
  mobile: z.string().trim().min(1).max(30).optional(),
  address: z
    .strictObject({
      line1: z.string().trim().min(1).max(200),
      line2: z.string().trim().min(1).max(200).optional(),
      city: z.string().trim().min(1).max(100),
      region: z.string().trim().min(1).max(50),
      postcode: z.string().trim().min(1).max(10),
      country: z.string().trim().min(1).max(100).default('Australia'),
    })
    .optional(),
});

type Details = { [Name in keyof typeof details]?: z.infer<(typeof details)[Name]> | undefined };

function personal(input: Details) {
  return {
    surname: input.last_name,
    'first-name': input.first_name,
    'middle-name': input.middle_name,
    'known-by': input.known_by,
    'birth-date': input.date_of_birth,
    gender: input.gender === undefined ? undefined : genders[input.gender],
    title: input.title,
    'usi-number': input.usi,
  };
}

function contactDetail(type: string, value: string): JsonObject {
  return { primary: 'true', 'contact-type': type, value, location: 'Home' };
}

function addressElement(address: NonNullable<z.infer<typeof studentInput>['address']>): JsonObject {
  return {
    primary: 'true',
    'street-address1': address.line1,
    ...(address.line2 === undefined ? {} : { 'street-address2': address.line2 }),
    suburb: address.city,
    'post-code': address.postcode,
    state: address.region,
    country: address.country,
    location: 'Home',
  };
}

const people = (query: Readonly<Record<string, string>>) => list('parties', { party_type: 'Person', ...query });

function same(a: string | undefined, b: string | undefined): boolean {
  return a?.normalize('NFC').trim().toLowerCase() === b?.normalize('NFC').trim().toLowerCase();
}

/** Whoever has the login already. Throws conflict when that is somebody else. */
async function known(context: Context, input: z.infer<typeof studentInput>): Promise<JsonObject | undefined> {
  const login = people({ login: input.email });
  const found = await findRow(context, 'students', login, (row) => same(textAt(row, 'login'), input.email));
  if (found === undefined) return undefined;
  const { 'first-name': first, surname, 'birth-date': born } = personal(input);
  const samePerson =
    same(textAt(found, 'first-name'), first) &&
    same(textAt(found, 'surname'), surname) &&
    (textAt(found, 'birth-date') ?? born) === born;
  if (samePerson) return found;
  throw fail('conflict', `JR Plus has somebody else with this login: ${textAt(found, 'party-identifier') ?? '?'}.`, {
    problems: [{ path: 'email', message: 'is the login of another person' }],
  });
}

async function partyOf(context: Context, id: string): Promise<JsonObject> {
  const request = people({ party_identifier: id });
  const item = await findRow(context, 'students', request, (row) => textAt(row, 'party-identifier') === id);
  if (item === undefined) throw fail('not_found', `JR Plus lists no person ${id}.`);
  return item;
}

function answer(item: JsonObject, context: Context) {
  return {
    output: { id: textAt(item, 'party-identifier') ?? '', data: mapped(streams.students, item, context) },
    records: [{ stream: 'students', items: [item] }],
  };
}

export const createStudent = action({
  summary: 'Creates a student, or answers the one who has that login, name and date of birth already.',
  input: studentInput,
  output: withId(models.student),
  creates: 'students',
  async run(context) {
    const { input, http } = context;
    const there = await known(context, input);
    if (there !== undefined) return answer(there, context);
    const body = elements(context, 'students', {
      'party-type': 'Person',
      'contact-method': 'Email',
      ...personal(input),
      login: input.email,
      addresses: input.address === undefined ? undefined : { address: [addressElement(input.address)] },
      'contact-details': {
        'contact-detail': [
          contactDetail('Email', input.email),
          ...(input.mobile === undefined ? [] : [contactDetail('Mobile', input.mobile)]),
        ],
      },
    });
    const made = await http.send(write('POST', 'parties', 'party', body));
    return answer(await partyOf(context, madeIn(context, 'students', made.body, 'party-identifier')), context);
  },
});

const changeInput = z
  .strictObject({
    student_id: identifier,
    ...details,
    first_name: name.optional(),
    last_name: name.optional(),
    date_of_birth: z.iso.date().optional(),
  })
  .refine((input) => Object.values(input).filter((value) => value !== undefined).length > 1, {
    error: 'nothing to change was given',
  });

export const updateStudent = action({
  summary: 'Changes the name, date of birth, gender, title or USI of a student.',
  input: changeInput,
  output: withId(models.student),
  async run(context) {
    const { input } = context;
    const body = elements(context, 'students', personal(input));
    await update(context, `parties/${part(input.student_id)}`, 'party', body);
    return answer(await partyOf(context, input.student_id), context);
  },
});
