/**
 * The `Idempotency-Key` header on every write: the first answer is kept and given again (hub/access/idempotency.ts). Runs after
 * validation, so that a request that could not be understood uses up no key. Called by app.ts.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Hub } from '../hub/index.ts';
import type { Claim } from '../hub/access/idempotency.ts';
import { invalid } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Sees to repeated requests itself; the header is left to it. */
    ownIdempotency?: boolean;
  }
}

const writes: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Long enough for any id, short enough for an index. */
const wellFormed = /^[\x21-\x7e]{1,200}$/;

export function acceptIdempotencyKeys(app: FastifyInstance, hub: Hub): void {
  const claims = new WeakMap<FastifyRequest, Claim>();

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.principal === undefined || !writes.has(request.method)) return;
    if (request.routeOptions.config.ownIdempotency === true) return;
    if (typeof key !== 'string' || !wellFormed.test(key)) {
      throw invalid([
        { path: 'header.idempotency-key', message: 'expected 1 to 200 printable characters without spaces' },
      ]);
    }
    const begun = await hub.idempotency.begin(request.principal, key, digestOf(request));
    if ('claim' in begun) {
      claims.set(request, begun.claim);
      return;
    }
    const { status, type, body } = begun.again;
    return reply
      .status(status)
      .type(type)
      .header('idempotency-replayed', 'true')
      .serializer((text: unknown) => String(text))
      .send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const claim = claims.get(request);
    if (claim === undefined) return;
    claims.delete(request);
    try {
      // A refusal, a failure or a stream stands for nothing that could be given again.
      if (reply.statusCode >= 400 || typeof payload !== 'string') await claim.release();
      else await claim.keep({ status: reply.statusCode, type: String(reply.getHeader('content-type')), body: payload });
    } catch (error) {
      // The work is done: its answer counts more than the memory of it. The key stays taken and is freed by its age.
      request.log.warn({ err: error, request_id: request.id }, 'the answer to an idempotent request could not be kept');
    }
  });
}

/** By whom, what and where: the same key must not answer anybody else, or anything else. */
function digestOf(request: FastifyRequest): Buffer {
  const { principal, method, url, body } = request;
  return createHash('sha256')
    .update(JSON.stringify([principal?.kind, principal?.id, method, url, body ?? null]))
    .digest();
}
