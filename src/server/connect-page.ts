/**
 * The page behind the link of a connect session (`/connect/{token}`), and the script with which other pages embed it (`/connect.js`). Each token
 * has its own answer to who may show the page in a frame; the page is told the same, so that it talks to nobody else. Called by app.ts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Hub } from '../hub/index.ts';
import { pagePolicy } from './dashboard.ts';

const open = { config: { open: true }, schema: { hide: true } } as const;

/** `directory`: what tools/build-web.ts made. */
export async function serveConnectPage(app: FastifyInstance, hub: Hub, directory: string): Promise<void> {
  // Read once: a page and the files it names must be of one build.
  const page = readFileSync(join(directory, 'connect.html'), 'utf8');
  const embedding = readFileSync(join(directory, 'connect.js'));
  app.get<{ Params: { token: string } }>('/connect/:token(^pc_[0-9a-z_]+$)', open, async (request, reply) => {
    // Strict by their form (see CreateConnectSession): nothing in them ends a header or an attribute. Logos come as data.
    const origins = await hub.connectSessions.allowedOrigins(request.params.token);
    return (
      reply
        .header('content-security-policy', pagePolicy(origins, ' data:'))
        .removeHeader('x-frame-options')
        // Whoever opened it in a window is told how it ended, and it opens the window of the sign-in itself.
        .header('cross-origin-opener-policy', 'unsafe-none')
        // The address is the key.
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(page.replace('</head>', `<meta name="plugboard:origins" content="${origins.join(' ')}" /></head>`))
    );
  });
  app.get('/connect.js', open, async (_request, reply) =>
    reply
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
      .header('cache-control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(embedding),
  );
}
