/**
 * Every object the sandbox answers, held against Intuit's own schemas where those are at hand: names of fields, types and enumerations. The
 * files describe the XML form, whose names the JSON has as well; a reference is `{value, name, type}` there, and what may repeat is a list.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { giveConsent, testSandbox } from 'plugboard/testing';
import { at, isObject } from 'plugboard/kit';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import sandbox, { apps, realmId } from './sandbox.ts';
import { entities } from './sandbox/state.ts';

const files = ['Finance', 'IntuitBaseTypes', 'IntuitNamesTypes', 'SalesTax'].map((name) =>
  fileURLToPath(new URL(`../../../shared/specs/quickbooks.${name}.xsd`, import.meta.url)),
);

interface Member {
  readonly type: string;
  readonly many: boolean;
}

interface Schemas {
  /** Fields of a type, those of its bases not included. */
  readonly members: Map<string, Map<string, Member>>;
  readonly bases: Map<string, string>;
  readonly values: Map<string, Set<string>>;
}

const bare = (name: string): string => name.replace(/^.*:/, '');

/** Elements and attributes are fields alike; choices and sequences make no difference to JSON. */
function readSchemas(texts: readonly string[]): Schemas {
  const schemas: Schemas = { members: new Map(), bases: new Map(), values: new Map() };
  for (const text of texts) {
    let type = '';
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      const said = (attribute: string): string => {
        const value: unknown = attributes[attribute];
        return typeof value === 'string' ? value : '';
      };
      switch (bare(name)) {
        case 'complexType':
          if (said('name') === '') break;
          type = said('name');
          schemas.members.set(type, new Map());
          break;
        case 'simpleType':
          if (said('name') !== '') type = said('name');
          break;
        case 'extension':
          schemas.bases.set(type, bare(said('base')));
          break;
        case 'enumeration':
          schemas.values.set(type, (schemas.values.get(type) ?? new Set()).add(said('value')));
          break;
        case 'element':
        case 'attribute': {
          const many = said('maxOccurs') === 'unbounded';
          const kind = said('type') === '' ? 'IntuitAnyType' : said('type');
          schemas.members.get(type)?.set(said('name'), { type: kind, many });
        }
      }
    });
    parser.write(text).close();
  }
  return schemas;
}

function memberOf(schemas: Schemas, type: string, name: string): Member | undefined {
  for (let here: string | undefined = type; here !== undefined; here = schemas.bases.get(here)) {
    const found = schemas.members.get(here)?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const simple: Readonly<Record<string, (value: unknown) => boolean>> = {
  'xs:string': (value) => typeof value === 'string',
  'xs:boolean': (value) => typeof value === 'boolean',
  'xs:decimal': (value) => typeof value === 'number' && /^-?\d+(\.\d{1,6})?$/.test(String(value)),
  'xs:int': (value) => Number.isInteger(value),
  'xs:integer': (value) => Number.isInteger(value),
  'xs:positiveInteger': (value) => Number.isInteger(value) && Number(value) > 0,
  'xs:date': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  'xs:dateTime': (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value),
  id: (value) => typeof value === 'string' && /^\d+$/.test(value),
};

/** Everything wrong with a value, each with its path. */
function problemsOf(schemas: Schemas, type: string, value: unknown, path: string): readonly string[] {
  const plain = simple[type];
  if (plain !== undefined) return plain(value) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
  const values = schemas.values.get(type);
  if (values !== undefined)
    return typeof value === 'string' && values.has(value)
      ? []
      : [`${path} is none of ${type}: ${JSON.stringify(value)}`];
  if (type === 'ReferenceType') return referenceProblems(value, path);
  if (!schemas.members.has(type)) return [`${path} has the unknown type ${type}`];
  if (!isObject(value)) return [`${path} is no object`];
  return Object.entries(value).flatMap(([name, one]) => {
    const member = memberOf(schemas, type, name);
    const here = `${path}.${name}`;
    if (member === undefined) return [`${here} is not in ${type}`];
    if (member.many !== Array.isArray(one)) return [`${here} is ${member.many ? 'no list' : 'a list'}`];
    const list: readonly unknown[] = Array.isArray(one) ? one : [one];
    return list.flatMap((item) => problemsOf(schemas, member.type, item, here));
  });
}

function referenceProblems(value: unknown, path: string): readonly string[] {
  if (!isObject(value)) return [`${path} is no reference`];
  const strange = Object.entries(value).filter(
    ([name, one]) => !['value', 'name', 'type'].includes(name) || typeof one !== 'string',
  );
  return strange.map(([name]) => `${path}.${name} is no part of a reference`);
}

test('every object the sandbox answers is in the shape Intuit describes', async () => {
  if (!files.every((file) => existsSync(file))) {
    console.log("quickbooks.*.xsd: Intuit's schemas are not there: nothing was held against them");
    return;
  }
  const schemas = readSchemas(files.map((file) => readFileSync(file, 'utf8')));
  const box = await testSandbox({ key: 'quickbooks', sandbox }, { records: 3 });
  try {
    await box.control.switches('quickbooks', { limits: 'off' });
    const ask = await caller(box.origin);
    let checked = 0;
    const hold = (type: string, row: unknown): readonly string[] => {
      checked += 1;
      return problemsOf(schemas, type, row, type);
    };
    const found: string[] = [];
    for (const entity of [...entities, 'CompanyInfo', 'Preferences']) {
      const body = await ask(`/query?query=${encodeURIComponent(`select * from ${entity} maxresults 1000`)}`);
      const rows = at(body, `QueryResponse.${entity}`);
      expect(Array.isArray(rows) && rows.length > 0, entity).toBe(true);
      for (const row of Array.isArray(rows) ? rows : []) found.push(...hold(entity, row));
    }
    const written = await ask('/invoice', {
      CustomerRef: { value: '101' },
      Line: [
        {
          Amount: 12.34,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 2, UnitPrice: 6.17, TaxCodeRef: { value: '10' } },
        },
      ],
    });
    found.push(...hold('Invoice', at(written, 'Invoice')));
    found.push(...hold('Customer', at(await ask('/customer', { DisplayName: 'Ada Quinn' }), 'Customer')));
    const gone = { Id: at(written, 'Invoice.Id'), SyncToken: at(written, 'Invoice.SyncToken') };
    await ask('/invoice?operation=delete', gone);
    const changed = await ask(`/cdc?entities=Invoice&changedSince=2026-11-19T00:00:00Z`);
    const lists = at(changed, 'CDCResponse');
    const list = Array.isArray(lists) ? at(lists[0], 'QueryResponse') : [];
    for (const row of Array.isArray(list) ? [at(list[0], 'Invoice')].flat() : []) found.push(...hold('Invoice', row));
    console.log(`quickbooks.*.xsd: ${checked} objects checked against ${schemas.members.size} types`);
    expect([...new Set(found)]).toEqual([]);
    expect(
      problemsOf(schemas, 'Invoice', { Id: 5, Colour: 'red', EmailStatus: 'Sent', Line: {} }, 'Invoice'),
    ).toHaveLength(4);
  } finally {
    await box.stop();
  }
});

/** Signs in, and answers a function that asks the company's part of the API. */
async function caller(origin: string): Promise<(path: string, body?: object) => Promise<unknown>> {
  const { client_id: id, client_secret: secret } = apps.production;
  const redirect = 'http://127.0.0.1:9/callback';
  const query = new URLSearchParams({
    client_id: id,
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    redirect_uri: redirect,
    state: 's',
  });
  const back = new URL(await giveConsent(`${origin}/connect/oauth2?${query.toString()}`));
  const answer = await fetch(`${origin}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirect,
    }),
  });
  const tokens: unknown = await answer.json();
  const authorization = `Bearer ${String(at(tokens, 'access_token'))}`;
  return async (path, body) => {
    const response = await fetch(`${origin}/v3/company/${realmId}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    expect(response.status, JSON.stringify(json)).toBe(200);
    return json;
  };
}
