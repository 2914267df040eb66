import { describe, expect, it } from 'vitest';
import { lookOf, masked, nameIn, readable } from './model-columns.ts';

describe('what a record is called', () => {
  it('is the first that says so', () => {
    expect(nameIn('student', { full_name: 'Zoë Fairweather', email: 'zoe@example.com' })).toBe('Zoë Fairweather');
    expect(nameIn('student', { full_name: null, first_name: 'Zoë', last_name: 'Fairweather' })).toBe('Zoë Fairweather');
    expect(nameIn('student', { full_name: ' ', first_name: 'Zoë', last_name: null })).toBe('Zoë');
    expect(nameIn('student', { full_name: null, email: 'zoe@example.com' })).toBe('zoe@example.com');
    expect(nameIn('invoice', { number: null, reference: 'PO-1' })).toBe('PO-1');
  });

  it('is nothing where nothing says so, and hidden where it is', () => {
    expect(nameIn('student', null)).toBeUndefined();
    expect(nameIn('student', { full_name: 5 })).toBeUndefined();
    expect(nameIn('student', { first_name: masked, last_name: masked })).toBe(masked);
    expect(nameIn('unheard_of', { title: 'T' })).toBe('T');
  });
});

it('a model without words is shown plainly', () => {
  expect(lookOf('unheard_of').shown).toEqual([]);
  expect(lookOf('toString').shown).toEqual([]);
  expect(readable('not_yet_competent')).toBe('not yet competent');
});
