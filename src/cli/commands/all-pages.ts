/** Walks a list of the hub to its end: on the command line a list is whole. */

interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}

export async function allPages<T>(fetch: (cursor: { readonly cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let page = await fetch({});
  all.push(...page.data);
  while (page.next_cursor !== null) {
    page = await fetch({ cursor: page.next_cursor });
    all.push(...page.data);
  }
  return all;
}
