/**
 * Roles, which every organisation names and numbers for itself: the one learners have is found by its number, code or name. Called by
 * site.ts, and by the actions.
 */
import { fail, isJsonObject, type Account, type ProviderHttp } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { bareList, pathOf } from './lists.ts';

export interface Role {
  readonly id: string;
  readonly code: string | undefined;
  readonly name: string;
}

export async function readRoles(http: ProviderHttp, account: Account | undefined): Promise<readonly Role[]> {
  const { body } = await http.send({ url: pathOf(account, 'lp', 'roles/') });
  return bareList(body).flatMap((one): Role[] => {
    const id = isJsonObject(one) ? textAt(one, 'Identifier') : undefined;
    if (id === undefined || !/^\d{1,15}$/.test(id)) return [];
    return [{ id, code: textAt(one, 'Code'), name: textAt(one, 'DisplayName') ?? id }];
  });
}

/** What learners are called where nobody has said it. */
const usual: readonly string[] = ['learner', 'student'];

/** The role of that number, code or name, in this order; left empty, the one called learner or student. */
function findRole(roles: readonly Role[], wanted: string): Role | undefined {
  const words = wanted === '' ? usual : [wanted.trim().toLowerCase()];
  for (const word of words) {
    const found =
      roles.find(({ id }) => id === word) ??
      roles.find(({ code }) => code?.toLowerCase() === word) ??
      roles.find(({ name }) => name.toLowerCase() === word);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Throws invalid_request that names the roles there are. `path`: the field to blame. */
export function roleOf(roles: readonly Role[], wanted: string, path: string): Role {
  const found = findRole(roles, wanted);
  if (found !== undefined) return found;
  const names = roles.map(({ id, name }) => `${name} (${id})`).join(', ');
  const what = wanted === '' ? 'There is no role called Learner or Student' : `There is no role "${wanted}"`;
  throw fail('invalid_request', `${what} in Brightspace; there are ${names === '' ? 'none' : names}.`, {
    problems: [{ path, message: `must be one of ${names}` }],
  });
}
