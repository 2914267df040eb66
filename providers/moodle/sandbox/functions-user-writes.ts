/** core_user_create_users and core_user_update_users. */
import type { JsonObject } from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { invalidParameter, moodleError, MoodleException } from './failures.ts';
import { int, need, objects, type WebFunctions } from './function.ts';
import { fallback, list, object, optional, value, type Shapes } from './params.ts';
import { profileFields } from './render-users.ts';
import type { Context, State, User } from './state.ts';

const customFields = optional(list(object({ type: value('alphanumext'), value: value('raw') })));
const preferences = optional(list(object({ type: value('raw'), value: value('raw') })));

/** What both functions take besides the names. */
const more: Shapes = {
  maildisplay: optional(value('int')),
  city: optional(value('text')),
  country: optional(value('alpha')),
  timezone: optional(value('raw')),
  description: optional(value('raw')),
  firstnamephonetic: optional(value('text')),
  lastnamephonetic: optional(value('text')),
  middlename: optional(value('text')),
  alternatename: optional(value('text')),
  interests: optional(value('text')),
  institution: optional(value('text')),
  department: optional(value('text')),
  phone1: optional(value('text')),
  phone2: optional(value('text')),
  address: optional(value('text')),
  theme: optional(value('raw')),
  mailformat: optional(value('int')),
  customfields: customFields,
  preferences,
};

/** Throws as Moodle does, which puts the whole explanation where the code should be. */
function checkPassword(password: string): void {
  const problems = [
    ...(password.length < 8 ? ['Passwords must be at least 8 characters long.'] : []),
    ...(/\d/.test(password) ? [] : ['Passwords must have at least 1 digit(s).']),
    ...(/\p{Ll}/u.test(password) ? [] : ['Passwords must have at least 1 lower case letter(s).']),
    ...(/\p{Lu}/u.test(password) ? [] : ['Passwords must have at least 1 upper case letter(s).']),
  ];
  const message = problems.map((problem) => `<div>${problem}</div>`).join('');
  if (message !== '') throw moodleError(message, `error/${message}`);
}

function emailTaken(state: State, email: string, except = 0): boolean {
  return state.users.some(
    (user) => !user.deleted && user.id !== except && user.email.toLowerCase() === email.toLowerCase(),
  );
}

/** Unknown profile fields are passed over without a word. */
function fieldsOf(given: JsonObject): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const field of objects(given, 'customfields').filter(isObject)) {
    const shortname = textAt(field, 'type') ?? '';
    if (Object.hasOwn(profileFields, shortname)) fields[shortname] = textAt(field, 'value') ?? '';
  }
  return fields;
}

function create(given: JsonObject, context: Context): User {
  const { state } = context;
  const text = (name: string) => textAt(given, name) ?? '';
  for (const name of ['username', 'firstname', 'lastname']) if (text(name).trim() === '') throw invalidParameter();
  const username = text('username');
  if (state.users.some((user) => user.username === username)) throw invalidParameter();
  if (!['manual', 'nologin', 'oauth2'].includes(text('auth')) || text('lang') !== 'en') throw invalidParameter();
  const password = text('password');
  if (text('auth') === 'manual' && password === '' && given['createpassword'] !== true) throw invalidParameter();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text('email')) || emailTaken(state, text('email'))) throw invalidParameter();
  if (password !== '' && given['createpassword'] !== true) checkPassword(password);
  const user: User = {
    id: state.next_id.user,
    username,
    password,
    firstname: text('firstname'),
    lastname: text('lastname'),
    email: text('email'),
    idnumber: text('idnumber'),
    phone1: text('phone1'),
    phone2: text('phone2'),
    address: text('address'),
    city: text('city'),
    country: text('country'),
    institution: text('institution'),
    department: text('department'),
    auth: text('auth'),
    lang: text('lang'),
    timezone: '99',
    suspended: false,
    confirmed: true,
    deleted: false,
    firstaccess: 0,
    lastaccess: 0,
    fields: fieldsOf(given),
  };
  state.next_id.user += 1;
  state.users.push(user);
  return user;
}

const texts = [
  'username',
  'firstname',
  'lastname',
  'email',
  'idnumber',
  'phone1',
  'phone2',
  'address',
  'city',
  'country',
  'institution',
  'department',
  'auth',
] as const;

/** Throws what becomes a warning in the answer. */
function update(given: JsonObject, context: Context): void {
  const { state } = context;
  const user = state.users.find(({ id }) => id === int(given, 'id'));
  if (user === undefined) throw moodleError('invaliduserid', 'Invalid user id');
  if (user.deleted) throw moodleError('usernotupdateddeleted', 'User not updated: the user is deleted');
  if (user.username === 'guest')
    throw moodleError('usernotupdatedguest', 'User not updated: this is the guest account');
  if (user.username === 'admin') throw moodleError('usernotupdatedadmin', 'User not updated: this is an administrator');
  const email = textAt(given, 'email');
  if (email !== undefined && emailTaken(state, email, user.id)) {
    throw moodleError('useremailduplicate', 'Duplicate address');
  }
  const password = textAt(given, 'password');
  if (password !== undefined) checkPassword(password);
  for (const name of texts) {
    const changed = given[name];
    if (typeof changed === 'string') user[name] = changed;
  }
  if (password !== undefined) user.password = password;
  if (typeof given['suspended'] === 'boolean') user.suspended = given['suspended'];
  Object.assign(user.fields, fieldsOf(given));
}

export const userWriteFunctions: WebFunctions = {
  core_user_create_users: {
    writes: true,
    params: {
      users: list(
        object({
          ...more,
          createpassword: optional(value('bool')),
          username: value('username'),
          auth: fallback(value('alphanumext'), 'manual'),
          password: optional(value('raw')),
          firstname: value('text'),
          lastname: value('text'),
          email: value('raw'),
          idnumber: fallback(value('raw'), ''),
          lang: fallback(value('raw'), 'en'),
          calendartype: fallback(value('raw'), 'gregorian'),
        }),
      ),
    },
    run(params, context) {
      need(context, 'moodle/user:create', 'Create users');
      return objects(params, 'users').map((given) => {
        const { id, username } = create(given, context);
        return { id, username };
      });
    },
  },
  core_user_update_users: {
    writes: true,
    params: {
      users: list(
        object({
          ...more,
          id: value('int'),
          username: optional(value('username')),
          auth: optional(value('alphanumext')),
          suspended: optional(value('bool')),
          password: optional(value('raw')),
          firstname: optional(value('text')),
          lastname: optional(value('text')),
          email: optional(value('raw')),
          idnumber: optional(value('raw')),
          lang: optional(value('raw')),
          calendartype: optional(value('raw')),
          userpicture: optional(value('int')),
        }),
      ),
    },
    run(params, context) {
      need(context, 'moodle/user:update', 'Update user profiles');
      const warnings = objects(params, 'users').flatMap((given) => {
        try {
          update(given, context);
          return [];
        } catch (error) {
          if (!(error instanceof MoodleException)) throw error;
          const { errorcode, message } = error;
          return [{ item: 'user', itemid: int(given, 'id'), warningcode: errorcode, message }];
        }
      });
      return { warnings };
    },
  },
};
