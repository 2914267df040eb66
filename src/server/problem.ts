/**
 * Every error of the API as one RFC 9457 problem document. Nothing leaves here that the error table does not vouch for: an
 * unexpected error answers 500 without its text, which goes to the log under the request id. Called by app.ts and limits.ts.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FieldProblem } from '../contract/errors.ts';
import { errorCodes, fail, PlugboardError, reportError } from '../contract/errors.ts';
import { errorAddress } from './docs-page.ts';
import { fieldProblems } from './validation.ts';

export const problemType = 'application/problem+json; charset=utf-8';

/** What a caller reads when something did not work. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Where the code is explained, on this server.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(errorCodes),
    fault: z.enum(['you', 'provider', 'us']).describe('Who has to act.'),
    next: z.string().describe('What to do next.'),
    request_id: z.string(),
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('One entry per field that is wrong.'),
    provider: z.string().optional(),
    operation: z.string().optional(),
    vendor_status: z.int().optional(),
    vendor_request_id: z.string().optional(),
    vendor_code: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'An RFC 9457 problem document.' });

/** `problems` and a status of its own only where HTTP is more exact than the error table (405, 415). */
export function problemDocument(
  error: PlugboardError,
  requestId: string,
  status = error.facts.status,
): Record<string, unknown> {
  const report = reportError(error);
  return {
    ...error.details.meta,
    type: errorAddress(report.code),
    title: error.facts.title,
    status,
    detail: report.message,
    code: report.code,
    fault: report.fault,
    next: report.next,
    request_id: requestId,
    ...(error.details.problems === undefined ? {} : { problems: error.details.problems }),
    ...(report.provider === undefined ? {} : { provider: report.provider }),
    ...(report.operation === undefined ? {} : { operation: report.operation }),
    ...(report.status === undefined ? {} : { vendor_status: report.status }),
    ...(report.request_id === undefined ? {} : { vendor_request_id: report.request_id }),
    ...(report.vendor_code === undefined ? {} : { vendor_code: report.vendor_code }),
  };
}

/** A database restart takes seconds. */
const unavailableMs = 5_000;

export function sendProblem(reply: FastifyReply, error: PlugboardError, status = error.facts.status): FastifyReply {
  const wait = error.details.retryAfterMs ?? (status === 503 ? unavailableMs : undefined);
  if (wait !== undefined) reply.header('retry-after', Math.ceil(wait / 1000));
  if (error.code === 'unauthorized') reply.header('www-authenticate', 'Bearer realm="plugboard"');
  // A problem document has a schema of its own; the route's answer schema does not apply to it.
  return reply
    .status(status)
    .type(problemType)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(problemDocument(error, reply.request.id, status));
}

/** Fastify's error handler. */
export function answerError(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { error, status } = understand(thrown);
  if (error.facts.fault === 'us') request.log.error({ err: thrown, request_id: request.id }, 'a request failed');
  return sendProblem(reply, error, status);
}

/** What was thrown, as an expected failure: Fastify's own refusals are translated, anything else is a bug. */
function understand(thrown: FastifyError): { error: PlugboardError; status?: number } {
  if (thrown instanceof PlugboardError) return { error: thrown };
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    return { error: invalid(fieldProblems(thrown.validation, thrown.validationContext)) };
  }
  switch (thrown.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { error: fail('too_large', 'The body is larger than this address takes.') };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { error: fail('invalid_request', 'Send the body as `Content-Type: application/json`.'), status: 415 };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return { error: fail('invalid_request', 'The body is empty; a JSON object is expected.') };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { error: fail('invalid_request', 'The body is not as long as Content-Length says.') };
    default:
      break;
  }
  const status = thrown.statusCode;
  if (status !== undefined && status >= 400 && status < 500) {
    return { error: fail('invalid_request', 'The request could not be read.'), status };
  }
  return {
    error: fail(
      'internal',
      'An unexpected error inside Plugboard; the server log has the details under the request id.',
      { cause: thrown },
    ),
  };
}

/** The refusal of a request whose fields are wrong: the message names the first, `problems` all. */
export function invalid(problems: readonly FieldProblem[]): PlugboardError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message =
    first === undefined
      ? 'The request is not valid.'
      : `${first.path === '' ? 'body' : first.path}: ${first.message}${more}`;
  return fail('invalid_request', message, { problems });
}
