import { expect, test } from 'vitest';
import { inOrder, orders, type TenantRow } from './order.ts';

const row = (name: string, facts: Partial<TenantRow> = {}): TenantRow => ({
  slug: name,
  name,
  partner: null,
  created_at: '2026-01-01T00:00:00Z',
  integrations: { draft: 0, connected: 0, failing: 0, needs_reauth: 0, paused: 0, disconnected: 0 },
  runs: { succeeded: 0, partial: 0, failed: 0, under_way: 0 },
  calls: 0,
  errors: 0,
  records: 0,
  bytes: 0,
  webhooks_waiting: 0,
  deliveries_waiting: 0,
  last_activity_at: null,
  ...facts,
});
const names = (rows: readonly TenantRow[]) => rows.map(({ name }) => name);

test('most first, and by name between equals', () => {
  const rows = [row('b', { calls: 5 }), row('c', { calls: 9 }), row('a', { calls: 5 })];
  expect(names(inOrder(rows, 'calls'))).toEqual(['c', 'a', 'b']);
  expect(names(inOrder(rows, 'name'))).toEqual(['a', 'b', 'c']);
  expect(names(rows)).toEqual(['b', 'c', 'a']);
});

test('trouble is what fails and what asks for a person', () => {
  const none = row('none').integrations;
  const rows = [
    row('one', { integrations: { ...none, failing: 1, connected: 9 } }),
    row('two', { integrations: { ...none, needs_reauth: 1, failing: 1 } }),
  ];
  expect(names(inOrder(rows, 'trouble'))).toEqual(['two', 'one']);
});

test('who was never active is last', () => {
  const rows = [
    row('never'),
    row('old', { last_activity_at: '2026-01-01T00:00:00Z' }),
    row('new', { last_activity_at: '2026-02-01T00:00:00Z' }),
  ];
  expect(names(inOrder(rows, 'activity'))).toEqual(['new', 'old', 'never']);
});

test('every order can be had', () => {
  for (const by of orders) expect(inOrder([row('a'), row('b')], by)).toHaveLength(2);
});
