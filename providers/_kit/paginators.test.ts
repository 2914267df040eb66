import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse, Page, Paginator } from 'plugboard/contract';
import {
  capped,
  cursor,
  lastChange,
  linkHeader,
  linkTarget,
  nextUrl,
  none,
  offset,
  pageNumber,
  token,
} from './paginators.ts';

type Answer = { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> };

/** Walks a list the way the engine does; gives up when it goes on longer than any honest list could. */
function walk(
  paginate: Paginator,
  start: HttpRequest,
  serve: (request: HttpRequest) => Answer,
  items: (body: unknown) => readonly unknown[],
): unknown[] {
  const all: unknown[] = [];
  let request: HttpRequest | undefined = start;
  for (let number = 1; request !== undefined; number++) {
    if (number > 1_000) throw new Error('the walk does not end');
    const { body, headers = {} } = serve(request);
    const response: HttpResponse = {
      status: 200,
      headers,
      body,
      url: new URL(request.url, 'https://api.vendor.example').href,
    };
    const page: Page = { request, response, items: items(body), number };
    all.push(...page.items);
    request = paginate(page);
  }
  return all;
}

const asList = (body: unknown): readonly unknown[] => (Array.isArray(body) ? body : []);
const dataOf = (body: unknown): readonly unknown[] =>
  typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data) ? body.data : [];
const nextOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'next' in body && typeof body.next === 'string' ? body.next : undefined;
const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const lists = fc.record({ total: fc.nat(60), size: fc.integer({ min: 1, max: 13 }) });

describe('every paginator reads each item once, in order, for any length and page size', () => {
  test('page number', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(0, 1), fc.boolean(), ({ total, size }, first, counted) => {
        const serve = ({ query }: HttpRequest) => {
          const at = (Number(query?.['page'] ?? first) - first) * size;
          return { body: numbers(total).slice(at, at + size) };
        };
        const pages = counted ? () => Math.ceil(total / size) : undefined;
        const paginate = pageNumber({ param: 'page', size, first, ...(pages === undefined ? {} : { pages }) });
        expect(walk(paginate, { url: '/list' }, serve, asList)).toEqual(numbers(total));
      }),
    );
  });

  test('a page count saves the empty last call', () => {
    let calls = 0;
    const serve = ({ query }: HttpRequest) => {
      calls += 1;
      return { body: numbers(20).slice((Number(query?.['page'] ?? 1) - 1) * 10, Number(query?.['page'] ?? 1) * 10) };
    };
    walk(pageNumber({ param: 'page', size: 10, pages: () => 2 }), { url: '/list' }, serve, asList);
    expect(calls).toBe(2);
  });

  test('offset', () => {
    fc.assert(
      fc.property(lists, ({ total, size }) => {
        const serve = ({ query }: HttpRequest) => {
          const at = Number(query?.['offset'] ?? 0);
          return { body: numbers(total).slice(at, at + size) };
        };
        expect(
          walk(offset({ param: 'offset', size }), { url: '/list', query: { limit: size } }, serve, asList),
        ).toEqual(numbers(total));
      }),
    );
  });

  test('offset, where pages hold less than was asked for and the list says how long it is', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 5 }), ({ total, size }, most) => {
        const serve = ({ query }: HttpRequest) => {
          const at = Number(query?.['offset'] ?? 0);
          return { body: numbers(total).slice(at, at + Math.min(size, most)) };
        };
        const paginate = offset({ param: 'offset', size, total: () => total });
        expect(walk(paginate, { url: '/list', query: { limit: size } }, serve, asList)).toEqual(numbers(total));
      }),
    );
  });

  test('offset ends at a page without items, whatever the list says of its length', () => {
    const paginate = offset({ param: 'offset', size: 10, total: () => 1_000 });
    expect(walk(paginate, { url: '/list' }, () => ({ body: [] }), asList)).toEqual([]);
  });

  test('cursor and token keep the rest of the query', () => {
    fc.assert(
      fc.property(lists, ({ total, size }) => {
        const serve = ({ query }: HttpRequest) => {
          expect(query?.['status']).toBe('all');
          const at = Number(query?.['after'] ?? -1) + 1;
          const data = numbers(total).slice(at, at + size);
          return { body: { data, ...(at + size < total ? { next: String(at + size - 1) } : {}) } };
        };
        const start = { url: '/list', query: { status: 'all' } };
        expect(walk(token({ param: 'after', at: nextOf }), start, serve, dataOf)).toEqual(numbers(total));
        const next = (page: Page) => nextOf(page.response.body);
        expect(walk(cursor({ param: 'after', next }), start, serve, dataOf)).toEqual(numbers(total));
      }),
    );
  });

  test('next URL and Link header, absolute or relative', () => {
    fc.assert(
      fc.property(lists, fc.boolean(), ({ total, size }, absolute) => {
        const serve = (request: HttpRequest) => {
          const url = new URL(request.url, 'https://api.vendor.example');
          const at = Number(url.searchParams.get('at') ?? 0);
          const target = `${absolute ? 'https://api.vendor.example' : ''}/list?at=${at + size}`;
          const more = at + size < total;
          return {
            body: { data: numbers(total).slice(at, at + size), ...(more ? { next: target } : {}) },
            headers: more
              ? { link: `<https://api.vendor.example/list?at=0>; rel="first", <${target}>; rel="next"` }
              : {},
          };
        };
        expect(walk(nextUrl(nextOf), { url: '/list' }, serve, dataOf)).toEqual(numbers(total));
        expect(walk(linkHeader(), { url: '/list' }, serve, dataOf)).toEqual(numbers(total));
      }),
    );
  });

  test('none reads one page', () => {
    expect(walk(none, { url: '/list' }, () => ({ body: [1, 2] }), asList)).toEqual([1, 2]);
  });
});

describe('a vendor that goes in circles is noticed', () => {
  const decodeFailed = expect.objectContaining({ code: 'decode_failed' });

  test('the same cursor again', () => {
    const serve = () => ({ body: { data: [1], next: 'x' } });
    expect(() => walk(token({ param: 'after', at: nextOf }), { url: '/list' }, serve, dataOf)).toThrow(decodeFailed);
  });

  test('the same URL again', () => {
    const serve = () => ({ body: { data: [1], next: 'https://api.vendor.example/list' } });
    expect(() => walk(nextUrl(nextOf), { url: '/list' }, serve, dataOf)).toThrow(decodeFailed);
  });

  test('a next page whose address is none ends the walk', () => {
    const serve = (): Answer => ({ body: { data: [1], next: 'https://[' } });
    expect(() => walk(nextUrl(nextOf), { url: '/list' }, serve, dataOf)).toThrow(decodeFailed);
  });
});

describe('a next request starts from the last one', () => {
  test('the query of the first page is not added to a next URL a second time', () => {
    const page: Page = {
      request: { url: '/list', query: { at: 0 }, headers: { accept: 'application/json' } },
      response: { status: 200, headers: {}, body: { next: '/list?at=5' }, url: 'https://api.vendor.example/list?at=0' },
      items: [1],
      number: 1,
    };
    expect(nextUrl(nextOf)(page)).toEqual({
      url: 'https://api.vendor.example/list?at=5',
      headers: { accept: 'application/json' },
    });
  });
});

describe('a search that shows only so many items', () => {
  /** Items with values in order, some of them the same; `from` on, the first `most` of them, by offset. */
  const searching = (values: readonly number[], most: number, size: number) => {
    const paginate = capped({
      paginate: offset({ param: 'offset', size }),
      most,
      place: ({ query }) => ({
        skipped: Number(query?.['offset'] ?? 0),
        from: query?.['from'] === undefined ? undefined : String(query['from']),
      }),
      last: ({ items }) => {
        const item = items.at(-1);
        return Array.isArray(item) ? String(item[1]) : undefined;
      },
      search: (request, from) => ({ ...request, query: { from } }),
    });
    const list = values.toSorted((a, b) => a - b).map((value, id) => [id, value]);
    const serve = ({ query }: HttpRequest) => {
      const at = Number(query?.['offset'] ?? 0);
      if (at >= most) throw new Error(`the vendor refuses to pass over ${at} items`);
      const found = list.filter(([, value = 0]) => value >= Number(query?.['from'] ?? 0)).slice(0, most);
      return { body: found.slice(at, at + size) };
    };
    return { list, read: () => walk(paginate, { url: '/search' }, serve, asList) };
  };

  test('every item is read, whatever values they share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 120 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 6 }),
        (values, size, pages) => {
          const most = size * pages;
          const shared = Math.max(0, ...[...Map.groupBy(values, (value) => value).values()].map((same) => same.length));
          fc.pre(shared < most);
          const { list, read } = searching(values, most, size);
          const ids = new Set(read().map((item) => (Array.isArray(item) ? item[0] : undefined)));
          expect([...ids].toSorted((a, b) => a - b)).toEqual(list.map(([id]) => id));
        },
      ),
    );
  });

  test('more items of one value than it shows is an error, not the end', () => {
    expect(() => searching([1, 1, 1, 1, 1, 1, 1], 4, 2).read()).toThrow('of one and the same value');
  });
});

describe('lastChange', () => {
  interface Row {
    readonly id: number;
    readonly at: string;
  }
  const size = 10;
  const moment = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();
  const paginate = lastChange({
    paginate: pageNumber({ param: 'page', size }),
    at: (item) => (typeof item === 'object' && item !== null && 'at' in item ? String(item.at) : undefined),
    from: ({ query }) => (typeof query?.['since'] === 'string' ? query['since'] : undefined),
    again: (request, since) => ({ ...request, query: { ...request.query, since, page: 1 } }),
  });
  const rowsIn = (body: unknown): readonly Row[] => {
    const rows: readonly Row[] = JSON.parse(String(body));
    return rows;
  };
  const serve = (rows: readonly Row[], { query }: HttpRequest): readonly Row[] => {
    const [page, since] = [Number(query?.['page'] ?? 1), String(query?.['since'] ?? '')];
    return rows.filter(({ at }) => at >= since).slice((page - 1) * size, page * size);
  };

  test('passes over nothing that changes meanwhile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.array(fc.nat(59), { maxLength: 20 }), (count, touched) => {
        let rows: readonly Row[] = Array.from({ length: count }, (_, id) => ({ id, at: moment(id) }));
        const waiting = touched.filter((id) => id < count);
        let now = 1_000;
        const read = walk(
          paginate,
          { url: '/rows' },
          (request) => {
            const body = JSON.stringify(serve(rows, request));
            for (const id of waiting.splice(0, 3)) {
              now += 1;
              rows = [...rows.filter((row) => row.id !== id), { id, at: moment(now) }];
            }
            return { body };
          },
          rowsIn,
        );
        const ids = new Set(read.map((row) => (typeof row === 'object' && row !== null && 'id' in row ? row.id : row)));
        expect(rows.filter(({ id }) => !ids.has(id))).toEqual([]);
      }),
    );
  });

  test.each([
    ['all of one moment', () => 1],
    ['in no order', (id: number) => (id * 7) % 35],
  ])('counts where that is all there is: %s', (_name, at) => {
    const rows = Array.from({ length: 35 }, (_, id) => ({ id, at: moment(at(id)) }));
    const read = walk(
      paginate,
      { url: '/rows' },
      (request) => ({ body: JSON.stringify(serve(rows, request)) }),
      rowsIn,
    );
    expect(read).toEqual(rows);
  });
});

describe('linkTarget', () => {
  test.each([
    ['<https://a.example/?p=2>; rel="next"', 'https://a.example/?p=2'],
    ['<https://a.example/?p=2>; rel=next', 'https://a.example/?p=2'],
    ['<https://a.example/?a,b>; title="x, y"; rel="prev next"', 'https://a.example/?a,b'],
    ['<https://a.example/1>; rel="prev", <https://a.example/3>; REL="Next"', 'https://a.example/3'],
    ['<https://a.example/1>; rel="nextish"', undefined],
    ['<https://a.example/1>', undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('%s', (header, target) => {
    expect(linkTarget(header, 'next')).toBe(target);
  });

  test('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(['string', 'undefined']).toContain(typeof linkTarget(header, 'next'));
      }),
    );
  });
});
