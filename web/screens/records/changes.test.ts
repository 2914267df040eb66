import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes.ts';

describe('what changed', () => {
  it('is named field by field, at any depth', () => {
    const before = { number: 'INV-1', total: '10.00', lines: [{ total: '10.00' }], custom: { term: 'Net 14' } };
    const after = { number: 'INV-1', total: '12.00', lines: [{ total: '12.00' }, { total: '0' }], custom: {} };
    expect(changesBetween(before, after)).toEqual([
      { path: 'total', before: '10.00', after: '12.00' },
      { path: 'lines.0.total', before: '10.00', after: '12.00' },
      { path: 'lines.1', after: { total: '0' } },
      { path: 'custom.term', before: 'Net 14' },
    ]);
  });

  it('is nothing between equal ones, and everything against nothing', () => {
    expect(changesBetween({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
    expect(changesBetween(null, { a: 1 })).toEqual([{ path: '', before: null, after: { a: 1 } }]);
    expect(changesBetween({ a: null }, { a: { b: 1 } })).toEqual([{ path: 'a', before: null, after: { b: 1 } }]);
    expect(changesBetween({ a: [] }, { a: {} })).toEqual([{ path: 'a', before: [], after: {} }]);
  });
});
