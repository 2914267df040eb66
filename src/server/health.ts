/**
 * For load balancers and supervisors: `/healthz` says that the process answers (restart it when it does not), `/readyz` that it
 * can do its work (send it no requests while it cannot). Called by app.ts.
 */
import type { FastifyInstance } from 'fastify';

/** Sentences saying what is wrong; empty when all is well. Never throws. */
export type Readiness = () => Promise<readonly string[]>;

/** A database that hangs is as bad as one that refuses. */
const patienceMs = 3_000;

/** `installation`: by this `plugboard doctor` sees that an address leads to this server, and not to somebody else's. */
export function serveHealth(app: FastifyInstance, ready: Readiness, installation: string | undefined): void {
  const options = { config: { open: true, rateLimit: false }, schema: { hide: true } } as const;
  app.get('/healthz', options, async () => ({ status: 'ok', installation }));
  app.get('/readyz', options, async (_request, reply) => {
    const problems = await within(ready(), patienceMs);
    if (problems.length === 0) return { status: 'ok' };
    return reply.status(503).header('retry-after', 5).send({ status: 'unavailable', problems });
  });
}

async function within(answer: Promise<readonly string[]>, ms: number): Promise<readonly string[]> {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const timer = setTimeout(() => resolve([`The database has not answered within ${ms / 1000} s.`]), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
