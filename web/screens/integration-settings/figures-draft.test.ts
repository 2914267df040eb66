import { expect, it } from 'vitest';
import { figuresOf } from './figures-draft.ts';

it('leaves out what is not typed', () => {
  expect(figuresOf({ timeout: '', retries: ' ', rest: '' })).toEqual({});
  expect(figuresOf({ timeout: '2.5', retries: '0', rest: '' })).toEqual({ timeout_ms: 2500, retries: 0 });
});

it('joins the figures with the rest', () => {
  expect(figuresOf({ timeout: '', retries: '1', rest: '{"limits":[{"concurrent":2}]}' })).toEqual({
    retries: 1,
    limits: [{ concurrent: 2 }],
  });
});

it.each([
  ['a word for a number', { timeout: 'soon', retries: '', rest: '' }],
  ['a word for another', { timeout: '', retries: 'x', rest: '' }],
  ['half of JSON', { timeout: '', retries: '', rest: '{"limits":' }],
  ['a list', { timeout: '', retries: '', rest: '[]' }],
  ['null', { timeout: '', retries: '', rest: 'null' }],
])('sends nothing of %s', (_what, draft) => {
  expect(figuresOf(draft)).toBeUndefined();
});
