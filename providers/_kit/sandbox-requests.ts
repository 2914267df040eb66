/** What nearly every sandbox, and many a webhook, reads from a request: form, JSON, bearer token, basic credentials. Total: nonsense becomes undefined. */
import type { SandboxRequest } from 'plugboard/contract';

/** A form body (application/x-www-form-urlencoded); empty for any other content type. */
export function formOf(request: Pick<SandboxRequest, 'headers' | 'body'>): URLSearchParams {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' ? request.body.toString('utf8') : '');
}

/** The decoded JSON body, or undefined when there is none or it cannot be read. */
export function jsonOf(request: Pick<SandboxRequest, 'body'>): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

export function bearerOf(request: Pick<SandboxRequest, 'headers'>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
}

/** User and password of HTTP Basic, as they were sent (OAuth encodes them once more; see sandbox-oauth.ts). */
export function basicOf(request: SandboxRequest): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
