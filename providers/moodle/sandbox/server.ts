/**
 * The two doors of a Moodle: webservice/rest/server.php, which runs web service functions, and login/token.php, which gives tokens for
 * passwords. Called by ../sandbox.ts.
 */
import type { JsonValue, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { formOf, sameSecret } from 'plugboard/kit';
import { raising } from './events.ts';
import { accessException, invalidParameter, invalidRecord, moodleError, MoodleException } from './failures.ts';
import { functionCalled } from './functions.ts';
import { phpVariables, validated, type PhpTree } from './params.ts';
import { answer, failure, page, type Format } from './render-answers.ts';
import { fullName } from './render-users.ts';
import { siteFolder, siteHost } from './site.ts';
import { may, seconds, type Context, type User } from './state.ts';

/** What the switch `mood` may be. */
export const moods = [
  'normal',
  'maintenance',
  'closed_page',
  'services_off',
  'not_a_moodle',
  'login_wall',
  'moved',
  'private_redirect',
] as const;

/** What stands in front of Moodle, or in its place, answers first. */
function inTheWay(request: SandboxRequest, { switches }: Context): SandboxResponse | undefined {
  switch (switches['mood']) {
    case 'closed_page':
      return page('This site is undergoing maintenance and is currently not available', 503);
    case 'services_off':
      return { status: 403, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '' };
    case 'not_a_moodle':
      return page('Welcome to our bakery');
    case 'login_wall':
      return { status: 303, headers: { location: `https://${siteHost}${siteFolder}/login/index.php` }, body: '' };
    case 'moved':
      return { status: 301, headers: { location: `https://new.harbourtraining.example${request.path}` }, body: '' };
    case 'private_redirect':
      return { status: 307, headers: { location: `http://10.0.0.7${request.path}` }, body: '' };
    default:
      return undefined;
  }
}

function textOf(variables: ReadonlyMap<string, PhpTree>, name: string): string {
  const found = variables.get(name);
  return typeof found === 'string' ? found : '';
}

/** Parameters come from the query and from a form; a body of any other type is not looked at. */
function variablesOf(request: SandboxRequest): Map<string, PhpTree> {
  return phpVariables(request.query, formOf(request));
}

export function rest(request: SandboxRequest, context: Context): SandboxResponse {
  const instead = inTheWay(request, context);
  if (instead !== undefined) return instead;
  const variables = variablesOf(request);
  const format: Format = textOf(variables, 'moodlewsrestformat') === 'json' ? 'json' : 'xml';
  try {
    return answer(format, call(variables, context));
  } catch (error) {
    if (!(error instanceof MoodleException)) throw error;
    return failure(format, error);
  }
}

/** Runs a function that writes: when it fails half-way, nothing has happened. */
function transaction<T>({ state }: Context, work: () => T): T {
  const { users, enrolments, next_id } = state;
  const before = structuredClone({ users, enrolments, next_id });
  try {
    return work();
  } catch (error) {
    Object.assign(state, before);
    throw error;
  }
}

/** Not parameters of a function, whatever it is. */
const envelopeNames = [
  'wstoken',
  'wsfunction',
  'moodlewsrestformat',
  'moodlewssettingraw',
  'moodlewssettingfileurl',
  'moodlewssettingfilter',
  'moodlewssettinglang',
  'moodlewssettingtimezone',
];

function call(variables: Map<string, PhpTree>, context: Context): JsonValue | readonly Buffer[] {
  const caller = callerOf(textOf(variables, 'wstoken'), context);
  const name = textOf(variables, 'wsfunction');
  if (name === '') throw invalidParameter();
  const called = functionCalled(name);
  if (called === undefined) throw invalidRecord('external_functions');
  if (!context.state.service.functions.includes(name)) throw accessException();
  for (const known of envelopeNames) variables.delete(known);
  const params = validated(called.params, variables);
  const run = () => called.run(params, context, caller);
  return called.writes === true ? raising(context, caller.id, () => transaction(context, run)) : run();
}

/** The account a token speaks for. Throws when it may not be used. */
function callerOf(token: string, context: Context): User {
  const { state } = context;
  const known = token === '' ? undefined : state.tokens.find((one) => sameSecret(one.token, token));
  const user = state.users.find(({ id }) => id === known?.user);
  if (known === undefined || user === undefined) {
    throw moodleError('invalidtoken', 'Invalid token - token not found');
  }
  if (known.validuntil !== 0 && known.validuntil < seconds(context)) {
    state.tokens = state.tokens.filter((one) => one !== known);
    throw accessException();
  }
  if (known.elsewhere) throw accessException();
  if (user.deleted)
    throw moodleError('wsaccessuserdeleted', `Refused web service access for deleted username: ${user.username}`);
  if (!user.confirmed) {
    throw moodleError(
      'wsaccessuserunconfirmed',
      `Refused web service access for unconfirmed username: ${user.username}`,
    );
  }
  if (user.suspended) {
    throw moodleError('wsaccessusersuspended', `Refused web service access for suspended username: ${user.username}`);
  }
  if (context.switches['mood'] === 'maintenance') {
    throw moodleError('sitemaintenance', 'The site is undergoing maintenance and is currently not available');
  }
  if (!may(context, 'webservice/rest:use')) throw accessException();
  return user;
}

// --- login/token.php ------------------------------------------------------------------------------------------------------

/** Here errors look different, and have no class. */
function refused(errorcode: string, error: string): SandboxResponse {
  return json({ error, errorcode, stacktrace: null, debuginfo: null, reproductionlink: null });
}

function json(body: JsonValue): SandboxResponse {
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

export function login(request: SandboxRequest, context: Context): SandboxResponse {
  const instead = inTheWay(request, context);
  if (instead !== undefined) return instead;
  const variables = variablesOf(request);
  if (textOf(variables, 'appsitecheck') === '1') return json({ appsitecheck: 'ok' });
  const { state } = context;
  for (const name of ['username', 'password', 'service']) {
    if (!variables.has(name)) return refused('missingparam', `A required parameter (${name}) was missing`);
  }
  const username = textOf(variables, 'username').trim().toLowerCase();
  const user = state.users.find((one) => one.username === username && !one.deleted);
  const right = user !== undefined && user.password !== '' && sameSecret(user.password, textOf(variables, 'password'));
  if (!right || user.suspended) return refused('invalidlogin', 'Invalid login, please try again');
  if (context.switches['mood'] === 'maintenance') {
    return refused('sitemaintenance', 'The site is undergoing maintenance and is currently not available');
  }
  if (!user.confirmed) return refused('usernotconfirmed', `Could not confirm ${fullName(user)}`);
  if (textOf(variables, 'service') !== state.service.shortname) {
    return refused('servicenotavailable', "Web service is not available (it doesn't exist or might be disabled)");
  }
  const known = state.tokens.find((one) => one.user === user.id && one.validuntil === 0);
  if (known === undefined && !may(context, 'moodle/webservice:createtoken')) {
    return refused('cannotcreatetoken', 'You do not have permission to create a token for this service');
  }
  const token = known?.token ?? context.hex(32);
  if (known === undefined) state.tokens.push({ token, user: user.id, validuntil: 0, elsewhere: false });
  return json({ token, privatetoken: null });
}
