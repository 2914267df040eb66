import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isXmlElement, xmlText } from '../../contract/xml.ts';
import { decodeBody, decodingFor } from './decode.ts';

const decode = (body: string | Buffer, type = 'application/json'): ReturnType<typeof decodeBody> =>
  decodeBody({ body: Buffer.from(body), headers: { 'content-type': type } }, 'json');

describe('decodeBody', () => {
  test('reads any JSON exactly', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text));
        expect(decode(text)).toEqual({ ok: true, body: JSON.parse(text) });
      }),
    );
  });

  test('keeps every digit of big whole numbers, wherever they stand', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 2n ** 53n, max: 10n ** 17n })),
        fc.string({ maxLength: 40 }),
        fc.boolean(),
        (big, text, spaced) => {
          const space = spaced ? ' ' : '';
          const body = `{"text":${JSON.stringify(text)},${space}"id":${space}${big}${space},"list":[${space}${big}${space}]}`;
          const safe = Number.isSafeInteger(Number(big)) ? Number(big) : String(big);
          expect(decode(body)).toEqual({ ok: true, body: { text, id: safe, list: [safe] } });
        },
      ),
    );
  });

  test('finds the shortest of them at any place', () => {
    const bodies = Array.from(
      { length: 64 },
      (_unused, shift) => `{"pad":"${'x'.repeat(shift)}","id":9007199254740993}`,
    );
    const ids = bodies
      .map((body) => decode(body))
      .map((read) => JSON.stringify(read).includes('"id":"9007199254740993"'));
    expect(ids).toEqual(bodies.map(() => true));
  });

  test('leaves fractions, exponents and digits in texts alone', () => {
    const body =
      '{"a":0.12345678901234567,"b":1e300,"c":"12345678901234567890","d":1234.56,"e":" 12345678901234567890 ","f":9007199254740993.5}';
    expect(decode(body)).toEqual({ ok: true, body: JSON.parse(body) });
  });

  test('empty is null; a byte order mark is no JSON', () => {
    expect(decode('')).toEqual({ ok: true, body: null });
    expect(decode('\uFEFF{"a":1}')).toEqual({ ok: true, body: { a: 1 } });
  });

  test('knows character sets', () => {
    expect(decode(Buffer.from('{"n":"Zo\xeb"}', 'latin1'), 'application/json; charset=ISO-8859-1')).toEqual({
      ok: true,
      body: { n: 'Zoë' },
    });
    expect(decode(Buffer.from('{"n":"Zoë"}', 'utf16le'), 'application/json;charset="utf-16le"')).toEqual({
      ok: true,
      body: { n: 'Zoë' },
    });
    expect(decode('{}', 'application/json; charset=klingon')).toEqual({
      ok: false,
      problem: 'a character set we do not know',
    });
  });

  test.each([
    ['<!DOCTYPE html><html>', 'text/html', 'an HTML page instead of JSON'],
    ['  <html><body>Maintenance', 'application/json', 'an HTML page instead of JSON'],
    ['<?xml version="1.0"?><a/>', 'application/xml', 'XML instead of JSON'],
    ['{"data":[{"id":1},{"id"', 'application/json', 'JSON that is cut off or malformed'],
    ['OK', 'text/plain; charset=utf-8', 'text/plain instead of JSON'],
    ['OK', '', 'text instead of JSON'],
  ])('says what %j is', (body, type, problem) => {
    expect(decode(body, type)).toEqual({ ok: false, problem });
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, type) => {
        expect(decodeBody({ body: Buffer.from(bytes), headers: { 'content-type': type } }, 'json')).toBeDefined();
      }),
    );
  });

  test('texts stay texts when asked for', () => {
    const csv = { body: Buffer.from('a,b\n1,2'), headers: { 'content-type': 'text/csv' } };
    expect(decodeBody(csv, 'text')).toEqual({ ok: true, body: 'a,b\n1,2' });
    expect(decodeBody(csv, 'auto')).toEqual({ ok: true, body: 'a,b\n1,2' });
    expect(
      decodeBody({ body: Buffer.from('{"a":1}'), headers: { 'content-type': 'application/vnd.api+json' } }, 'auto'),
    ).toEqual({
      ok: true,
      body: { a: 1 },
    });
  });
});

describe('XML', () => {
  const read = (body: string | Buffer, type = 'text/xml'): ReturnType<typeof decodeBody> =>
    decodeBody({ body: Buffer.from(body), headers: { 'content-type': type } }, 'xml');
  const nameIn = (decoded: ReturnType<typeof decodeBody>): string | undefined =>
    decoded.ok && isXmlElement(decoded.body) ? xmlText(decoded.body, 'name') : undefined;

  test('becomes its root element, whatever the Content-Type says', () => {
    const root = { name: 'a', attributes: { n: '1' }, children: [], text: 'x & y' };
    expect(read('<?xml version="1.0"?><p:a xmlns:p="urn:p" n="1">x &amp; y</p:a>')).toEqual({ ok: true, body: root });
    expect(read('\r\n <?xml version="1.0"?><a n="1">x &amp; y</a>', 'text/html')).toEqual({ ok: true, body: root });
    // HTML put into XML without a thought.
    expect(nameIn(read('<a><name>x&nbsp;y</name></a>'))).toBe('x&nbsp;y');
    expect(read('')).toEqual({ ok: true, body: null });
  });

  test.each([
    [
      'declared',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a><name>Zo\xeb</name></a>', 'latin1'),
      'text/xml',
    ],
    ['in the header', Buffer.from('<a><name>Zo\xeb</name></a>', 'latin1'), 'text/xml; charset=ISO-8859-1'],
    [
      'marked',
      Buffer.from('\uFEFF<?xml version="1.0" encoding="utf-16"?><a><name>Zo\xeb</name></a>', 'utf16le'),
      'text/xml',
    ],
    ['wrongly declared', Buffer.from('<?xml version="1.0" encoding="utf-16"?><a><name>Zo\xeb</name></a>'), 'text/xml'],
    ['marked UTF-8', Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-8"?><a><name>Zo\xeb</name></a>'), 'text/xml'],
  ])('is read in the character set that is %s', (_how, body, type) => {
    expect(nameIn(read(body, type))).toBe('Zoë');
  });

  test.each([
    ['<!DOCTYPE html><html><body>Log in</body></html>', 'text/html', 'an HTML page instead of XML'],
    ['<html><body>Maintenance</body></html>', 'text/xml', 'an HTML page instead of XML'],
    ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', 'text/xml', 'an HTML page instead of XML'],
    ['{"error":"no"}', 'application/json', 'JSON instead of XML'],
    ['<a><b>cut', 'text/xml', 'XML that is cut off or malformed'],
    ['Service unavailable', 'text/plain', 'text/plain instead of XML'],
    [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'text/xml',
      'XML with a document type, which is refused because it may define entities',
    ],
    ['<a>'.repeat(500) + '</a>'.repeat(500), 'text/xml', 'XML nested more than 100 levels deep'],
    ['<?xml version="1.0" encoding="klingon"?><a/>', 'text/xml', 'a character set we do not know'],
  ])('says what %j is', (body, type, problem) => {
    expect(read(body, type)).toEqual({ ok: false, problem });
  });

  test('never throws', () => {
    const pieces = fc.constantFrom(
      '<a>',
      '</a>',
      '<?xml version="1.0"?>',
      '<!DOCTYPE a>',
      '&',
      'ü',
      '\0',
      ']]>',
      '<![CDATA[',
    );
    fc.assert(
      fc.property(fc.array(pieces), fc.uint8Array(), (texts, bytes) => {
        const body = Buffer.concat([Buffer.from(texts.join('')), bytes]);
        expect(decodeBody({ body, headers: {} }, 'xml')).toBeDefined();
      }),
    );
  });
});

test('decodingFor goes by what was asked for', () => {
  expect(decodingFor(undefined)).toBe('json');
  expect(decodingFor('application/json')).toBe('json');
  expect(decodingFor('*/*')).toBe('auto');
  expect(decodingFor('text/csv')).toBe('text');
});
