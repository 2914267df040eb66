/**
 * The proxy's way of reading an answer: not at all. Status, headers and bytes go to the caller as they came, without our own
 * credentials wherever they turn up. What the engine itself must act on stays with it: 401 (renew), 429 (wait), 5xx (the vendor is
 * in trouble). Called by attempt.ts.
 */
import type { HttpResponse } from '../../contract/http.ts';
import type { Redactor } from './redact.ts';
import type { RawResponse } from './transport.ts';

/** `body` is a Buffer. Undefined: an answer for the engine. */
export function handedOn(answer: RawResponse, url: string, redactor: Redactor): HttpResponse | undefined {
  const { status } = answer;
  if (status === 401 || status === 429 || status >= 500) return undefined;
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name, redactor.values(value)]),
  );
  return { status, headers, body: withoutValues(answer.body, redactor), url: redactor.values(url) };
}

/** latin1 maps bytes to characters one to one, so that whatever else is in there survives. Credentials are ASCII. */
function withoutValues(body: Buffer, redactor: Redactor): Buffer {
  const text = body.toString('latin1');
  const clean = redactor.values(text);
  return clean === text ? body : Buffer.from(clean, 'latin1');
}
