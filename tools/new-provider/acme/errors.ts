/** Acme's error bodies: `{"error": {"code": "...", "message": "..."}}`. */
import type { ErrorCode, HttpResponse, Verdict } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';

const codes: Readonly<Record<string, ErrorCode>> = {
  invalid_key: 'auth_revoked',
  no_permission: 'permission_denied',
  slow_down: 'rate_limited',
};

/** Undefined: the engine's reading of the status will do. */
export function readError({ body }: HttpResponse): Verdict | undefined {
  const vendorCode = textAt(body, 'error.code');
  const code = vendorCode === undefined ? undefined : codes[vendorCode];
  return code === undefined ? undefined : { code, message: textAt(body, 'error.message') ?? '', vendorCode };
}
