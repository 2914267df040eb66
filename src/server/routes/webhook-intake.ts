/**
 * Where providers send webhooks: POST /api/webhooks/{provider} and /api/webhooks/{provider}/{token}, with their other names, and whatever
 * method a vendor tries an address with. Nobody signs in here and nothing is parsed: the hub gets the bytes and headers as they came, and
 * its answer is the vendor's. Described in docs/guide/webhooks.md rather than in the API's document, because no client of ours calls it.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { fail, type PlugboardError } from '../../contract/errors.ts';
import type { WebhookDoor } from '../../hub/webhooks/intake.ts';
import type { Routes } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a webhook that may come in: set before its body is read. */
    webhookDoor: WebhookDoor | undefined;
  }
}

const paths = [
  '/webhooks/:provider',
  '/webhooks/:provider/:token',
  '/webhooks/partners/:provider',
  '/webhooks/partners/:provider/:token',
  '/integrations/:provider/webhook',
];
const params = z.object({ provider: z.string(), token: z.string().optional() });
/** A sender that trickles its body holds a connection no longer. */
const readingMs = 20_000;

export const webhookIntakeRoutes: Routes = async (app, { hub }) => {
  app.decorateRequest('webhookDoor', undefined);
  // Any type, or none, or one that cannot be read: the bytes are what was signed.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request, payload, done) => {
    const door = request.webhookDoor;
    if (door === undefined) throw new Error('the body of a webhook is read that may not come in');
    readBody(payload, Number(request.headers['content-length']), door).then((body) => done(null, body), done);
  });
  app.addHook('onRequest', async (request) => {
    const { provider, token } = params.parse(request.params);
    request.webhookDoor = await hub.webhookIntake.open({
      provider,
      token,
      method: request.method,
      path: request.raw.url ?? '',
      rawHeaders: request.raw.rawHeaders,
      ip: request.ip,
    });
    // Left alone, a type that cannot be parsed would be refused before anybody looked at the signature. `rawHeaders` still has it.
    delete request.raw.headers['content-type'];
  });
  for (const url of paths)
    app.route({
      method: ['POST', 'GET', 'HEAD', 'DELETE'],
      url,
      exposeHeadRoute: false,
      // No browser comes here.
      helmet: false,
      config: { open: true, rateLimit: false },
      schema: { hide: true },
      handler: answer,
    });
};

async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const given = await request.webhookDoor?.take(body);
  if (given === undefined) throw new Error('a webhook is answered that may not come in');
  reply.status(given.status);
  if (given.allow !== undefined) reply.header('allow', given.allow.join(', '));
  if (typeof given.body === 'string') reply.type('text/plain; charset=utf-8');
  else if (given.body !== undefined)
    reply.type('application/json; charset=utf-8').serializer((value: unknown) => JSON.stringify(value));
  return reply.send(given.body);
}

/** Stops at the first byte too many. What it throws closes the connection (Fastify does that for bodies that were not read). */
function readBody(stream: NodeJS.ReadableStream, announced: number, door: WebhookDoor): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const pieces: Buffer[] = [];
  let bytes = 0;
  const refuse = (error: PlugboardError): void => {
    stream.pause();
    stream.off('data', take);
    reject(error);
  };
  const take = (piece: Buffer): void => {
    bytes += piece.length;
    pieces.push(piece);
    if (bytes > door.maxBytes) refuse(door.tooLarge());
  };
  if (announced > door.maxBytes) {
    reject(door.tooLarge());
    return promise;
  }
  const timer = setTimeout(
    () => refuse(fail('invalid_request', `The body did not come within ${readingMs / 1000} s.`)),
    readingMs,
  );
  let whole = false;
  // After the end there is a close, too; an error costs more than all the rest.
  const broken = (): void => (whole ? undefined : reject(fail('invalid_request', 'The body broke off.')));
  stream.on('data', take).on('error', broken).on('close', broken);
  stream.on('end', () => {
    whole = true;
    resolve(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces));
  });
  return promise.finally(() => clearTimeout(timer));
}
