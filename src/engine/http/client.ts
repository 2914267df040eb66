/**
 * The door a provider calls through: takes an HttpRequest value and does everything around it. Waits for the budget, asks the breaker,
 * runs attempts (attempt.ts), renews the credential on 401, pauses and tries again.
 *
 * Opened by the hub per run, action or test; opening costs nothing. What must be shared between them (connections, budgets, breakers)
 * is in the HttpRuntime (runtime.ts), of which a process has one.
 */
import { fail, type ErrorCode, type PlugboardError } from '../../contract/errors.ts';
import type { HttpRequest, HttpResponse, RowFormat, StreamHttp } from '../../contract/http.ts';
import type { StoredCredential } from '../ports.ts';
import { createAttempt, type Outcome } from './attempt.ts';
import type { Breaker } from './breaker.ts';
import { backoffMs, isRepeatable, maxRetries } from './retry.ts';
import { batchesOf, openRows, rowsRequest } from './rows.ts';
import type { HttpRuntime, OpenHttp } from './runtime.ts';

export interface HttpClient extends StreamHttp {
  /** Throws PlugboardError, or the signal's reason. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** `answered` is told the headers before the first rows come. */
  rows(
    request: HttpRequest,
    format: RowFormat,
    answered?: (headers: HttpResponse['headers']) => void,
  ): ReturnType<StreamHttp['rows']>;
  /**
   * What a provider's function threw over answers of this client, its causes included, without secrets: it may quote the vendor, who
   * may repeat what he was sent. Hands back the same error when there is nothing to take out.
   */
  clean(error: unknown): unknown;
  /** The same for words that a provider's function chose, of an answer perhaps. */
  cleanText(text: string): string;
  /** Requests sent (redirects included), attempts that were repeats, bytes of answers as they came. */
  readonly stats: { readonly requests: number; readonly retries: number; readonly bytes: number };
}

/** A vendor that wants a longer pause than this gets it from the caller, not from a sleeping worker. */
const longestPauseMs = 60_000;
/** A credential that others keep renewing, and the vendor keeps refusing, is not tried for ever. */
const mostRefusals = 5;
/** Only these say that a provider is in trouble. */
const troubleCodes: ReadonlySet<ErrorCode> = new Set(['provider_unavailable', 'timeout', 'decode_failed']);
/** These say nothing about its health: our own refusals, and its being busy. */
const neutralCodes: ReadonlySet<ErrorCode> = new Set(['blocked_host', 'rate_limited']);

/** What budget, breaker and retries must know of an attempt. */
type Good = Pick<Extract<Outcome, { ok: true }>, 'ok' | 'headers'>;
type Bad = Extract<Outcome, { ok: false }>;

export function openHttp(open: OpenHttp, runtime: HttpRuntime): HttpClient {
  const { provider, integration, credential, signal } = open;
  const { clock, random } = runtime;
  const keys = integration.budgetKeys;
  const budget = runtime.budgets.for({
    limits: integration.limits ?? provider.limits,
    headers: provider.limitHeaders,
    keys,
  });
  const breaker = integration.id === undefined ? undefined : runtime.breakerFor(integration.id);
  const retries = integration.retries ?? maxRetries;
  const attempt = createAttempt(open, runtime);
  let repeated = 0;

  /**
   * An attempt inside budget and breaker, which both learn how it ended. One at rows has ended when the first of them are there: a
   * stream that asks for more while it reads them would otherwise wait for its own place.
   */
  const guarded = async <Done extends Good>(
    attempted: () => Promise<Done | Bad>,
    left: boolean,
  ): Promise<Done | Bad> => {
    const permit = await budget.acquire(signal);
    const wait = breaker?.ask() ?? 0;
    if (wait > 0) {
      permit.release(false);
      throw resting(open, wait, left);
    }
    let outcome: Done | Bad | undefined;
    try {
      outcome = await attempted();
    } finally {
      permit.release(true);
      report(breaker, outcome);
    }
    if (outcome.headers !== undefined) budget.observe(outcome.headers);
    if (!outcome.ok && outcome.error.code === 'rate_limited') budget.limited(outcome.error.details.retryAfterMs);
    return outcome;
  };

  /** After a 401: answers when there is a newer credential to try, and whether it is fresh; otherwise the integration needs its person. */
  const afterRefusal = async (error: PlugboardError, stored: StoredCredential, mayRenew: boolean): Promise<boolean> => {
    const renewed =
      mayRenew && error.code === 'auth_expired' ? await credential.renewed(stored.generation, signal) : undefined;
    if (renewed !== undefined) return renewed.fresh;
    await credential.rejected(stored.generation, error.message);
    throw error.code === 'auth_revoked' ? error : fail('auth_revoked', error.message, error.details);
  };

  /** Attempts until one is good, or none can be. */
  const deliver = async <Done extends Good>(
    request: HttpRequest,
    attempted: (stored: StoredCredential, number: number) => Promise<Done | Bad>,
  ): Promise<Done> => {
    const repeatable = isRepeatable(request, provider.idempotencyHeader ?? provider.idempotencyParam);
    let refusals = 0;
    // A refusal of what was just obtained is not about its age.
    let fresh = false;
    // Has any attempt left that was not refused as such?
    let left = false;
    for (let number = 1; ; number += 1) {
      const stored = await credential.current(signal);
      if (number > 1) repeated += 1;
      const outcome: Done | Bad = await guarded(() => attempted(stored, number), left);
      if (outcome.ok) return outcome;
      const { error, sent }: Bad = outcome;
      if (error.code === 'auth_expired' || error.code === 'auth_revoked') {
        refusals += 1;
        fresh = await afterRefusal(error, stored, !fresh && refusals <= mostRefusals);
        continue;
      }
      const tries = number - refusals;
      left ||= sent;
      if (!error.retry || tries > retries || (sent && !repeatable)) throw afterTries(error, tries, left);
      const pause = error.details.retryAfterMs ?? backoffMs(tries, random);
      if (pause > longestPauseMs) throw afterTries(error, tries, left);
      await clock.sleep(pause, signal);
    }
  };

  return {
    clean: attempt.secrecy.clean,
    cleanText: (text) => attempt.secrecy.redactor().text(text),
    get stats() {
      return { ...attempt.stats, retries: repeated };
    },
    send: async (request) => (await deliver(request, (...how) => attempt.run(request, ...how))).response,
    rows: async function* (request, format, answered) {
      const asked = rowsRequest(request, format);
      const { rows } = await deliver(asked, (...how) =>
        openRows((receive) => attempt.run(asked, ...how, receive), format, runtime),
      );
      answered?.(rows.headers);
      yield* batchesOf(rows);
    },
  };
}

function report(breaker: Breaker | undefined, outcome: Good | Bad | undefined): void {
  if (outcome === undefined || (!outcome.ok && neutralCodes.has(outcome.error.code))) breaker?.withdrawn();
  else if (!outcome.ok && troubleCodes.has(outcome.error.code)) breaker?.failed();
  else breaker?.succeeded();
}

function resting({ provider, operation }: OpenHttp, waitMs: number, left: boolean): PlugboardError {
  const text = `${provider.name} has been failing, so ${operation} was not sent; the next try is in ${Math.ceil(waitMs / 1000)} s`;
  return fail('provider_unavailable', text, { provider: provider.key, operation, retryAfterMs: waitMs, unsent: !left });
}

function afterTries(error: PlugboardError, tries: number, left: boolean): PlugboardError {
  const message = tries > 1 ? `${error.message} (after ${tries} tries)` : error.message;
  return fail(error.code, message, { ...error.details, unsent: !left });
}
