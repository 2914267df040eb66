/** Rows compared before and after. */
import { expect, test } from 'vitest';
import { watchRows } from './sandbox-changes.ts';

test('what was made, changed and removed is told, each as it is or was; the rest is not', () => {
  let rows = [
    { id: 1, name: 'stays' },
    { id: 2, name: 'before' },
    { id: 3, name: 'goes' },
  ];
  const changes = watchRows(
    () => rows,
    ({ id }) => id,
  );
  expect(changes()).toEqual([]);
  rows = [...structuredClone(rows.slice(0, 1)), { id: 2, name: 'after' }, { id: 4, name: 'new' }];
  expect(changes()).toEqual([
    { change: 'updated', row: { id: 2, name: 'after' } },
    { change: 'created', row: { id: 4, name: 'new' } },
    { change: 'deleted', row: { id: 3, name: 'goes' } },
  ]);
});
