/** What aXcelerate means when it says no, by status or in an answer whose status says success. Called by index.ts. */
import type { ErrorCode, HttpResponse, Verdict } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { truth, words, type Written } from './values.ts';

interface Said {
  readonly code: number | undefined;
  readonly message: string | undefined;
}

/** The error in a body; its names are in any case. Undefined: it is none. */
function errorIn(body: unknown): Said | undefined {
  if (!isObject(body)) return undefined;
  const lower = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string): string | null => {
    const value = lower.get(name);
    return isWritten(value) ? words(value) : null;
  };
  const error = lower.get('error');
  if (!isWritten(error) || truth(error) !== true) return undefined;
  const [short, long] = [text('messages'), text('details')];
  const said = [short, long === short ? null : long].filter((one) => one !== null).join(': ');
  const code = /^[45]\d\d$/.exec(text('code') ?? '')?.[0];
  return { code: code === undefined ? undefined : Number(code), message: said === '' ? undefined : said };
}

function isWritten(value: unknown): value is Written {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** 204 without a body is an answer: there is nothing. */
export function isSuccess({ status, body }: HttpResponse): boolean {
  return status < 300 && errorIn(body) === undefined;
}

export function readError({ status, body }: HttpResponse): Verdict {
  const said = errorIn(body);
  const number = status >= 400 ? status : (said?.code ?? 500);
  return {
    code: codeFor(number, said?.message ?? ''),
    message: said?.message ?? 'It gave no reason.',
    vendorCode: said?.code === undefined ? undefined : String(said.code),
  };
}

const noRight = /permission|not (allowed|permitted)/i;

function codeFor(status: number, message: string): ErrorCode {
  switch (status) {
    case 401:
      // Neither token expires, so there is nothing to renew.
      return noRight.test(message) ? 'permission_denied' : 'auth_revoked';
    case 403:
      return 'permission_denied';
    case 404:
      return 'not_found';
    case 412:
      if (noRight.test(message)) return 'permission_denied';
      return /\balready\b|not unique/i.test(message) ? 'conflict' : 'invalid_request';
    case 429:
      return 'rate_limited';
    default:
      return status >= 500 ? 'provider_unavailable' : 'invalid_request';
  }
}
