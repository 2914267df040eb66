/** The company file: where its addresses begin, which ones a sign-in may open, and the proof that it can be opened. Called by index.ts and the streams. */
import {
  fail,
  PlugboardError,
  type Account,
  type CheckContext,
  type CheckResult,
  type JsonObject,
  type ProviderHttp,
} from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { needs } from './rights.ts';

export const baseUrl = 'https://api.myob.com/accountright';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const regionHost = /^(?:[a-z0-9-]+\.)?api\.myob\.com$/;

/** The address of something in the file: relative to the base URL, or whole where the file lives in a region of its own. */
export function inFile(account: Account | undefined, path: string): string {
  if (account === undefined) throw fail('auth_revoked', 'No company file is chosen: connect the integration again.');
  return `${account.meta['address'] ?? ''}/${account.id}${path}`;
}

function accountOf(id: string, name: string, facts: unknown): Account {
  const country = textAt(facts, 'Country');
  const uri = URL.parse(textAt(facts, 'Uri') ?? '');
  const elsewhere = uri?.protocol === 'https:' && uri.hostname !== 'api.myob.com' && regionHost.test(uri.hostname);
  return {
    id,
    name,
    meta: {
      currency: country === 'NZ' ? 'NZD' : 'AUD',
      ...(country === undefined ? {} : { country }),
      ...(elsewhere ? { address: `https://${uri.hostname}/accountright` } : {}),
    },
  };
}

/** The file that was consented to comes with the redirect; keys of before March 2025 list their files instead. */
export async function filesOf({ http, grant }: Pick<CheckContext, 'http' | 'grant'>): Promise<readonly Account[]> {
  const chosen = textAt(grant, 'businessId');
  if (chosen !== undefined) {
    if (!guid.test(chosen)) throw fail('invalid_request', 'MYOB sent back no company file id: sign in again.');
    return [accountOf(chosen.toLowerCase(), textAt(grant, 'businessName') ?? chosen, undefined)];
  }
  const { body } = await http.send({ url: '/' });
  if (!Array.isArray(body)) throw fail('decode_failed', 'MYOB did not answer a list of company files.');
  return body.flatMap((file: unknown) => {
    const id = textAt(file, 'Id');
    return id === undefined || !guid.test(id) ? [] : [accountOf(id.toLowerCase(), textAt(file, 'Name') ?? id, file)];
  });
}

export async function check(context: CheckContext): Promise<CheckResult> {
  const { http } = context;
  const account = context.account ?? (await onlyFile(context));
  const { body } = await http.send({ url: inFile(account, '/') });
  const facts = at(body, 'CompanyFile');
  if (!isObject(facts)) throw fail('decode_failed', 'MYOB did not describe the company file.');
  const known = accountOf(account.id, textAt(facts, 'Name') ?? account.name, facts);
  const proven = { ...known, meta: { ...account.meta, ...known.meta } };
  return {
    message: `Connected to ${proven.name} (${proven.meta['currency']})`,
    account: proven,
    absent: await lackingRights(http, proven),
  };
}

async function onlyFile(context: CheckContext): Promise<Account> {
  const [first, second] = await filesOf(context);
  if (first === undefined)
    throw fail('permission_denied', 'This sign-in opens no company file at MYOB: sign in again and choose one.');
  if (second !== undefined) throw fail('conflict', 'This sign-in opens several company files at MYOB: choose one.');
  return first;
}

/** What the user may not do in this file, as far as MYOB says so. */
async function lackingRights(http: ProviderHttp, account: Account): Promise<Readonly<Record<string, string>>> {
  const rights = await userRights(http, account);
  return Object.fromEntries(
    needs.flatMap(({ name, path, method }): [string, string][] => {
      const allowed = rights.get(path.toLowerCase());
      if (allowed === undefined || allowed.includes(method)) return [];
      const reason = `The MYOB user who connected may not ${method === 'GET' ? 'read' : 'write'} ${path} in this company file: change the user's role in MYOB, then connect again.`;
      return [[name, reason]];
    }),
  );
}

async function userRights(http: ProviderHttp, account: Account): Promise<ReadonlyMap<string, readonly unknown[]>> {
  let listed: unknown;
  try {
    const { body } = await http.send({ url: inFile(account, '/CurrentUser/') });
    listed = at(body, 'UserAccess');
  } catch (error) {
    // Some plans do not say; the lists themselves do then.
    if (error instanceof PlugboardError && ['not_found', 'permission_denied'].includes(error.code)) return new Map();
    throw error;
  }
  const rows = Array.isArray(listed) ? listed.filter((row): row is JsonObject => isObject(row)) : [];
  return new Map(
    rows.flatMap((row): [string, readonly unknown[]][] => {
      const path = /\/accountright\/[^/]+\/(.+?)\/?$/i.exec(textAt(row, 'ResourcePath') ?? '')?.[1];
      const access = row['Access'];
      return path === undefined || !Array.isArray(access) ? [] : [[path.toLowerCase(), access]];
    }),
  );
}
