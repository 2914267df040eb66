/**
 * The dashboard's files, as built into web/dist. Every address that is not the API's and not a file is the page itself, which finds out
 * what to show: addresses of screens can be opened and sent to somebody. Called by app.ts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Nothing from anywhere else, nothing inline, and in the frames of nobody but the pages named. */
export function pagePolicy(framedBy: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy.length === 0 ? "'none'" : framedBy.join(' ')}`,
  ].join('; ');
}

const policy = pagePolicy();

/** `directory`: what `vite build` made. Must be called after all routes of the API. */
export async function serveDashboard(app: FastifyInstance, directory: string): Promise<void> {
  // Read once: a page and the files it names must be of one build.
  const page = readFileSync(join(directory, 'index.html'));
  const open = { open: true, rateLimit: false } as const;
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => void Object.assign(route, { config: open, schema: { hide: true } }));
    await scope.register(fastifyStatic, {
      root: join(directory, 'assets'),
      prefix: '/assets/',
      // Their names hold a digest of what is in them.
      maxAge: '365d',
      immutable: true,
      preCompressed: true,
      decorateReply: false,
      setHeaders: (reply) => void reply.header('content-security-policy', policy),
    });
  });
  for (const name of ['icon.svg', 'theme.js'])
    app.get(`/${name}`, { config: open, schema: { hide: true } }, async (_request, reply) =>
      withPolicy(reply)
        .header('cache-control', 'public, max-age=3600')
        .type(name.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript; charset=utf-8')
        .send(readFileSync(join(directory, name))),
    );
  app.get('/*', { config: open, schema: { hide: true } }, async (request, reply) => {
    if (/^\/(api|assets)(\/|$)/.test(request.url)) return reply.callNotFound();
    return withPolicy(reply).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}

function withPolicy(reply: FastifyReply): FastifyReply {
  return (
    reply
      .header('content-security-policy', policy)
      // A sign-in at a vendor happens in a window that a screen opens, and that has to be able to say how it ended.
      .header('cross-origin-opener-policy', 'same-origin-allow-popups')
  );
}
