/** A user as Moodle shows it to the service's account. What one may not see is not there at all. Called by the functions. */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { wwwroot } from './site.ts';
import { may, type Context, type User } from './state.ts';

const picture = `${wwwroot}/theme/image.php/boost/core/1/u`;

/** The custom profile fields of the site. */
export const profileFields: Readonly<Record<string, { readonly type: string; readonly name: string }>> = {
  usi: { type: 'text', name: 'USI' },
  dateofbirth: { type: 'datetime', name: 'Date of birth' },
};

export function fullName(user: Pick<User, 'firstname' | 'lastname'>): string {
  return `${user.firstname} ${user.lastname}`.trim();
}

export function renderUser(user: User, context: Context): JsonObject {
  const identity = may(context, 'moodle/site:viewuseridentity');
  const shown: Record<string, JsonValue> = {
    id: user.id,
    username: user.username,
    firstname: user.firstname,
    lastname: user.lastname,
    fullname: fullName(user),
    department: user.department,
    firstaccess: user.firstaccess,
    lastaccess: user.lastaccess,
    auth: user.auth,
    suspended: user.suspended,
    confirmed: user.confirmed,
    lang: user.lang,
    theme: '',
    timezone: user.timezone,
    mailformat: 1,
    description: '',
    descriptionformat: 1,
    city: user.city,
    country: user.country,
    profileimageurlsmall: `${picture}/f2`,
    profileimageurl: `${picture}/f1`,
  };
  if (!identity) return shown;
  for (const name of ['phone1', 'phone2', 'address', 'idnumber', 'institution'] as const) {
    if (user[name] !== '') shown[name] = user[name];
  }
  const customfields = Object.entries(user.fields).flatMap(([shortname, value]) => {
    const field = profileFields[shortname];
    return field === undefined ? [] : [{ type: field.type, value, name: field.name, shortname }];
  });
  return { ...shown, email: user.email, ...(customfields.length === 0 ? {} : { customfields }) };
}
