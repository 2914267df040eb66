/** GET /live: what happens, while it happens, as server-sent events. */
import type { FastifyReply } from 'fastify';
import { LiveNotice } from '../../hub/live/live-views.ts';
import { authenticate, principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

/** Not taken by a client by then: it does not read, and is better off connecting anew. Bytes. */
const mostWaiting = 256 * 1024;
/** After which a browser connects again. */
const againMs = 2_000;

export const liveRoutes: Routes = async (app, { hub }) => {
  const open = new Set<() => void>();
  // A connection that never ends would keep the server from stopping.
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get(
    '/live',
    {
      // Nobody listens to the answer to a HEAD.
      exposeHeadRoute: false,
      schema: {
        operationId: 'listenLive',
        tags: ['Live updates'],
        summary: 'What happens, while it happens',
        description:
          'Server-sent events; the data of each is one notice as JSON. They say what changed, not to what; of a run also how far it is. After `resync`, and after every new connection, anything may have changed meanwhile.',
        response: {
          200: { description: 'A stream of notices.', content: { 'text/event-stream': { schema: LiveNotice } } },
        },
      },
    },
    async (request, reply) => {
      const place = await hub.live.open(principalOf(request), tenantOf(request));
      const raw = begin(reply);
      const end = () => void raw.end();
      open.add(end);
      raw.once('close', () => {
        open.delete(end);
        place.stop();
      });
      const send = (text: string): void => {
        if (raw.writableEnded || text === '') return;
        raw.write(text);
        if (raw.writableLength > mostWaiting) raw.destroy();
      };
      // A browser that was connected before says so: what was told meanwhile is not told again.
      const again = request.headers['last-event-id'] !== undefined;
      send(`retry: ${againMs}\nid: 1\n${again ? 'data: {"kind":"resync"}\n' : ''}\n`);
      place.listen(
        (notices) => send(notices.map((notice) => `data: ${JSON.stringify(notice)}\n\n`).join('')),
        () => {
          send(': here\n\n');
          // A session that is over, a key that was withdrawn, somebody who is no member any more. (A GET needs no page of ours.)
          authenticate(hub, request, '')
            .then(() => place.mayStill(principalOf(request)))
            .catch(end);
        },
      );
      return reply;
    },
  );
};

/** From here on the answer is ours to write. */
function begin(reply: FastifyReply): FastifyReply['raw'] {
  reply.hijack();
  return reply.raw.writeHead(200, {
    ...definite(reply.getHeaders()),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Some proxies keep an answer until it is complete, unless told not to.
    'x-accel-buffering': 'no',
  });
}

function definite(headers: ReturnType<FastifyReply['getHeaders']>): Record<string, number | string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
