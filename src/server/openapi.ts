/**
 * The API's own description: OpenAPI 3.1 made from the routes' schemas, served at /api/openapi.json and, for people, at /api/docs.
 * The same document is written to docs/openapi.json by `npm run generate`. Called by app.ts.
 */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { apiDocument, type ApiDocument } from './api-document.ts';
import { docsPage } from './docs-page.ts';

const description = `Connects your customers (tenants) to the systems they already use.

Send an API key as \`Authorization: Bearer pb_...\`, bodies as JSON; unknown fields are refused by name. A key of one tenant may leave \`/tenants/{tenant}\` out of every address.
Lists answer \`{data, next_cursor}\`; errors are RFC 9457 problem documents whose \`code\` is one of a short table.
Writes accept \`Idempotency-Key\`: the same key with the same request answers the same again for a day.
Calls are limited per key and minute; see the \`x-ratelimit-*\` headers and \`Retry-After\`.`;

/** Must be called before any route is added: it listens for them. */
export async function serveDocumentation(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Plugboard', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: { api_key: { type: 'http', scheme: 'bearer', description: 'An API key: `pb_...`' } },
      },
      security: [{ api_key: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  const options = { config: { open: true, rateLimit: false }, schema: { hide: true } } as const;
  app.get('/api/openapi.json', options, async () => describeApi(app));
  app.get('/api/docs', options, async (_request, reply) => {
    const page = docsPage(describeApi(app));
    return reply
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'sha256-${page.styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
      )
      .type('text/html; charset=utf-8')
      .send(page.html);
  });
}

const refPrefix = '#/components/schemas/';
const documents = new WeakMap<FastifyInstance, ApiDocument>();

/** The document of an app that is ready. */
export function describeApi(app: FastifyInstance): ApiDocument {
  const known = documents.get(app);
  if (known !== undefined) return known;
  const made = withoutTwins(withCommonParts(readDocument(app.swagger())));
  documents.set(app, made);
  return made;
}

/**
 * As plain JSON. Schemas that refer to themselves without having a name are collected under a name that OpenAPI does not allow;
 * the only ones we use say "any JSON" (`z.json()`), which an empty schema says as well.
 */
function readDocument(document: object): ApiDocument {
  return apiDocument.parse(
    JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
      const ref = z.object({ $ref: z.string() }).safeParse(value);
      return ref.success && ref.data.$ref.startsWith(refTo('__shared')) ? {} : value;
    }),
  );
}

const problem = {
  description: 'A problem document: what went wrong, whose fault it is, what to do next.',
  content: { 'application/problem+json': { schema: { $ref: refTo('Problem') } } },
};
const operationParts = z.object({
  responses: z.record(z.string(), z.unknown()).default({}),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
});

/** What is the same everywhere and so is said in no route: any operation may answer a problem, and the tenant is in the path. */
function withCommonParts(document: ApiDocument): ApiDocument {
  const complete = (path: string, operation: Record<string, unknown>) => {
    const { responses, parameters } = operationParts.parse(operation);
    const undeclared = [...path.matchAll(/\{(\w+)\}/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !parameters.some((one) => one.in === 'path' && one.name === name))
      .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    return { ...operation, parameters: [...undeclared, ...parameters], responses: { ...responses, default: problem } };
  };
  const paths = Object.entries(document.paths).map(([route, operations]) => {
    // The rest of a path (`/proxy/*`) has no name in a route; whoever calls it from a generated client needs one.
    const path = route.replace('{*}', '{path}');
    const completed = Object.entries(operations).map(([method, operation]) => [method, complete(path, operation)]);
    return [path, Object.fromEntries(completed)];
  });
  return apiDocument.parse({ ...document, paths: Object.fromEntries(paths) });
}

/**
 * The type provider emits every named schema twice, as it is read (`XInput`) and as it is answered (`X`), used or not. What nobody
 * refers to is dropped, and a twin that says the same, or stands alone, takes the plain name.
 */
export function withoutTwins(document: ApiDocument): ApiDocument {
  const { schemas } = document.components;
  const used = reachable(document);
  const renamed = new Map<string, string>();
  for (const name of used) {
    const plain = name.replace(/Input$/, '');
    if (plain === name || !(plain in schemas)) continue;
    if (!used.has(plain) || sameButNames(schemas[name], schemas[plain])) renamed.set(name, plain);
  }
  const kept = Object.fromEntries(
    [...used]
      .toSorted()
      .filter((name) => !renamed.has(name) || !used.has(renamed.get(name) ?? ''))
      .map((name) => [renamed.get(name) ?? name, schemas[name] ?? {}]),
  );
  const slim = { ...document, components: { ...document.components, schemas: kept } };
  return apiDocument.parse(
    JSON.parse(JSON.stringify(slim), (key, value: unknown) => {
      if (key === '$ref' && typeof value === 'string') return refTo(renamed.get(nameIn(value)) ?? nameIn(value));
      return isClosed(key, value) ? undefined : value;
    }),
  );
}

/** Unknown fields are refused everywhere, which the description says once; in answers the word would forbid us new fields. */
function isClosed(key: string, value: unknown): boolean {
  return key === 'additionalProperties' && value === false;
}

function refTo(name: string): string {
  return refPrefix + name;
}

function nameIn(ref: string): string {
  return ref.slice(refPrefix.length);
}

/** Equal once `XInput` and `X` count as one name. Fields with a default differ on purpose: they are required in answers only. */
function sameButNames(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (key, part: unknown) => (isClosed(key, part) ? undefined : part)).replaceAll(
      /"#\/components\/schemas\/(\w+?)(Input)?"/g,
      '"$1"',
    );
  return text(one) === text(other);
}

function reachable(document: ApiDocument): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      walk(document.components.schemas[name] ?? {});
    }
  };
  walk(document.paths);
  return found;
}
