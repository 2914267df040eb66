/** Signing in, and the token every other call needs. Called by ../sandbox.ts. */
import { createHmac } from 'node:crypto';
import type { SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { bearerOf, isObject, jsonOf, sameSecret } from 'plugboard/kit';
import { refuse } from './answers.ts';
import { givenToken, login, subDomain } from './seed.ts';
import type { Context } from './state.ts';

const livesMs = 60 * 60_000;

/** The body's fields by their names in lower case: two editions of the documentation spell them differently. */
function fieldsOf(request: SandboxRequest): ReadonlyMap<string, string> {
  const body = jsonOf(request);
  const entries = isObject(body) ? Object.entries(body) : [];
  return new Map(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])));
}

export function signIn(request: SandboxRequest, context: Context): SandboxResponse {
  const given = fieldsOf(request);
  const right =
    given.get('username')?.toLowerCase() === login.username &&
    sameSecret(login.lms_token, given.get('lmstoken') ?? '') &&
    given.get('subdomain')?.toLowerCase() === subDomain;
  if (!right) return refuse(401, 'Login failed.');
  const now = context.now();
  const { tokens } = context.state;
  for (const [token, ends] of Object.entries(tokens)) if (ends <= now && token !== givenToken) delete tokens[token];
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: login.username, jti: context.hex(16), iat: seconds(now), exp: seconds(now + livesMs) };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  // Nobody but the vendor checks it, so any key will do.
  const token = `${text}.${createHmac('sha256', 'eskilled').update(text).digest('base64url')}`;
  tokens[token] = now + livesMs;
  return { body: { token } };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const token = bearerOf(request) ?? '';
  const ends = Object.hasOwn(context.state.tokens, token) ? (context.state.tokens[token] ?? 0) : 0;
  if (ends > context.now()) return undefined;
  return refuse(401, 'Authorization has been denied for this request.');
}
