/** The school's site as the tenant types it, and the account there. Called by index.ts. */
import {
  fail,
  PlugboardError,
  type Account,
  type CheckContext,
  type CheckResult,
  type Field,
  type HttpResponse,
  type ProviderHttp,
  type Query,
  type Settings,
} from 'plugboard/contract';
import { isObject, siteNameSource, textAt, tidySiteName } from 'plugboard/kit';
import { needsAccount } from './streams.ts';

export const domainField: Field = {
  label: 'Canvas site',
  help: 'The name in the address bar when you use Canvas, like school.instructure.com. A name of your own works too.',
  tidy: tidySiteName,
  pattern: {
    source: siteNameSource,
    message: 'A site is a name like school.instructure.com, reached by https, without a port.',
  },
  example: 'school.instructure.com',
};

export function domainOf(settings: Settings): string {
  const domain = settings['domain'] ?? '';
  if (domain === '') throw fail('invalid_request', 'The setting domain is missing: the name of the Canvas site.');
  return domain;
}

/** Reads one thing; what comes from a site that is not Canvas is said to be that. */
async function readFrom(
  http: ProviderHttp,
  settings: Settings,
  path: string,
  query: Query = {},
): Promise<HttpResponse> {
  const stranger = () =>
    fail('invalid_request', `${domainOf(settings)} does not answer like Canvas: check the name of the site.`, {
      problems: [{ path: 'settings.domain', message: 'is not a Canvas site' }],
    });
  try {
    const response = await http.send({ url: `/api/v1${path}`, query, decode: 'auto' });
    if (typeof response.body === 'string' || response.body === null) throw stranger();
    return response;
  } catch (error) {
    const lost = error instanceof PlugboardError && (error.code === 'decode_failed' || error.code === 'not_found');
    throw lost && path === selfPath ? stranger() : error;
  }
}

const selfPath = '/users/self';

export async function check({ http, settings }: CheckContext): Promise<CheckResult> {
  const domain = domainOf(settings);
  const { body: person } = await readFrom(http, settings, selfPath);
  const id = textAt(person, 'id');
  if (id === undefined) throw fail('decode_failed', 'Canvas did not say who the token belongs to.');
  const name = textAt(person, 'name') ?? textAt(person, 'login_id') ?? id;
  const found = await accountOf(http, settings);
  if (found === undefined) {
    return {
      message: `Connected to ${domain} as ${name}, for the courses of this person only`,
      account: { id: `${domain}/users/${id}`, name, meta: { user_id: id } },
      absent: { users: needsAccount, create_course: needsAccount, create_student: needsAccount },
    };
  }
  return {
    message: `Connected to ${found.name} as ${name}`,
    account: { ...found, id: `${domain}/accounts/${found.id}`, meta: { ...found.meta, user_id: id } },
  };
}

/** The account typed, or the highest one the person administers; undefined when there is none. */
async function accountOf(http: ProviderHttp, settings: Settings): Promise<Account | undefined> {
  const typed = settings['account_id'] ?? '';
  if (typed !== '') return readAccount(http, settings, typed);
  const { body } = await readFrom(http, settings, '/accounts', { per_page: 100 });
  const accounts = Array.isArray(body) ? body.filter(isObject) : [];
  const highest = accounts.find((one) => one['parent_account_id'] === null) ?? accounts[0];
  return highest === undefined ? undefined : describe(highest);
}

async function readAccount(http: ProviderHttp, settings: Settings, typed: string): Promise<Account> {
  const wrong = (message: string) =>
    fail('invalid_request', message, { problems: [{ path: 'settings.account_id', message }] });
  try {
    const { body } = await readFrom(http, settings, `/accounts/${encodeURIComponent(typed)}`);
    const account = isObject(body) ? describe(body) : undefined;
    if (account === undefined) throw fail('decode_failed', 'Canvas did not describe the account.');
    return account;
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
    if (error.code === 'not_found')
      throw wrong(`Canvas has no account ${typed}. Leave the number away to use the highest one.`);
    if (error.code === 'permission_denied') {
      throw fail(
        'permission_denied',
        `The signed-in person does not administer account ${typed} in Canvas.`,
        error.details,
      );
    }
    throw error;
  }
}

function describe(account: unknown): Account | undefined {
  const id = textAt(account, 'id');
  if (id === undefined) return undefined;
  const zone = textAt(account, 'default_time_zone');
  return {
    id,
    name: textAt(account, 'name') ?? id,
    meta: { account_id: id, ...(zone === undefined ? {} : { time_zone: zone }) },
  };
}
