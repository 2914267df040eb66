/** What a sandbox is about to answer, as JSON, for faults that put themselves between a sandbox and its callers. */
import type { SandboxResponse } from '../../src/contract/index.ts';

/** Bytes and text are decoded. */
export function jsonBody({ body }: SandboxResponse): unknown {
  if (typeof body === 'string') return JSON.parse(body);
  if (Buffer.isBuffer(body)) return JSON.parse(body.toString());
  if (Array.isArray(body) && body.length > 0 && body.every((part) => Buffer.isBuffer(part)))
    return JSON.parse(Buffer.concat(body).toString());
  return body;
}
