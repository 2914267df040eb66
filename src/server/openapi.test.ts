import { Ajv2020 } from 'ajv/dist/2020.js';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import type { Hub } from '../hub/index.ts';
import { buildApp } from './app.ts';
import type { ApiDocument } from './api-document.ts';
import { describeApi, withoutTwins } from './openapi.ts';

let app: FastifyInstance;
let document: ApiDocument;
const methods = new Set(['get', 'put', 'post', 'patch', 'delete']);

beforeAll(async () => {
  app = await buildApp({
    // Describing asks no route anything.
    hub: {} as Hub,
    log: pino({ level: 'silent' }),
    version: '1.0.0',
    publicUrl: () => 'http://127.0.0.1',
    ready: async () => [],
    requestsPerMinute: 1,
    corsOrigins: [],
    trustedProxies: [],
    metrics: { sources: [], token: undefined },
    requestId: () => 'req_0',
  });
  document = describeApi(app);
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, one]) =>
    Object.entries(one).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the description of the API', () => {
  it('names every operation once, with a tag and a summary', () => {
    expect(operations().length).toBeGreaterThan(20);
    for (const { path, method, operation } of operations()) {
      const where = `${method} ${path}`;
      expect(methods, where).toContain(method);
      expect(operation['operationId'], where).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation['summary'], where).toMatch(/\S/);
      expect(operation['tags'], where).toHaveLength(1);
    }
    const ids = operations().map(({ operation }) => operation['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares every parameter of every path', () => {
    for (const { path, method, operation } of operations()) {
      const declared = (operation['parameters'] ?? []) as { name: string; in: string; required?: boolean }[];
      const inPath = declared.filter((one) => one.in === 'path').map((one) => one.name);
      expect(inPath.toSorted(), `${method} ${path}`).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted(),
      );
    }
  });

  it('answers every operation with a success and a problem', () => {
    for (const { path, method, operation } of operations()) {
      const statuses = Object.keys(operation['responses'] as object);
      expect(statuses, `${method} ${path}`).toContain('default');
      expect(
        statuses.some((status) => /^[23]\d\d$/.test(status)),
        `${method} ${path}`,
      ).toBe(true);
    }
  });

  it('holds only schemas that are valid, named well and used', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas, name).toHaveProperty(name ?? '');
    }
    const ajv = new Ajv2020({ strict: false });
    ajv.addFormat('date-time', true).addFormat('uri', true);
    ajv.addSchema({ $id: 'api', ...document });
    for (const name of Object.keys(document.components.schemas)) {
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
      expect(text).toContain(`#/components/schemas/${name}"`);
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow();
    }
  });

  it('hides the short paths and everything for browsers and machines', () => {
    for (const { path } of operations())
      expect(path).not.toMatch(/^\/(healthz|readyz|metrics|api\/integrations|api\/docs)/);
  });
});

describe('twins', () => {
  const schema = (properties: object) => ({ type: 'object', properties });
  const documentOf = (refs: readonly string[], schemas: Record<string, Record<string, unknown>>): ApiDocument => ({
    info: { title: '', version: '', description: '' },
    paths: { '/': { get: { refs: refs.map((name) => ({ $ref: `#/components/schemas/${name}` })) } } },
    components: { schemas },
  });

  it('are told apart only where they differ', () => {
    const same = { ...schema({ a: {} }), additionalProperties: false };
    expect(
      Object.keys(withoutTwins(documentOf(['A', 'AInput'], { A: schema({ a: {} }), AInput: same })).components.schemas),
    ).toEqual(['A']);
    expect(
      Object.keys(
        withoutTwins(documentOf(['A', 'AInput'], { A: schema({ a: {} }), AInput: schema({ b: {} }) })).components
          .schemas,
      ),
    ).toEqual(['A', 'AInput']);
  });

  it('take the plain name when they stand alone, and go when nobody refers to them', () => {
    const made = withoutTwins(
      documentOf(['AInput'], { A: schema({ a: {} }), AInput: schema({ b: {} }), B: schema({}), BInput: schema({}) }),
    );
    expect(made.components.schemas).toEqual({ A: schema({ b: {} }) });
    expect(JSON.stringify(made.paths)).toContain('"#/components/schemas/A"');
  });

  it('inside each other count as one name', () => {
    const refTo = (name: string) => schema({ inner: { $ref: `#/components/schemas/${name}` } });
    const made = withoutTwins(
      documentOf(['A', 'AInput'], { A: refTo('B'), AInput: refTo('BInput'), B: schema({}), BInput: schema({}) }),
    );
    expect(Object.keys(made.components.schemas)).toEqual(['A', 'B']);
  });
});
