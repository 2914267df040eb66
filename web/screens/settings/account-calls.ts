/** What the sign-in knows of oneself. Its answers are the library's own and not in the API's document, so they are read with care. */
import { readAuth } from '../../app/auth-calls.ts';
import { queries } from '../../app/api.ts';

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
}

export interface BrowserSession {
  readonly token: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly address: string;
  readonly agent: string;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

export const accountQuery = {
  queryKey: ['account'],
  queryFn: async (): Promise<Account> => {
    const [session, accounts] = await Promise.all([readAuth('/get-session'), readAuth('/list-accounts')]);
    const user = fieldsOf(fieldsOf(session)['user']);
    const ways = Array.isArray(accounts) ? accounts.map(fieldsOf) : [];
    return {
      name: textIn(user, 'name'),
      email: textIn(user, 'email'),
      hasPassword: ways.some((way) => way['providerId'] === 'credential'),
      hasSecondFactor: user['twoFactorEnabled'] === true,
    };
  },
};

export const sessionsQuery = {
  queryKey: ['account', 'sessions'],
  queryFn: async (): Promise<readonly BrowserSession[]> => {
    const [own, all] = await Promise.all([readAuth('/get-session'), readAuth('/list-sessions')]);
    const token = textIn(fieldsOf(fieldsOf(own)['session']), 'token');
    return (Array.isArray(all) ? all.map(fieldsOf) : [])
      .map((session) => ({
        token: textIn(session, 'token'),
        current: textIn(session, 'token') === token,
        createdAt: textIn(session, 'createdAt'),
        updatedAt: textIn(session, 'updatedAt'),
        address: textIn(session, 'ipAddress'),
        agent: textIn(session, 'userAgent'),
      }))
      .toSorted((a, b) => Number(b.current) - Number(a.current) || (a.updatedAt < b.updatedAt ? 1 : -1));
  },
};

/** After something about oneself was changed. */
export async function accountChanged(): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['account'] });
}
