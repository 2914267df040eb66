/** What a sandbox's write changed, for the vendors that tell it by webhook: rows compared before and after, so that no write can forget one. */

export interface RowChange<Row> {
  readonly change: 'created' | 'updated' | 'deleted';
  /** As it is now; one that is gone as it was. */
  readonly row: Row;
}

/** Looks at the rows now; the answer looks again and says what became of them meanwhile, in the order of the rows, the gone ones last. */
export function watchRows<Row>(
  rows: () => readonly Row[],
  idOf: (row: Row) => string | number,
): () => readonly RowChange<Row>[] {
  const before = new Map(rows().map((row) => [idOf(row), JSON.stringify(row)]));
  return () => {
    const left = new Map(before);
    const changes: RowChange<Row>[] = [];
    for (const row of rows()) {
      const was = left.get(idOf(row));
      left.delete(idOf(row));
      if (was !== JSON.stringify(row)) changes.push({ change: was === undefined ? 'created' : 'updated', row });
    }
    // It was written by JSON.stringify from a row of this very type.
    const gone: readonly Row[] = [...left.values()].map((json) => JSON.parse(json));
    return [...changes, ...gone.map((row) => ({ change: 'deleted' as const, row }))];
  };
}
