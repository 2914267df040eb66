/**
 * Finds the handler of a request: fixed paths by look-up, paths with `:name` parts by pattern, compiled once. Called by the
 * server of each provider and by the control port.
 */
import type { Method } from '../contract/index.ts';

export interface Routed<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

/** The route; or the methods this path does have (405); or nothing (404). */
export type Match<R> = Routed<R> | { readonly allow: readonly string[] } | undefined;

interface Pattern<R> {
  readonly source: RegExp;
  readonly names: readonly string[];
  readonly byMethod: Map<string, R>;
}

interface Route {
  readonly method: Method;
  readonly path: string;
}

/**
 * `:name` stands for one part of a path and may be wrapped (`Entities(:id)`); a colon after a word (`/values:append`) is just a
 * colon. HEAD is answered by GET. Throws Error when two routes are the same.
 */
export function compileRoutes<R extends Route>(routes: readonly R[]): (method: string, path: string) => Match<R> {
  const fixed = new Map<string, Map<string, R>>();
  const patterns = new Map<string, Pattern<R>>();
  for (const route of routes) {
    const byMethod = route.path.search(parameter) < 0 ? slot(fixed, route.path) : patternOf(patterns, route.path);
    if (byMethod.has(route.method)) throw new Error(`two routes for ${route.method} ${route.path}`);
    byMethod.set(route.method, route);
  }
  const ordered = [...patterns.values()];
  return (method, path) => {
    const exact = fixed.get(path);
    if (exact !== undefined) return pick(exact, method, {});
    const allow: string[] = [];
    for (const { source, names, byMethod } of ordered) {
      const found = source.exec(path);
      if (found === null) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? '')]));
      const match = pick(byMethod, method, params);
      if ('route' in match) return match;
      allow.push(...match.allow);
    }
    return allow.length === 0 ? undefined : { allow: [...new Set(allow)] };
  };
}

const parameter = /(?<!\w):([A-Za-z_]\w*)/;

/** A stray percent sign is taken as it stands: no such thing will be found, which is what a vendor answers. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function slot<R>(table: Map<string, Map<string, R>>, key: string): Map<string, R> {
  const known = table.get(key) ?? new Map<string, R>();
  table.set(key, known);
  return known;
}

function patternOf<R>(patterns: Map<string, Pattern<R>>, path: string): Map<string, R> {
  const names: string[] = [];
  // Split by a pattern with one group: texts at even places, names at odd ones.
  const source = path
    .split(parameter)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      names.push(part);
      return '([^/]+?)';
    })
    .join('');
  // Routes that differ in the names only are the same pattern; each keeps its own names.
  const key = `${source} ${names.join(' ')}`;
  const known = patterns.get(key) ?? { source: new RegExp(`^${source}$`), names, byMethod: new Map<string, R>() };
  patterns.set(key, known);
  return known.byMethod;
}

function pick<R>(
  byMethod: Map<string, R>,
  method: string,
  params: Readonly<Record<string, string>>,
): Exclude<Match<R>, undefined> {
  const route = byMethod.get(method) ?? (method === 'HEAD' ? byMethod.get('GET') : undefined);
  return route === undefined ? { allow: [...byMethod.keys()] } : { route, params };
}
