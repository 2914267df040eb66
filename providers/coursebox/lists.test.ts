/** Walking a list while it changes, and at servers that do not keep to what they are asked for. */
import fc from 'fast-check';
import type { HttpRequest, JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { describe, expect, test } from 'vitest';
import { allRows, bareList, listRequest, nextPage } from './lists.ts';

interface Row extends JsonObject {
  readonly id: string;
  readonly updatedAt: string;
}

function row(number: number, ms: number): Row {
  return { id: `r${String(number).padStart(5, '0')}`, updatedAt: new Date(ms).toISOString() };
}

interface Asked {
  readonly skip: number;
  readonly limit: number;
  readonly where?: { readonly updatedAt: { readonly gte: string } };
}

function askedOf({ query }: HttpRequest): Asked {
  const asked: Asked = JSON.parse(String(query?.['filter']));
  return asked;
}

/** A server that does as it is told. */
function answer(rows: readonly Row[], request: HttpRequest): readonly Row[] {
  const { skip, limit, where } = askedOf(request);
  return rows
    .filter(({ updatedAt }) => where === undefined || updatedAt >= where.updatedAt.gte)
    .toSorted((a, b) => (a.updatedAt + a.id < b.updatedAt + b.id ? -1 : 1))
    .slice(skip, skip + limit);
}

/** `between`: what happens to the rows after each page. Answers the ids in the order they were read. */
function walk(rows: Row[], between: (page: number) => void, serve = answer): readonly string[] {
  const ids: string[] = [];
  let request: HttpRequest | undefined = listRequest('/rows', { since: undefined });
  for (let number = 1; request !== undefined; number += 1) {
    if (number > 200) throw new Error('it has no end');
    const items = serve(rows, request);
    ids.push(...items.map(({ id }) => id));
    const response = { status: 200, headers: {}, body: items, url: 'https://x.example/rows' };
    request = nextPage({ request, response, items, number });
    between(number);
  }
  return ids;
}

const start = Date.parse('2026-03-01T00:00:00.000Z');

describe('pages', () => {
  test('every row is read, whatever changes or goes meanwhile', () => {
    const story = fc.record({
      size: fc.integer({ min: 0, max: 420 }),
      /** Rows per moment: one, a few, or far more than a page. */
      together: fc.constantFrom(1, 3, 50, 250),
      touched: fc.array(fc.nat(419), { maxLength: 30 }),
      gone: fc.array(fc.nat(419), { maxLength: 30 }),
    });
    fc.assert(
      fc.property(story, ({ size, together, touched, gone }) => {
        const rows = Array.from({ length: size }, (_, number) =>
          row(number, start + Math.floor(number / together) * 1_000),
        );
        const later = start + 10_000_000;
        const [touching, going] = [touched.filter((one) => one < size), gone.filter((one) => one < size)];
        const seen = new Set(
          walk(rows, (page) => {
            // Among rows of one moment there is nothing to go by but how many were read: those are left alone here.
            if (together > 50) return;
            for (const number of touching.splice(0, 5)) {
              const at = rows.findIndex(({ id }) => id === row(number, 0).id);
              if (at >= 0) rows[at] = row(number, later + page * 1_000);
            }
            for (const number of going.splice(0, 5)) {
              const at = rows.findIndex(({ id }) => id === row(number, 0).id);
              if (at >= 0) rows.splice(at, 1);
            }
          }),
        );
        expect(rows.filter(({ id }) => !seen.has(id))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('a list of one and the same moment is read once through', () => {
    const rows = Array.from({ length: 350 }, (_, number) => row(number, start));
    const ids = walk(rows, () => undefined);
    expect([ids.length, new Set(ids).size]).toEqual([350, 350]);
  });

  test('the rows of the moment at the end of a page come twice, and no others', () => {
    const rows = Array.from({ length: 150 }, (_, number) => row(number, start + Math.floor(number / 2) * 1_000));
    const ids = walk(rows, () => undefined);
    expect([ids.length, new Set(ids).size]).toEqual([152, 150]);
  });

  test('a server that goes by id whatever it is asked for is walked by counting', () => {
    const rows = Array.from({ length: 350 }, (_, number) => row(number, start + ((number * 7919) % 350) * 1_000));
    const stubborn = (all: readonly Row[], request: HttpRequest) => {
      const { skip, limit, where } = askedOf(request);
      expect(where).toBeUndefined();
      return all.slice(skip, skip + limit);
    };
    expect(new Set(walk(rows, () => undefined, stubborn)).size).toBe(350);
  });

  test('rows without a time are walked by counting', () => {
    const items = Array.from({ length: 100 }, (_, number) => ({ id: String(number) }));
    const request = listRequest('/rows', { since: '2026-03-01T00:00:00.000Z' });
    const response = { status: 200, headers: {}, body: items, url: 'https://x.example/rows' };
    const next = nextPage({ request, response, items, number: 1 });
    expect(next === undefined ? undefined : askedOf(next)).toEqual({
      limit: 100,
      skip: 100,
      order: 'updatedAt ASC, id ASC',
      where: { updatedAt: { gte: '2026-03-01T00:00:00.000Z' } },
    });
  });

  test('an installation is asked in its own names', () => {
    const names = { updatedAt: 'meta.modified', id: 'uuid' };
    const request = listRequest('/rows', { since: '2026-03-01T00:00:00.000Z', names });
    const items = Array.from({ length: 100 }, (_, number) => row(number, start + number));
    const response = { status: 200, headers: {}, body: items, url: 'https://x.example/rows' };
    const next = nextPage({ request, response, items, number: 1 });
    expect(JSON.parse(String(next?.query?.['filter']))).toEqual({
      limit: 100,
      skip: 0,
      order: 'meta.modified ASC, uuid ASC',
      where: { 'meta.modified': { gte: items.at(-1)?.updatedAt } },
    });
  });
});

test('a server that answers one page for ever is not followed for ever', async () => {
  const page = Array.from({ length: 100 }, (_, number) => row(number, start + number));
  let calls = 0;
  const send = async () => {
    calls += 1;
    return { status: 200, headers: {}, body: page, url: 'https://x.example/rows' };
  };
  const rowsOf = (body: unknown) => bareList(body).filter((one) => isObject(one));
  const reading = async () => {
    for await (const one of allRows({ send }, listRequest('/rows', { since: undefined }), rowsOf)) void one;
  };
  await expect(reading()).rejects.toMatchObject({ code: 'decode_failed' });
  expect(calls).toBe(2);
});
