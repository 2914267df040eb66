/**
 * What the connect form needs of whoever shows it: the dashboard does it with a person's session, the hosted page with the token of a link. The
 * form itself knows neither.
 */
import type { Problem, Schema } from '../../client/index.ts';

export type Connectable = Schema['Connectable'];
export type WayIn = Connectable['auth'][number];
export type FieldFacts = WayIn['fields'][number];
export type Account = Schema['Account'];
export type TestAnswer = Schema['ConnectionTest'];

/** What was typed. Secrets that are stored already may be left out. */
export interface Typed {
  readonly auth_method: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
}

/** What is stored of an integration that is connected again. */
export interface Kept {
  readonly auth_method: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the credential fields that are set. */
  readonly credentials_set: readonly string[];
}

export interface ConnectResult {
  readonly outcome: 'connected' | 'sign_in' | 'choose_account';
  readonly message: string;
  readonly authorize_url: string | null;
  readonly accounts: readonly Account[] | null;
  readonly integration_id: string;
}

/** What has come of a sign-in that happens in another window. */
export type Standing =
  | { readonly state: 'waiting' }
  | { readonly state: 'connected'; readonly integration_id: string }
  | { readonly state: 'choose'; readonly accounts: readonly Account[] }
  | { readonly state: 'failed'; readonly failure: ConnectFailure };

/** Why something did not work, in the words of the server. */
export interface ConnectFailure {
  readonly message: string;
  readonly fault: 'you' | 'provider' | 'us';
  readonly next: string;
  readonly code?: string;
  readonly requestId?: string;
  /** Of a connect link that is over: `expired`, `completed`, `revoked`. */
  readonly session?: string;
  /** By field: `credentials.api_key`. */
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

export interface Connector {
  /** Stores nothing. Throws ConnectRefusal. */
  test(typed: Typed): Promise<TestAnswer>;
  /** Throws ConnectRefusal. */
  connect(typed: Typed): Promise<ConnectResult>;
  choose(typed: Typed, accountId: string): Promise<ConnectResult>;
  /** Asked again and again while a sign-in is under way. Throws ConnectRefusal. */
  look(): Promise<Standing>;
}

/** Thrown by connectors: the server said no, or could not be asked. */
export class ConnectRefusal extends Error {
  readonly failure: ConnectFailure | undefined;
  /** Undefined: the server could not be reached. */
  constructor(failure: ConnectFailure | undefined) {
    super(failure?.message ?? 'unreachable');
    this.failure = failure;
  }
}

/** The answer of the generated client, or its refusal as a throw. */
export async function answerOf<T>(
  call: Promise<{ readonly data?: T; readonly error?: unknown }>,
): Promise<NonNullable<T>> {
  const told = await call.catch(() => undefined);
  if (told?.data !== undefined && told.data !== null) return told.data;
  throw new ConnectRefusal(isProblem(told?.error) ? failureOf(told.error) : undefined);
}

function failureOf(problem: Problem): ConnectFailure {
  const { detail, fault, next, code, request_id, problems } = problem;
  const session: unknown = 'session' in problem ? problem.session : undefined;
  return {
    message: detail,
    fault,
    next,
    code,
    requestId: request_id,
    ...(typeof session === 'string' ? { session } : {}),
    ...(problems === undefined ? {} : { problems }),
  };
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
