import fc from 'fast-check';
import { parseXml, xmlToJson } from 'plugboard/contract';
import { expect, test } from 'vitest';
import { toXml } from './xml-elements.ts';

test.each([
  [{ a: 'x', b: null, c: '' }, '<r><a>x</a><b/><c/></r>'],
  [{ items: { item: ['1', { n: 2 }] } }, '<r><items><item>1</item><item><n>2</n></item></items></r>'],
  [{ list: [] }, '<r></r>'],
  [{}, '<r/>'],
  ['<&>', '<r>&#60;&#38;&#62;</r>'],
  [true, '<r>true</r>'],
  [null, '<r/>'],
])('%j', (value, xml) => {
  expect(toXml('r', value)).toBe(xml);
});

test.each(['', '1a', 'a b', 'a><b', 'x/'])('"%s" is no name of an element', (name) => {
  expect(() => toXml(name, 'x')).toThrow('cannot be the name of an XML element');
});

test('what is written is read back', () => {
  const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() === text && text !== '');
  // What XML cannot hold is dropped when it is written.
  const inXml = word.filter((text) => /^[\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u.test(text));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), inXml, { minKeys: 1 }), (value) => {
      expect(xmlToJson(parseXml(toXml('r', value)))).toEqual({ ...value });
    }),
  );
});
