import { describe, expect, test } from 'vitest';
import type { Method } from '../contract/index.ts';
import { compileRoutes } from './routing.ts';

const route = (method: Method, path: string) => ({ method, path });
const find = compileRoutes([
  route('GET', '/v1/things'),
  route('POST', '/v1/things'),
  route('GET', '/v1/things/:id'),
  route('DELETE', '/v1/things/:thing'),
  route('GET', '/v1/things/search'),
  route('GET', '/v1/things/:id/parts/:part'),
  route('POST', '/v1/values:append'),
  route('GET', "/odata/Things(':key')"),
  route('GET', '/webservice/rest/server.php'),
]);
const named = (method: string, path: string) => {
  const match = find(method, path);
  if (match === undefined) return undefined;
  return 'route' in match ? [match.route.path, match.params] : match.allow;
};

describe('routes', () => {
  test.each([
    ['GET', '/v1/things', ['/v1/things', {}]],
    ['HEAD', '/v1/things', ['/v1/things', {}]],
    ['GET', '/v1/things/7', ['/v1/things/:id', { id: '7' }]],
    ['DELETE', '/v1/things/7', ['/v1/things/:thing', { thing: '7' }]],
    ['GET', '/v1/things/search', ['/v1/things/search', {}]],
    ['GET', '/v1/things/a%20b/parts/c%2Fd', ['/v1/things/:id/parts/:part', { id: 'a b', part: 'c/d' }]],
    ['POST', '/v1/values:append', ['/v1/values:append', {}]],
    ['GET', "/odata/Things('x.y')", ["/odata/Things(':key')", { key: 'x.y' }]],
    ['GET', '/webservice/rest/server.php', ['/webservice/rest/server.php', {}]],
    ['PUT', '/v1/things', ['GET', 'POST']],
    ['PUT', '/v1/things/7', ['GET', 'DELETE']],
    ['GET', '/webservice/rest/serverXphp', undefined],
    ['GET', '/v1/things/', undefined],
    ['GET', '/v1/things/a/b', undefined],
    ['GET', '/V1/things', undefined],
  ])('%s %s', (method, path, expected) => {
    expect(named(method, path)).toEqual(expected);
  });

  test('the same route twice is a mistake', () => {
    expect(() => compileRoutes([route('GET', '/a'), route('GET', '/a')])).toThrow('two routes for GET /a');
    expect(() => compileRoutes([route('GET', '/a/:x'), route('GET', '/a/:x')])).toThrow('two routes');
  });
});
