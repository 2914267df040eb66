/** core_user_get_*: finding people. */
import type { JsonObject } from 'plugboard/contract';
import { envelope, isObject, pageOf, textAt } from 'plugboard/kit';
import { invalidParameter, moodleError } from './failures.ts';
import { objects, text, type WebFunctions } from './function.ts';
import { list, object, value } from './params.ts';
import { renderUser } from './render-users.ts';
import { grownFrom, grownItem, may, type Context } from './state.ts';

/** SQL LIKE without regard to case: `%` is anything, `_` one character, a backslash takes the next one as it is. */
function like(pattern: string): RegExp {
  const source = Array.from(pattern.matchAll(/\\(.)|(.)/gsu), ([, escaped, plain]) => {
    if (plain === '%') return '.*';
    return plain === '_' ? '.' : (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\]/, String.raw`\$&`);
  });
  return new RegExp(`^${source.join('')}$`, 'isu');
}

/** Does a shown user match? A field one may not see matches nothing. */
function matches(user: JsonObject, key: string, wanted: string): boolean {
  const found = textAt(user, key);
  if (found === undefined) return false;
  return ['email', 'firstname', 'lastname'].includes(key) ? like(wanted).test(found) : found === wanted;
}

const searchable = ['id', 'idnumber', 'username', 'email', 'auth', 'lastname', 'firstname'];

/** Who may not see profiles finds nobody, and is not told why. */
function visibleUsers(context: Context): readonly JsonObject[] {
  if (!may(context, 'moodle/user:viewdetails')) return [];
  return context.state.users.filter(({ deleted }) => !deleted).map((user) => renderUser(user, context));
}

/** Grown users are looked through one by one only when not all of them are wanted. */
function grownMatching(context: Context, criteria: ReadonlyMap<string, string>): readonly JsonObject[] {
  const grown = context.grown('users');
  if (grown === undefined || grown.count === 0) return [];
  const id = criteria.get('id');
  const all: unknown[] =
    id === undefined
      ? JSON.parse(`[${grown.slice(0, grown.count).toString('utf8')}]`)
      : [grownItem(context, 'users', Number(id) - grownFrom.user)];
  return all.filter(isObject).filter((user) => [...criteria].every(([key, wanted]) => matches(user, key, wanted)));
}

export const userFunctions: WebFunctions = {
  core_user_get_users: {
    params: { criteria: list(object({ key: value('alpha'), value: value('raw') })) },
    run(params, context) {
      const criteria = new Map<string, string>();
      const warnings: JsonObject[] = [];
      for (const one of objects(params, 'criteria')) {
        const key = text(one, 'key');
        if (criteria.has(key)) throw moodleError('keyalreadyset', `error/keyalreadyset`);
        if (searchable.includes(key)) criteria.set(key, text(one, 'value'));
        else {
          const message = `The search key '${key}' is not supported, look at the web service documentation`;
          warnings.push({ item: key, warningcode: 'invalidfieldparameter', message });
        }
      }
      const seeded = visibleUsers(context).filter((user) =>
        [...criteria].every(([key, wanted]) => matches(user, key, wanted)),
      );
      const everybody = [...criteria.values()].every((wanted) => wanted === '%');
      const more = everybody ? [] : grownMatching(context, criteria);
      const grown = everybody ? context.grown('users') : undefined;
      const all = [...seeded, ...more];
      const page = pageOf({ seeded: all, grown, from: 0, count: all.length + (grown?.count ?? 0) });
      return envelope('{"users":[', page, `],"warnings":${JSON.stringify(warnings)}}`);
    },
  },
  core_user_get_users_by_field: {
    params: { field: value('alpha'), values: list(value('raw')) },
    run(params, context) {
      const field = text(params, 'field');
      if (!['id', 'idnumber', 'username', 'email'].includes(field)) {
        throw moodleError(
          'codingerror',
          'Coding error detected, it must be fixed by a programmer: invalid field parameter',
        );
      }
      const given: unknown = params['values'];
      const wanted = Array.isArray(given) ? given.map(String) : [];
      if (field === 'username' && wanted.some((name) => /[^-.@_a-z0-9]/.test(name))) throw invalidParameter();
      if (field === 'id' && wanted.some((id) => !/^\d+$/.test(id))) throw invalidParameter();
      const seeded = visibleUsers(context).filter((user) => wanted.includes(textAt(user, field) ?? ''));
      const grown = field === 'id' ? wanted.flatMap((id) => grownMatching(context, new Map([['id', id]]))) : [];
      return [...seeded, ...grown];
    },
  },
};
