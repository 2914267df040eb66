/**
 * The dashboard's files, as built into web/dist. Every address that is not the API's and not a file is the page itself, which finds out
 * what to show: addresses of screens can be opened and sent to somebody. Called by app.ts.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readBuiltFile, sendBuiltFile } from './built-files.ts';

/** Nothing from anywhere else, nothing inline, and in the frames of nobody but the pages named. `pictures`: others than our own files. */
export function pagePolicy(framedBy: readonly string[] = [], pictures = ''): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self'${pictures}`,
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy.length === 0 ? "'none'" : framedBy.join(' ')}`,
  ].join('; ');
}

const policy = pagePolicy();

/** What a page of ours never needs, so that nothing that got into one could have it either. */
const permissions = 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()';

const open = { config: { open: true, rateLimit: false }, schema: { hide: true } } as const;

/** `directory`: what tools/build-web.ts made. Must be called after all routes of the API. */
export async function serveDashboard(app: FastifyInstance, directory: string): Promise<void> {
  const assets = new Map(
    readdirSync(join(directory, 'assets'))
      .filter((name) => !/\.(br|gz)$/.test(name))
      .map((name) => [name, readBuiltFile(join(directory, 'assets', name))]),
  );
  app.get<{ Params: { name: string } }>('/assets/:name', open, async (request, reply) => {
    const file = assets.get(request.params.name);
    if (file === undefined) return reply.callNotFound();
    // Its name holds a digest of what is in it.
    return sendBuiltFile(
      request,
      withPolicy(reply).header('cache-control', 'public, max-age=31536000, immutable'),
      file,
    );
  });
  for (const name of ['icon.svg', 'theme.js']) {
    const file = readBuiltFile(join(directory, name));
    app.get(`/${name}`, open, async (request, reply) =>
      sendBuiltFile(request, withPolicy(reply).header('cache-control', 'public, max-age=3600'), file),
    );
  }
  const page = readBuiltFile(join(directory, 'index.html'));
  app.get('/*', open, async (request, reply) => {
    if (/^\/(api|assets)(\/|\?|$)/.test(request.url)) return reply.callNotFound();
    return sendBuiltFile(request, withPolicy(reply).header('cache-control', 'no-cache'), page);
  });
}

function withPolicy(reply: FastifyReply): FastifyReply {
  return (
    reply
      .header('content-security-policy', policy)
      .header('permissions-policy', permissions)
      // A sign-in at a vendor happens in a window that a screen opens, and that has to be able to say how it ended.
      .header('cross-origin-opener-policy', 'same-origin-allow-popups')
  );
}
