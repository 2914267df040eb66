/** Signing in, making an account and changing one: the part of the API that the vendor has published. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { answer, bodyOf, endpoint, openEndpoint, type Call } from './endpoint.ts';
import { badRequest, invalid, notFound, Refusal } from './refusals.ts';
import { freshId, iso, type Context, type State, type User } from './state.ts';

/** How long a sign-in lasts, seconds. */
const lifeSeconds = 12 * 3_600;

function login(request: SandboxRequest, context: Context): SandboxResponse {
  const { state, now } = context;
  const body = bodyOf(request);
  const [email, password] = [textAt(body, 'email'), textAt(body, 'password')];
  if (email === undefined || password === undefined)
    throw new Refusal(400, 'USERNAME_EMAIL_REQUIRED', 'email and password are required');
  const user = state.users.find((one) => one.email.toLowerCase() === email.toLowerCase() && one.deletedAt === null);
  if (user === undefined || state.passwords[user.id] !== password)
    throw new Refusal(401, 'LOGIN_FAILED', 'login failed');
  const id = context.hex(64);
  state.tokens[id] = { user: user.id, until: now() + lifeSeconds * 1_000 };
  return answer({ token: { id, ttl: lifeSeconds, created: iso(now()), userId: user.id } });
}

/** What may be changed of a person. */
const attributes = {
  texts: [
    'firstName',
    'lastName',
    'fullName',
    'title',
    'contactNumber',
    'dateOfBirth',
    'headline',
    'country',
    'city',
    'state',
    'email',
  ],
  ignored: ['realm', 'emailVerified', 'avatarUrl', 'profile', 'region', 'location'],
};

function taken(state: State, email: string, except?: string): boolean {
  return state.users.some((one) => one.id !== except && one.email.toLowerCase() === email.toLowerCase());
}

function createAccount({ request, context, state }: Call): SandboxResponse {
  const data = at(bodyOf(request), 'data');
  const user = at(data, 'user');
  if (!isObject(data) || !isObject(user)) throw badRequest('data.user is required');
  if (at(data, 'is18Plus') !== true) throw badRequest('is18Plus must be accepted');
  const [email, password] = [textAt(user, 'email'), textAt(user, 'password')];
  const [first, last] = [textAt(user, 'firstName'), textAt(user, 'lastName')];
  const missing = Object.entries({ email, password, firstName: first, lastName: last }).filter(
    ([, value]) => value === undefined,
  );
  if (missing.length > 0)
    throw invalid(
      'WineUser',
      Object.fromEntries(missing.map(([name]) => [name, ['presence', "can't be blank"] as const])),
    );
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email ?? '')) throw invalid('WineUser', { email: ['custom', 'is invalid'] });
  if ((password ?? '').length < 8) throw invalid('WineUser', { password: ['length', 'is too short'] });
  if (taken(state, email ?? '')) throw invalid('WineUser', { email: ['uniqueness', 'Email already exists'] });
  const offer = textAt(data, 'offerCode') ?? '';
  const course = offer === '' ? undefined : state.courses.find(({ id }) => offer === `offer-${id}`);
  if (offer !== '' && course === undefined) throw badRequest('offerCode is not known');
  const now = iso(context.now());
  const made: User = {
    id: freshId(state, 'u'),
    email: email ?? '',
    emailVerified: false,
    fullName: `${first} ${last}`,
    firstName: first ?? '',
    lastName: last ?? '',
    title: null,
    contactNumber: null,
    dateOfBirth: null,
    headline: null,
    country: null,
    state: null,
    city: null,
    role: 'learner',
    deletedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  state.users.push(made);
  state.passwords[made.id] = password ?? '';
  // No more than that is known of the real answer.
  return answer({ id: made.id, email: made.email });
}

function updateAttributes({ request, context, state }: Call): SandboxResponse {
  const body = bodyOf(request);
  const id = request.query.get('id') ?? '';
  const change = at(body, 'attributes');
  if (textAt(body, 'id') !== id || !isObject(change)) throw badRequest('id and attributes are required');
  const user = state.users.find((one) => one.id === id);
  if (user === undefined) throw notFound('WineUser', id);
  const kept: [string, JsonObject[string]][] = [];
  for (const [name, value] of Object.entries(change)) {
    if (attributes.ignored.includes(name)) continue;
    if (!attributes.texts.includes(name) || !(typeof value === 'string' || value === null))
      throw invalid('WineUser', { [name]: ['custom', 'is invalid'] });
    kept.push([name, value]);
  }
  const email = textAt(change, 'email');
  if (email !== undefined && taken(state, email, id))
    throw invalid('WineUser', { email: ['uniqueness', 'Email already exists'] });
  Object.assign(user, Object.fromEntries(kept), { updatedAt: iso(context.now()) });
  if (!('fullName' in change)) user.fullName = `${user.firstName} ${user.lastName}`.trim();
  return answer(user);
}

export const peopleRoutes: readonly SandboxRoute<State>[] = [
  openEndpoint('POST', '/auth/login', login),
  endpoint('POST', '/api/wineusers/createAccount', createAccount),
  endpoint('POST', '/api/WineUsers/updateMainAttributes', updateAttributes),
];
