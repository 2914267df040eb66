/**
 * What went over the wire between a client and a sandbox, held against the vendor's OpenAPI file where that is at hand. Used by
 * providers' tests with the exchanges of a test sandbox.
 */
import { basename } from 'node:path';
import type { Exchange } from '../sandbox/index.ts';
import { openApiChecker, type OpenApiChecker, type OpenApiOptions } from './openapi-check.ts';

export interface Held {
  /** Everything wrong, each naming its exchange, no two alike. */
  readonly problems: readonly string[];
  /** Requests and answers the file describes, so that a test can ask for some. */
  readonly checked: number;
  /** One plain line for the log, also when the file is absent. */
  readonly summary: string;
}

/**
 * Requests that were refused may well be wrong, so only their answers count, and those may hold fields the file does not name:
 * a refusal often repeats what was sent.
 */
export function holdAgainst(file: string, exchanges: readonly Exchange[], options: OpenApiOptions = {}): Held {
  const { closed: _closed, ...open } = options;
  const accepted = openApiChecker(file, options);
  const refused = openApiChecker(file, open);
  if (accepted === undefined || refused === undefined) {
    return { problems: [], checked: 0, summary: `${basename(file)} is not there: nothing was held against it` };
  }
  const problems = exchanges.flatMap((exchange) =>
    exchange.status < 400
      ? [...requestProblems(accepted, exchange), ...answerProblems(accepted, exchange)]
      : answerProblems(refused, exchange),
  );
  const { requests, responses } = accepted.checked;
  return {
    problems: [...new Set(problems)],
    checked: requests + responses + refused.checked.responses,
    summary: `${basename(file)}: ${requests} requests, ${responses} answers and ${refused.checked.responses} refusals checked`,
  };
}

function requestProblems(checker: OpenApiChecker, { request }: Exchange): readonly string[] {
  const { method, path, query, headers } = request;
  return checker.checkRequest(method, path, { query, headers, body: bodyOf(request) });
}

function answerProblems(checker: OpenApiChecker, { request, status, headers, body }: Exchange): readonly string[] {
  const text = body.toString('utf8');
  const json = /\bjson\b/.test(headers['content-type'] ?? '');
  return checker.checkResponse(request.method, request.path, status, json ? decoded(text) : text);
}

/** Some clients send an empty object along with a GET; it says nothing. */
function bodyOf(request: Exchange['request']): unknown {
  if (request.body.length === 0 || request.method === 'GET' || request.method === 'HEAD') return undefined;
  const text = request.body.toString('utf8');
  const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
  return form ? new URLSearchParams(text) : decoded(text);
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
