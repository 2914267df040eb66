/** What is answered where no route matches: 404, or 405 with `Allow` where the address exists for other methods. Called by app.ts. */
import type { FastifyInstance } from 'fastify';
import { fail } from '../contract/errors.ts';
import { sendProblem } from './problem.ts';

/** Must be called before any route is added: it listens for them. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const routes: { readonly pattern: RegExp; readonly method: string }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    // The dashboard's page is shown wherever nothing else is: that makes nothing of an address that lacks it.
    if (url === '/*') return;
    for (const one of [method].flat()) routes.push({ pattern: matcherOf(url), method: one });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.replace(/[?#].*$/, '').replace(/(?<=.)\/$/, '');
    const methods = [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
    const shown = path.length > 100 ? `${path.slice(0, 100)}...` : path;
    // A route that takes the method and finds nothing comes here as well.
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(
        reply,
        fail('not_found', `There is nothing at ${shown}.`, { next: 'See /api/docs for the addresses there are.' }),
      );
    reply.header('allow', methods.join(', '));
    return sendProblem(
      reply,
      fail('invalid_request', `${shown} does not take ${request.method}; it takes ${methods.join(', ')}.`),
      405,
    );
  });
}

/** `/api/tenants/:tenant/proxy/*` as a pattern for whole paths. */
function matcherOf(url: string): RegExp {
  const parts = url
    .replace(/(?<=.)\/$/, '')
    .split('/')
    .map((part) => {
      if (part === '*') return '.*';
      return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[^\w-]/g, '\\$&');
    });
  return new RegExp(`^${parts.join('/')}$`);
}
