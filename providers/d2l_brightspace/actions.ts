/**
 * What can be written to an organisation's Brightspace. It knows no idempotency keys: a person whose making was not confirmed is looked
 * up by the user name, which is unique, and enrolling twice does nothing twice.
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
  type ProviderHttp,
} from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { part, pathOf } from './lists.ts';
import { mapEnrolment, mapUser } from './maps.ts';
import { rawEnrolment, rawUser } from './raw.ts';
import { readRoles, roleOf, type Role } from './roles.ts';

/** An id of Brightspace, which is a whole number; nothing else may get into a path. */
const id = z.string().regex(/^\d{1,15}$/, 'must be an id of Brightspace, which is a number as text');
const line = z.string().trim().min(1).max(128);
const role = z.string().min(1).max(100);

async function send(http: ProviderHttp, request: HttpRequest): Promise<JsonObject> {
  const { body } = await http.send(request);
  if (!isObject(body)) throw fail('decode_failed', 'Brightspace answered something other than what was written.');
  return body;
}

/** The role asked for, else the one learners have. */
async function wantedRole(context: ActionContext<{ readonly role?: string | undefined }>): Promise<Role> {
  const { http, account, input, settings } = context;
  const roles = await readRoles(http, account);
  if (input.role !== undefined) return roleOf(roles, input.role, 'role');
  return roleOf(roles, settings['learner_role'] ?? '', 'role');
}

// --- people ---------------------------------------------------------------------------------------------------------------

const personInput = z.strictObject({
  first_name: line,
  middle_name: line.optional(),
  last_name: line,
  /** What they sign in with; unique in Brightspace. */
  username: z.string().trim().min(1).max(270),
  email: z.email().max(128).optional(),
  /** The number of the person in the organisation's own system. */
  student_number: line.optional(),
  /** Number, code or name of a role; the role of learners when left out. */
  role: role.optional(),
  active: z.boolean().default(true),
  /** Brightspace writes to them. */
  notify: z.boolean().default(false),
});

type PersonInput = z.infer<typeof personInput>;

/** Brightspace wants all members, null where there is nothing. */
function userData(input: PersonInput, { id: roleId }: Role): JsonObject {
  return {
    OrgDefinedId: input.student_number ?? null,
    FirstName: input.first_name,
    MiddleName: input.middle_name ?? null,
    LastName: input.last_name,
    ExternalEmail: input.email ?? null,
    UserName: input.username,
    RoleId: Number(roleId),
    IsActive: input.active,
    SendCreationEmail: input.notify,
  };
}

/** May Brightspace have made the person, now or when it was asked before? */
function maybeMade(error: unknown): boolean {
  if (!(error instanceof PlugboardError) || error.details.unsent === true) return false;
  return ['conflict', 'timeout', 'provider_unavailable', 'decode_failed'].includes(error.code);
}

/** Is this the very person that was to be made, and not somebody who had the user name before? */
function isSame(found: JsonObject, data: JsonObject): boolean {
  return ['UserName', 'FirstName', 'LastName', 'ExternalEmail', 'OrgDefinedId'].every(
    (name) => (textAt(found, name) ?? '').toLowerCase() === (textAt(data, name) ?? '').toLowerCase(),
  );
}

async function makeUser({ http, account }: ActionContext<PersonInput>, data: JsonObject): Promise<JsonObject> {
  const url = pathOf(account, 'lp', 'users/');
  try {
    return await send(http, { method: 'POST', url, body: { json: data } });
  } catch (error) {
    if (!maybeMade(error)) throw error;
    try {
      const found = await send(http, { url, query: { userName: textAt(data, 'UserName') } });
      if (isSame(found, data)) return found;
    } catch {
      // Why it was not made says more than why it was not found.
    }
    throw error;
  }
}

const createStudent = action({
  summary:
    'Creates a user. They are in no course until they are enrolled. Asking again with the same facts gives the same person.',
  input: personInput,
  output: z.object({ id: z.string(), data: models.student }),
  creates: 'users',
  async run(context) {
    const item = await makeUser(context, userData(context.input, await wantedRole(context)));
    const raw = rawUser.safeParse(item);
    if (!raw.success) throw unexpected(raw.error);
    return {
      output: { id: String(raw.data.UserId), data: mapUser(raw.data) },
      records: [{ stream: 'users', items: [item] }],
    };
  },
});

function unexpected(error: z.ZodError): PlugboardError {
  return fail('decode_failed', `Brightspace answered something unexpected: ${z.prettifyError(error)}`);
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

/** The person as the list of a course shows them; without more than the id when people may not be read. */
async function personOf({ http, account }: ActionContext<unknown>, user: string): Promise<JsonObject> {
  try {
    const found = await send(http, { url: pathOf(account, 'lp', `users/${part(user)}`) });
    return {
      Identifier: user,
      DisplayName: textAt(found, 'DisplayName') ?? null,
      EmailAddress: textAt(found, 'ExternalEmail') ?? null,
      OrgDefinedId: textAt(found, 'OrgDefinedId') ?? null,
    };
  } catch (error) {
    if (error instanceof PlugboardError) return { Identifier: user };
    throw error;
  }
}

const enrolStudent = action({
  summary:
    'Puts somebody into a course, as a learner unless told otherwise. Somebody who is in it already has this role from then on.',
  input: z.strictObject({
    course_id: id,
    student_id: id,
    /** Number, code or name of a role; the role of learners when left out. */
    role: role.optional(),
  }),
  output: z.object({ id: z.string(), data: models.enrolment }),
  creates: 'enrolments',
  async run(context) {
    const { http, account, input } = context;
    const given = await wantedRole(context);
    const [course, student] = [Number(input.course_id), Number(input.student_id)];
    await send(http, {
      method: 'POST',
      url: pathOf(account, 'lp', 'enrollments/'),
      body: { json: { OrgUnitId: course, UserId: student, RoleId: Number(given.id) } },
    });
    // The answer repeats the three numbers and nothing else.
    const item: JsonObject = {
      User: await personOf(context, String(student)),
      Role: { Id: Number(given.id), Code: given.code ?? null, Name: given.name },
      OrgUnitId: String(course),
    };
    const raw = rawEnrolment.safeParse(item);
    if (!raw.success) throw unexpected(raw.error);
    return {
      output: { id: `${course}:${student}`, data: mapEnrolment(raw.data) },
      records: [{ stream: 'enrolments', items: [item] }],
    };
  },
});

const unenrolStudent = action({
  summary:
    'Takes somebody out of a course. Somebody who is not in it is not found; the list shows it after the next sync.',
  input: z.strictObject({ course_id: id, student_id: id }),
  output: z.object({ course_id: z.string(), student_id: z.string() }),
  async run({ http, account, input }) {
    const url = `enrollments/orgUnits/${part(input.course_id)}/users/${part(input.student_id)}`;
    await http.send({ method: 'DELETE', url: pathOf(account, 'lp', url) });
    return { output: input };
  },
});

export const actions = {
  create_student: createStudent,
  enrol_student: enrolStudent,
  unenrol_student: unenrolStudent,
};
