/** What eSkilled means when it says no: by status, or in a 200 that says `success: false`. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';

/** The only sign that a write, or a sign-in, was refused for a reason of business. */
function isRefused(body: unknown): boolean {
  return isObject(body) && (body['success'] === false || body['Success'] === false);
}

export function isSuccess({ status, body }: HttpResponse): boolean {
  return status < 300 && !isRefused(body);
}

/** The words decide; those nobody has seen yet are about the request. */
const meanings: readonly (readonly [RegExp, Verdict['code']])[] = [
  [
    /(token|session) (is |has |was )*(invalid|expired|not valid)|not (logged|signed) in|unauthori[sz]ed/i,
    'auth_expired',
  ],
  [/permission|not (allowed|authori[sz]ed)|access (is )?denied/i, 'permission_denied'],
  [/already|duplicate/i, 'conflict'],
  [/not found|does not exist|no such/i, 'not_found'],
];

/** Undefined: by its status, in its own words. */
export function readError({ status, body, url }: HttpResponse): Verdict | undefined {
  if (status >= 300 || !isRefused(body)) return undefined;
  const message = textAt(body, 'message') ?? textAt(body, 'Message') ?? 'eSkilled refused it and gave no reason.';
  if (/\/login$/i.test(URL.parse(url)?.pathname ?? '')) return { code: 'auth_revoked', message };
  return { code: meanings.find(([pattern]) => pattern.test(message))?.[1] ?? 'invalid_request', message };
}
