import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeXml, isXmlElement, parseXml, xmlAt, xmlChildren, xmlText, xmlToJson } from './xml.ts';

function outcomeOf(text: string): string {
  try {
    return isXmlElement(parseXml(text)) ? 'an element' : 'something else';
  } catch (error) {
    return error instanceof Error ? error.name : 'no error';
  }
}

describe('parseXml', () => {
  test('drops prefixes, resolves entities, keeps CDATA', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<s:Envelope xmlns:s="urn:s"><s:Body a:b="1" xmlns:a="urn:a"><x>a &amp; b&#33;<![CDATA[<c>]]></x></s:Body></s:Envelope>',
    );
    expect(root.name).toBe('Envelope');
    expect(root.attributes).toEqual({});
    expect(xmlAt(root, 'Body')?.attributes).toEqual({ b: '1' });
    expect(xmlText(root, 'Body', 'x')).toBe('a & b!<c>');
  });

  test('a byte order mark is no text', () => {
    expect(parseXml('\uFEFF<a/>').name).toBe('a');
  });

  test.each([
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'document type'],
    ['an external document type', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'document type'],
    ['an unknown entity', '<a>&x;</a>', 'well-formed'],
    ['cut off', '<a><b>text', 'well-formed'],
    ['crossed tags', '<a><b></a></b>', 'well-formed'],
    ['two roots', '<a/><b/>', 'well-formed'],
    ['a page', '<html><br></html>', 'well-formed'],
    ['nothing', '', 'well-formed'],
    ['text', 'hello', 'well-formed'],
    ['very deep', '<a>'.repeat(200) + '</a>'.repeat(200), 'levels deep'],
  ])('refuses %s', (_what, source, words) => {
    expect(() => parseXml(source)).toThrow(RangeError);
    expect(() => parseXml(source)).toThrow(words);
  });

  test('keeps what HTML would know, where it is told to; and nothing else that is wrong', () => {
    const source = '<a t="1&nbsp;2">Caf&eacute; &amp; bar &#33;</a>';
    expect(() => parseXml(source)).toThrow('well-formed');
    const root = parseXml(source, { unknownEntities: 'kept' });
    expect([root.text, root.attributes]).toEqual(['Caf&eacute; & bar !', { t: '1&nbsp;2' }]);
    for (const wrong of [
      '<a>&;</a>',
      '<a>& b</a>',
      '<a>&x</a>',
      '<a>&#x110000;</a>',
      '<a>&x;',
      '<!DOCTYPE a><a>&x;</a>',
    ])
      expect(() => parseXml(wrong, { unknownEntities: 'kept' })).toThrow(RangeError);
  });

  test('never fails otherwise than by RangeError', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '&', ';', '!', '[', ']', '-', '"', ' ') }),
        (text) => {
          expect(outcomeOf(text)).toMatch(/^(an element|RangeError)$/);
        },
      ),
    );
  });
});

test('what escapeXml writes is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const inXml = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
      const root = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
      expect(root.text).toBe(inXml);
      expect(root.children).toEqual([]);
    }),
  );
});

test('half a surrogate pair and a NUL do not break the document', () => {
  expect(parseXml(`<a>${escapeXml('x\uD800y\u0000z')}</a>`).text).toBe('x\uFFFDyz');
});

describe('reading', () => {
  const list = (items: string) => parseXml(`<r xmlns:xsi="urn:xsi"><List>${items}</List></r>`);

  test('many, one and none look alike', () => {
    for (const count of [0, 1, 2]) {
      const root = list('<T><Id>1</Id></T>'.repeat(count));
      expect(xmlChildren(xmlAt(root, 'List'), 'T')).toHaveLength(count);
      expect(xmlToJson(root, { lists: ['T'] })).toEqual({
        List: count === 0 ? null : { T: Array.from({ length: count }, () => ({ Id: '1' })) },
      });
    }
  });

  test('empty, nil and absent are nothing', () => {
    const root = parseXml('<r xmlns:xsi="urn:xsi"><a/><b xsi:nil="true"/><c> </c><d>0</d></r>');
    expect(['a', 'b', 'c', 'e'].map((name) => xmlText(root, name))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(xmlText(root, 'd')).toBe('0');
    expect(xmlToJson(root)).toEqual({ a: null, b: null, c: null, d: '0' });
  });

  test('attributes and mixed text are kept; names that JavaScript knows are only names', () => {
    const root = parseXml('<r><a k="v">t</a><__proto__>x</__proto__></r>');
    const json = xmlToJson(root);
    expect(json['a']).toEqual({ '@k': 'v', '#text': 't' });
    expect(Object.keys(json)).toEqual(['a', '__proto__']);
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  });
});
