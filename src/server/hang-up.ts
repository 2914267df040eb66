/** For work that is worth nothing once its caller has gone: a signal that aborts when the connection closes before the answer. */
import type { FastifyReply } from 'fastify';

export function untilClosed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Error('the caller has gone'));
  });
  return gone.signal;
}
