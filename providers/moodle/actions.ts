/**
 * What can be written to a Moodle site: accounts, and places in courses. Moodle does not say what is wrong with a value, so what can be
 * looked up first is.
 */
import {
  action,
  fail,
  models,
  PlugboardError,
  z,
  type ActionContext,
  type HttpResponse,
  type JsonObject,
  type MapContext,
  type ProviderHttp,
  type Settings,
} from 'plugboard/contract';
import { at, fromLocal, isObject, listAt, textAt, textOf } from 'plugboard/kit';
import { read, searchUsers, write } from './calls.ts';
import { meaningOf } from './errors.ts';
import { mapUser } from './maps.ts';
import { rawUser } from './raw.ts';
import { coursesIn, listCourses, participants, participantsIn } from './streams.ts';
import { zoneOf } from './values.ts';

const part = z.string().trim().min(1).max(255);
/** Moodle's ids are numbers; ours are text. */
const id = z.string().regex(/^[1-9]\d{0,17}$/, 'must be a number of Moodle, as text, like "42"');

// --- accounts -------------------------------------------------------------------------------------------------------------

/** Users that match, as Moodle shows them. */
async function found(http: ProviderHttp, key: string, value: string): Promise<readonly JsonObject[]> {
  const { body } = await http.send(read(searchUsers, { criteria: [{ key, value }] }));
  return listAt('users')(body).filter(isObject);
}

function taken(what: string, value: string, user: JsonObject): PlugboardError {
  const existing = textAt(user, 'id') ?? '';
  return fail('conflict', `User ${existing} of this site has the ${what} ${value} already.`, {
    problems: [{ path: what === 'e-mail address' ? 'email' : 'username', message: `belongs to user ${existing}` }],
    meta: { existing_id: existing },
  });
}

/** Addresses are searched with wildcards and compared without regard to case, so what comes back is looked at again. */
async function ownerOfEmail(http: ProviderHttp, email: string): Promise<JsonObject | undefined> {
  const pattern = email.replace(/[\\%_]/g, String.raw`\$&`);
  const same = (user: JsonObject) => textAt(user, 'email')?.toLowerCase() === email.toLowerCase();
  return (await found(http, 'email', pattern)).find(same);
}

/** The account as Moodle has it now. What was written stands whether or not this read succeeds; a sync brings it later. */
async function account(http: ProviderHttp, userId: string): Promise<JsonObject | undefined> {
  try {
    return (await found(http, 'id', userId))[0];
  } catch (error) {
    if (error instanceof PlugboardError) return undefined;
    throw error;
  }
}

const userOutput = z.object({ id: z.string(), data: models.student });

function userResult(item: JsonObject, context: MapContext) {
  const raw = rawUser.safeParse(item);
  if (!raw.success) throw fail('decode_failed', `Moodle answered something unexpected: ${z.prettifyError(raw.error)}`);
  return { id: String(raw.data.id), data: mapUser(raw.data, context) };
}

const profile = {
  student_number: part.optional(),
  usi: part.optional(),
  phone: part.max(20).optional(),
  mobile: part.max(20).optional(),
  address: part.optional(),
  city: part.max(120).optional(),
  /** ISO 3166, two letters. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code of two capitals, like "AU"')
    .optional(),
  institution: part.optional(),
  department: part.optional(),
  /** By the short name of the custom profile field. A name the site does not have is passed over by Moodle. */
  custom_fields: z.record(z.string().regex(/^[A-Za-z0-9_-]+$/), z.string()).optional(),
};
type Profile = z.infer<z.ZodObject<typeof profile>>;

function profileParameters(input: Profile, settings: Settings) {
  const usiField = textOf(settings['usi_field']) ?? 'usi';
  const fields = Object.entries({
    ...(input.usi === undefined ? {} : { [usiField]: input.usi.toUpperCase() }),
    ...input.custom_fields,
  });
  return {
    idnumber: input.student_number,
    phone1: input.phone,
    phone2: input.mobile,
    address: input.address,
    city: input.city,
    country: input.country,
    institution: input.institution,
    department: input.department,
    customfields: fields.map(([type, value]) => ({ type, value })),
  };
}

const username = z
  .string()
  .trim()
  .regex(/^[-.@_a-z0-9]{1,100}$/, 'may hold small letters a to z, digits and - . _ @ only');

const createUser = action({
  summary:
    'Creates an account. Without a password Moodle makes one and mails it. Somebody who is there already is not touched.',
  input: z.strictObject({
    first_name: part.max(100),
    last_name: part.max(100),
    email: z.email().max(100),
    /** Default: the e-mail address in small letters. */
    username: username.optional(),
    password: z.string().min(1).max(128).optional(),
    ...profile,
  }),
  output: userOutput,
  creates: 'users',
  async run(context) {
    const { http, input, settings } = context;
    const name = username.safeParse(input.username ?? input.email.toLowerCase());
    if (!name.success) {
      throw fail('invalid_request', 'This e-mail address cannot be a user name: give one.', {
        problems: [{ path: 'username', message: 'is needed' }],
      });
    }
    const [sameName] = await found(http, 'username', name.data);
    if (sameName !== undefined) throw taken('user name', name.data, sameName);
    const sameEmail = await ownerOfEmail(http, input.email);
    if (sameEmail !== undefined) throw taken('e-mail address', input.email, sameEmail);
    const given = {
      username: name.data,
      firstname: input.first_name,
      lastname: input.last_name,
      email: input.email,
      ...(input.password === undefined ? { createpassword: true } : { password: input.password }),
      ...profileParameters(input, settings),
    };
    const { body } = await http.send(write('core_user_create_users', { users: [given] }));
    const made = Array.isArray(body) ? textAt(body[0], 'id') : undefined;
    if (made === undefined) throw fail('decode_failed', 'Moodle did not name the account it created.');
    const item = await account(http, made);
    const shown = item ?? { id: Number(made), username: name.data, fullname: `${input.first_name} ${input.last_name}` };
    return {
      output: userResult(shown, context),
      ...(item === undefined ? {} : { records: [{ stream: 'users', items: [item] }] }),
    };
  },
});

/** Moodle reports what went wrong with one account as a warning in a success. Older versions answer nothing. */
function throwWarning({ body }: HttpResponse): void {
  const warnings = at(body, 'warnings');
  const warning: unknown = Array.isArray(warnings) ? warnings[0] : undefined;
  if (!isObject(warning)) return;
  const { code, message, vendorCode } = meaningOf(warning);
  throw fail(code, message === '' ? 'Moodle did not change the account.' : message, { vendorCode });
}

const updateUser = action({
  summary: 'Changes an account: what is given is set, the rest stays. Suspended accounts cannot sign in.',
  input: z
    .strictObject({
      user_id: id,
      first_name: part.max(100).optional(),
      last_name: part.max(100).optional(),
      email: z.email().max(100).optional(),
      username: username.optional(),
      suspended: z.boolean().optional(),
      ...profile,
    })
    .refine((input) => Object.keys(input).length > 1, { error: 'names nothing to change', path: ['user_id'] }),
  output: userOutput,
  async run(context) {
    const { http, input, settings } = context;
    const changes = {
      id: input.user_id,
      firstname: input.first_name,
      lastname: input.last_name,
      email: input.email,
      username: input.username,
      suspended: input.suspended,
      ...profileParameters(input, settings),
    };
    throwWarning(await http.send(write('core_user_update_users', { users: [changes] })));
    const item = await account(http, input.user_id);
    const shown = item ?? { id: Number(input.user_id) };
    return {
      output: userResult(shown, context),
      ...(item === undefined ? {} : { records: [{ stream: 'users', items: [item] }] }),
    };
  },
});

// --- places in courses ----------------------------------------------------------------------------------------------------

/** Courses looked into for somebody with the wanted role, besides the course itself. */
const mostCourses = 15;

/** The number of a role somebody has in the course. */
async function roleIn(http: ProviderHttp, course: string, role: string): Promise<string | undefined> {
  const { body } = await http.send(participants(course, 'onlyactive', 0));
  if (!Array.isArray(body)) return undefined;
  const roles = body.flatMap((user: unknown) => {
    const list = at(user, 'roles');
    return Array.isArray(list) ? list : [];
  });
  return textAt(
    roles.find((one: unknown) => textAt(one, 'shortname') === role),
    'roleid',
  );
}

/**
 * Roles have other numbers at each site, and no function lists them: the number is read off somebody who has the role, in this course or, when
 * there is nobody yet, in the ones changed last.
 */
async function roleNumber(
  { http, account: site }: Pick<ActionContext<unknown>, 'http' | 'account'>,
  course: string,
  role: string,
): Promise<string> {
  const here = await roleIn(http, course, role);
  if (here !== undefined) return here;
  const { body } = await http.send(listCourses({ account: site }));
  const changed = (one: JsonObject) => Number(textAt(one, 'timemodified') ?? 0);
  const others = coursesIn(body)
    .toSorted((a, b) => changed(b) - changed(a))
    .flatMap((one) => textAt(one, 'id') ?? [])
    .filter((one) => one !== course)
    .slice(0, mostCourses);
  for (const other of others) {
    try {
      const there = await roleIn(http, other, role);
      if (there !== undefined) return there;
    } catch (error) {
      // A course one may not look into says nothing about the others.
      if (!(error instanceof PlugboardError) || error.retry) throw error;
    }
  }
  throw fail(
    'invalid_request',
    `Nobody with the role "${role}" was found at this site, so its number is not known. Give role_id: it is in the address of the role's page under Site administration, Users, Define roles.`,
    { problems: [{ path: 'role_id', message: `is needed: no role "${role}" was found` }] },
  );
}

/** Midnight at the site, in unix seconds; the end of a place is the end of its last day. */
function secondsAt(date: string | undefined, settings: Settings, days = 0): number | undefined {
  if (date === undefined) return undefined;
  const day = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const moment = fromLocal(day, zoneOf(settings));
  return moment === undefined ? undefined : Date.parse(moment) / 1000;
}

/**
 * The new place as the stream would bring it, when its user is among the newest of the course; else a sync brings it. What is not active
 * now, because it is suspended or begins later, is in the other list.
 */
async function place(http: ProviderHttp, course: string, user: string): Promise<readonly JsonObject[]> {
  try {
    for (const which of ['onlyactive', 'onlysuspended'] as const) {
      const request = participants(course, which, 0, 'DESC');
      const { body } = await http.send(request);
      const items = participantsIn(body, request).filter((one) => textAt(one, 'id') === user);
      if (items.length > 0) return items;
    }
    return [];
  } catch (error) {
    if (error instanceof PlugboardError) return [];
    throw error;
  }
}

const enrolUser = action({
  summary:
    'Enrols somebody in a course by its manual enrolment method. Somebody who is enrolled already gets the new dates and state.',
  input: z
    .strictObject({
      user_id: id,
      course_id: id,
      /** Short name of the role; default: the student role of the settings. */
      role: z
        .string()
        .regex(/^[a-z0-9_-]{1,100}$/i, 'must be the short name of a role, like "student"')
        .optional(),
      /** Its number, when nobody at the site has the role yet. */
      role_id: id.optional(),
      starts_on: z.iso.date().optional(),
      /** The last day. */
      ends_on: z.iso.date().optional(),
      suspended: z.boolean().default(false),
    })
    .refine(({ starts_on, ends_on }) => starts_on === undefined || ends_on === undefined || starts_on <= ends_on, {
      error: 'may not be before starts_on',
      path: ['ends_on'],
    }),
  output: z.object({ id: z.string(), student_id: z.string(), course_id: z.string(), role_id: z.string() }),
  creates: 'enrolments',
  async run(context) {
    const { http, input, settings } = context;
    const { user_id: user, course_id: course } = input;
    const role = input.role ?? textOf(settings['student_role']) ?? 'student';
    const roleid = input.role_id ?? (await roleNumber(context, course, role));
    const given = {
      roleid,
      userid: user,
      courseid: course,
      timestart: secondsAt(input.starts_on, settings),
      timeend: secondsAt(input.ends_on, settings, 1),
      suspend: input.suspended ? 1 : undefined,
    };
    await http.send(write('enrol_manual_enrol_users', { enrolments: [given] }));
    const items = await place(http, course, user);
    return {
      output: { id: `${course}:${user}`, student_id: user, course_id: course, role_id: roleid },
      records: [{ stream: 'enrolments', items }],
    };
  },
});

const unenrolUser = action({
  summary:
    'Takes somebody out of a course: only places given by the manual enrolment method. Marks may be lost; to keep them, suspend instead.',
  input: z.strictObject({ user_id: id, course_id: id }),
  output: z.object({ student_id: z.string(), course_id: z.string() }),
  async run({ http, input }) {
    const { user_id: user, course_id: course } = input;
    await http.send(write('enrol_manual_unenrol_users', { enrolments: [{ userid: user, courseid: course }] }));
    return { output: { student_id: user, course_id: course } };
  },
});

export const actions = {
  create_user: createUser,
  update_user: updateUser,
  enrol_user: enrolUser,
  unenrol_user: unenrolUser,
};
