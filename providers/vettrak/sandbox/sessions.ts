/**
 * Who is calling: logins, tokens that die when nobody uses them for an hour, and the status every answer carries. Called by perform.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import { sameSecret } from 'plugboard/kit';
import type { Context } from './state.ts';

export const idleMs = 60 * 60_000;

/** VETtrak's own numbers. */
export const status = { ok: 1, unknown: 0, error: -1, expired: -2, database: -3, none: -4, unlicensed: -5 } as const;

/** What an operation answers: the members of its result besides `Auth`, or why not. */
export type Outcome =
  { readonly answer: JsonObject } | { readonly refused: { readonly status: number; readonly message: string } };

export function refuse(number: number, message: string): Outcome {
  return { refused: { status: number, message } };
}

/** As `TAuthenticate`. A success says nothing more; a token that was good is repeated even when there was nothing to answer. */
export function statusOf(outcome: Outcome, token: string, client: string): JsonObject {
  if ('answer' in outcome || outcome.refused.status === status.none) {
    const nothing = 'answer' in outcome ? {} : { StatusMessage: outcome.refused.message };
    const number = 'answer' in outcome ? status.ok : status.none;
    return { ID: Number(client), Token: token, Status: number, ...nothing, Identifier: client, TokenType: '02' };
  }
  const { status: number, message } = outcome.refused;
  return { ID: -1, Token: '', Status: number, StatusMessage: message, Identifier: '-1', TokenType: '' };
}

/** A login as `TAuthenticate`. Tokens hold every character that XML has to escape. */
export function login(context: Context, username: string, password: string): JsonObject {
  const { state } = context;
  const user = Object.hasOwn(state.users, username) ? state.users[username] : undefined;
  if (user === undefined || !sameSecret(user.password, password))
    return statusOf(refuse(status.error, 'Invalid Username/Password Combination.'), '', '');
  for (const [token, session] of Object.entries(state.sessions))
    if (context.now() - session.used > idleMs) delete state.sessions[token];
  const token = `'&7<${context.hex(12)}>"${context.hex(12)}$&`;
  state.sessions[token] = { client: user.client, used: context.now() };
  return {
    ID: Number(user.client),
    Token: token,
    Status: status.ok,
    StatusMessage: 'Success',
    Identifier: user.client,
    TokenType: '03',
  };
}

/** Whose token it is; using it keeps it alive. */
export function callerOf(context: Context, token: string): { readonly client: string } | Outcome {
  if (token === '') return refuse(status.error, 'No token was supplied.');
  const session = Object.hasOwn(context.state.sessions, token) ? context.state.sessions[token] : undefined;
  if (session === undefined) return refuse(status.error, 'The token supplied is not valid.');
  if (context.now() - session.used > idleMs) return refuse(status.expired, 'The token supplied has expired.');
  session.used = context.now();
  return { client: session.client };
}
