import { describe, expect, test } from 'vitest';
import { fail } from '../../contract/errors.ts';
import { createSecrecy } from './secrecy.ts';
import { mask } from './redact.ts';
import type { RawRequest } from './transport.ts';

const ours = 'our-own-token-4711';
const theirs = 'their-pass/word 4712';

function secrecy() {
  const made = createSecrecy({ secrets: () => [ours] });
  made.learn({ method: 'key', generation: 1, fields: {}, tokens: undefined });
  return made;
}

function request(more: Partial<Pick<RawRequest, 'headers' | 'body'>> = {}, query = ''): RawRequest {
  const url = new URL(`https://api.vendor.example/v1/users${query}`);
  return { method: 'POST', url, headers: {}, body: undefined, timeoutMs: 1, maxBytes: 1, signal: undefined, ...more };
}

describe('what a request says under a secret name is not shown again', () => {
  test.each([
    ['a header', request({ headers: { 'x-user-token': theirs } })],
    ['a header with a scheme before it', request({ headers: { authorization: `Token ${theirs.replace(' ', '_')}` } })],
    ['the query', request({}, `?password=${encodeURIComponent(theirs)}`)],
    [
      'a form',
      request({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ 'user[password]': theirs }).toString(),
      }),
    ],
    ['JSON', request({ body: JSON.stringify([{ user: { password: theirs } }]) })],
    ['JSON that names it beside', request({ body: JSON.stringify({ name: 'api_key', value: theirs }) })],
    ['XML', request({ body: `<a><b:Password>${theirs}</b:Password></a>` })],
    ['an attribute', request({ body: `<login password="${theirs}"/>` })],
  ])('%s', (_place, raw) => {
    const { sending, redactor, redactorFor } = secrecy();
    sending(raw);
    const said = theirs.replace(' ', raw.headers['authorization'] === undefined ? ' ' : '_');
    for (const spelling of [said, encodeURIComponent(said), Buffer.from(said).toString('base64').replace(/=+$/, '')])
      expect(redactor().text(`we got ${spelling}, sorry`)).toBe(`we got ${mask}, sorry`);
    expect(redactorFor(`/v1/users/${encodeURIComponent(said)}`).text(`/v1/users/${said}`)).toBe(`/v1/users/${mask}`);
  });

  test('other words of a request are', () => {
    const { sending, redactor } = secrecy();
    sending(
      request({ headers: { accept: 'application/json' }, body: JSON.stringify({ name: 'Kim Jones', token: 'abc' }) }),
    );
    expect(redactor().text('Kim Jones abc application/json')).toBe('Kim Jones abc application/json');
  });

  test('only the latest are remembered: a signature is another one each time', () => {
    const { sending, redactor } = secrecy();
    for (let call = 0; call < 100; call += 1) sending(request({ headers: { 'x-signature': `signature-${call}-x` } }));
    expect(redactor().text('signature-99-x')).toBe(mask);
    expect(redactor().text('signature-1-x')).toBe('signature-1-x');
    expect(redactor().text(ours)).toBe(mask);
  });

  test('whoever sent them gets them back; our own he does not', () => {
    const { sending, ours: redactor } = secrecy();
    sending(request({ headers: { 'x-user-token': theirs } }));
    expect(redactor().values(`${theirs} ${ours}`)).toBe(`${theirs} ${mask}`);
  });
});

describe('what was thrown', () => {
  test('keeps what is not secret, and is the same when nothing is', () => {
    const { clean } = secrecy();
    const plain = fail('not_found', 'There is no such invoice.', { cause: new Error('404') });
    expect(clean(plain)).toBe(plain);
    const stopped = new DOMException('stopped', 'AbortError');
    expect(clean(stopped)).toBe(stopped);
    expect(clean('a string')).toBe('a string');
  });

  test('loses its secrets: message, vendor’s code and request id, causes', () => {
    const { clean } = secrecy();
    const cause = new SyntaxError(`Unexpected ${ours}`, { cause: fail('timeout', `late: ${ours}`) });
    const details = { status: 422, vendorCode: `E-${ours}`, requestId: `r-${ours}`, cause };
    const cleaned = clean(fail('invalid_request', `Vendor said ${ours}`, details));
    expect(cleaned).toMatchObject({
      code: 'invalid_request',
      message: `Vendor said ${mask}`,
      details: { status: 422, vendorCode: `E-${mask}`, requestId: `r-${mask}` },
      cause: {
        name: 'SyntaxError',
        message: `Unexpected ${mask}`,
        cause: { code: 'timeout', message: `late: ${mask}` },
      },
    });
  });

  test('a bug keeps its name and its stack, without the secret', () => {
    const { clean } = secrecy();
    const bug = new TypeError(`Cannot read ${ours}`);
    const cleaned = clean(bug);
    expect(cleaned).toMatchObject({ name: 'TypeError', message: `Cannot read ${mask}` });
    const { stack } = cleaned instanceof Error ? cleaned : {};
    expect(stack).toContain('secrecy.test.ts');
    expect(stack).not.toContain(ours);
  });

  test('causes that go round in circles come to an end', () => {
    const { clean } = secrecy();
    const first = new Error(`a ${ours}`);
    const second = new Error(`b ${ours}`, { cause: first });
    first.cause = second;
    expect(clean(first)).toMatchObject({ message: `a ${mask}`, cause: { message: `b ${mask}` } });
  });
});
