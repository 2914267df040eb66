/**
 * How often somebody may call: so many requests a minute per API key, and per address where nobody has identified himself yet
 * (which also slows down guessing). Counted per server process. Called by app.ts.
 */
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PlugboardError } from '../contract/errors.ts';
import { fail } from '../contract/errors.ts';
import { nameOf } from '../hub/access/principal.ts';

export interface Limits {
  /** Requests a minute per key (or address). */
  readonly perMinute: number;
}

/** Answers a check for requests that were refused before they had a principal. */
export async function limitRequests(
  app: FastifyInstance,
  { perMinute }: Limits,
): Promise<(request: FastifyRequest) => Promise<void>> {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => (request.principal === undefined ? address(request) : nameOf(request.principal)),
    errorResponseBuilder: (request, { ttl, max }) => tooMany(request, max, ttl),
  });
  const count = app.createRateLimit({
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => `refused ${address(request)}`,
  });
  return async (request) => {
    const result = await count(request);
    if (!result.isAllowed && result.isExceeded) throw tooMany(request, result.max, result.ttl);
  };
}

/** One IPv6 customer holds a whole /64. */
function address({ ip }: FastifyRequest): string {
  return ip.includes('.') ? ip : ip.split(':').slice(0, 4).join(':');
}

function tooMany(request: FastifyRequest, max: number, ttl: number): PlugboardError {
  const seconds = Math.ceil(ttl / 1000);
  const who = request.principal === undefined ? 'This address' : 'This API key';
  return fail(
    'rate_limited',
    `${who} has made its ${max} requests of this minute; the next is taken in ${seconds} s.`,
    {
      retryAfterMs: ttl,
      fault: 'you',
      next: 'Wait for the time given in Retry-After, then send the request again.',
    },
  );
}
