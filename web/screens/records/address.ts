/** What stands in the address, with some of it changed: what is undefined goes. */
export function withChange<Search extends object>(
  before: Search,
  change: { readonly [K in keyof Search]?: Search[K] | undefined },
): Search {
  const kept = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
  return Object.assign(Object.create(null), Object.fromEntries(kept));
}
