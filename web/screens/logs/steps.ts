/** To the line before and the one after, as far as they have been read. */
export function stepsFrom<Row extends { readonly id: unknown }>(
  rows: readonly Row[],
  open: { readonly id: unknown },
  go: (row: Row) => void,
): { readonly onPrevious?: () => void; readonly onNext?: () => void } {
  const at = rows.findIndex(({ id }) => id === open.id);
  const [before, after] = at < 0 ? [] : [rows[at - 1], rows[at + 1]];
  return {
    ...(before === undefined ? {} : { onPrevious: () => go(before) }),
    ...(after === undefined ? {} : { onNext: () => go(after) }),
  };
}
