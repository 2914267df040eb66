import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openApiChecker } from './openapi-check.ts';
import { holdAgainst } from './openapi-exchanges.ts';
import { unbracket } from './openapi-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'openapi-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'shop.yaml');
writeFileSync(
  file,
  `
openapi: 3.0.0
servers: [{ url: https://api.shop.example/v1 }]
components:
  parameters:
    tenant: { in: header, name: x-tenant, required: true, schema: { type: string } }
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: { type: string, format: uuid, readOnly: true }
        total: { type: number, nullable: true }
        placed: { type: string, x-mark: day }
        next: { $ref: '#/components/schemas/Order' }
paths:
  /Orders:
    parameters: [{ $ref: '#/components/parameters/tenant' }]
    get:
      parameters:
        - { in: query, name: page, schema: { type: integer } }
        - { in: query, name: ids, explode: false, schema: { type: array, items: { type: string, format: uuid } } }
        - { in: query, name: 'created', style: deepObject, schema: { type: object, properties: { gte: { type: integer } } } }
      responses:
        '200': { content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } }
    post:
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Order' } }
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties: { lines: { type: array, items: { type: object, required: [price], properties: { price: { type: integer } } } } }
      responses: { '201': { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /Orders/{id}:
    delete:
      parameters: [{ in: path, name: id, required: true, schema: { type: string, format: uuid } }]
      responses: { '204': {} }
`,
);
const id = '52208ff9-0000-4000-8000-000000000001';
const headers = { 'X-Tenant': 't' };

function checker(options?: Parameters<typeof openApiChecker>[1]) {
  const made = openApiChecker(file, options);
  if (made === undefined) throw new Error('the file is there');
  return made;
}

test('a missing file is not an error', () => {
  expect(openApiChecker(join(folder, 'absent.yaml'))).toBeUndefined();
});

test('what fits passes and is counted, with the server path or without', () => {
  const spec = checker();
  expect(
    spec.checkRequest('get', '/v1/Orders', {
      headers,
      query: [
        ['page', '2'],
        ['ids', `${id},${id}`],
        ['created[gte]', '12'],
      ],
    }),
  ).toEqual([]);
  expect(spec.checkRequest('POST', '/Orders', { headers, body: { total: 5 } })).toEqual([]);
  expect(spec.checkRequest('POST', '/Orders', { headers, body: new URLSearchParams('lines[0][price]=5') })).toEqual([]);
  expect(spec.checkResponse('GET', '/Orders', 200, [{ id, total: null, next: { id } }])).toEqual([]);
  expect(spec.checkResponse('DELETE', `/v1/orders/${id}`, 204, null)).toEqual([]);
  expect(spec.checked).toEqual({ requests: 3, responses: 2 });
  expect(spec.summary()).toBe('shop.yaml: 3 requests and 2 answers checked');
});

test.each([
  ['a missing header', { query: [] as [string, string][] }, /header x-tenant is missing/],
  ['an unknown parameter', { headers, query: [['pge', '2']] as [string, string][] }, /query pge is not in the spec/],
  [
    'a parameter of the wrong type',
    { headers, query: [['page', 'two']] as [string, string][] },
    /query page must be integer/,
  ],
  [
    'a wrong item of a list',
    { headers, query: [['ids', `${id},x`]] as [string, string][] },
    /query ids\/1 must match format/,
  ],
  [
    'a wrong part of a nested parameter',
    { headers, query: [['created[gte]', 'x']] as [string, string][] },
    /query created\/gte must be integer/,
  ],
])('%s is named', (_what, request, problem) => {
  expect(checker().checkRequest('GET', '/Orders', request)).toEqual([expect.stringMatching(problem)]);
});

test('wrong bodies, paths and answers are named', () => {
  const spec = checker();
  expect(spec.checkRequest('POST', '/Orders', { headers })).toEqual([expect.stringContaining('the body is missing')]);
  expect(spec.checkRequest('POST', '/Orders', { headers, body: { total: 'five' } })[0]).toMatch(/body\/total/);
  expect(spec.checkRequest('POST', '/Orders', { headers, body: new URLSearchParams('lines[0][cost]=5') })[0]).toMatch(
    /form\/lines\/0/,
  );
  expect(spec.checkRequest('DELETE', '/Orders/7', {})[0]).toMatch(/path id must match format/);
  expect(spec.checkRequest('GET', '/Nothing', {})[0]).toMatch(/no such operation/);
  expect(spec.checkResponse('GET', '/Orders', 200, [{ total: 1 }])[0]).toMatch(/required property 'id'/);
  expect(spec.checkResponse('GET', '/Orders', 202, [])[0]).toMatch(/no such answer/);
  expect(spec.checkResponse('DELETE', `/Orders/${id}`, 204, { id })[0]).toMatch(/a body where/);
});

test('an error status the spec is silent about is not counted', () => {
  const spec = checker();
  expect(spec.checkResponse('GET', '/Orders', 429, 'slow down')).toEqual([]);
  expect(spec.checked.responses).toBe(0);
});

test('closed names misspelled fields, refine reads the vendor’s marks', () => {
  const spec = checker({
    closed: { except: ['extra'] },
    refine: (schema) => (schema['x-mark'] === 'day' ? { pattern: '^day ' } : {}),
  });
  expect(spec.checkResponse('GET', '/Orders', 200, [{ id, extra: 1, placed: 'day 1' }])).toEqual([]);
  expect(spec.checkResponse('GET', '/Orders', 200, [{ id, totl: 1 }])[0]).toMatch(/additional/);
  expect(spec.checkResponse('GET', '/Orders', 200, [{ id, placed: '1' }])[0]).toMatch(/placed must match pattern/);
  expect(checker().checkResponse('GET', '/Orders', 200, [{ id, totl: 1 }])).toEqual([]);
});

test('bracketed names nest', () => {
  expect(unbracket(new URLSearchParams('a=1&b[c]=2&d[]=3&d[]=4&e[0][f]=5&e[1][f]=6&g=7&g=8'))).toEqual({
    a: '1',
    b: { c: '2' },
    d: ['3', '4'],
    e: [{ f: '5' }, { f: '6' }],
    g: ['7', '8'],
  });
});

test('exchanges are held against the file, and its absence is said', () => {
  const exchange = (status: number, body: unknown, query = '') => ({
    provider: 'shop',
    request: {
      method: 'GET',
      host: 'api.shop.example',
      path: '/v1/Orders',
      params: {},
      query: new URLSearchParams(query),
      headers: { 'x-tenant': 't' },
      body: Buffer.from('{}'),
    },
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });
  const good = holdAgainst(file, [exchange(200, [{ id }]), exchange(429, {}, 'pge=1')]);
  expect(good).toEqual({
    problems: [],
    checked: 2,
    summary: 'shop.yaml: 1 requests, 1 answers and 0 refusals checked',
  });
  const bad = holdAgainst(file, [exchange(200, [{ id: 5 }], 'pge=1'), exchange(200, [{ id: 5 }], 'pge=1')]);
  expect(bad.problems).toEqual([expect.stringContaining('pge'), expect.stringContaining('/0/id')]);
  const absent = holdAgainst(join(folder, 'absent.yaml'), [exchange(200, [{ id: 5 }])]);
  expect(absent).toEqual({
    problems: [],
    checked: 0,
    summary: 'absent.yaml is not there: nothing was held against it',
  });
});
