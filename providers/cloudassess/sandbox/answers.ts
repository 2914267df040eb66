/** How the contract answers: one thing, a page of them, or a refusal. Called by the guard and all routes. */
import type { JsonObject, SandboxResponse } from 'plugboard/contract';

const codes = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'validation_failed',
  429: 'rate_limited',
} as const;

export function refused(
  status: keyof typeof codes,
  message: string,
  more: {
    readonly code?: string;
    readonly fields?: Readonly<Record<string, string>>;
    readonly retryAfter?: number;
  } = {},
): SandboxResponse {
  const { code = codes[status], fields, retryAfter } = more;
  const named =
    fields === undefined
      ? {}
      : { fields: Object.fromEntries(Object.entries(fields).map(([name, problem]) => [name, [problem]])) };
  return {
    status,
    body: { error: { code, message, ...named } },
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  };
}

/** What is wrong, field by field. */
export function invalid(fields: Readonly<Record<string, string>>): SandboxResponse {
  return refused(422, 'The request is not valid.', { fields });
}

export function missing(what: string): SandboxResponse {
  return refused(404, `There is no such ${what}.`);
}

export function shown(row: JsonObject, status = 200): SandboxResponse {
  return { status, body: { data: row } };
}
