/**
 * Headers of a webhook as they may be kept: without what proves or opens anything. A signature is as good as a password for as long as its
 * moment counts, and some vendors send the secret itself. Pure; used by the intake and for the samples of what was refused.
 */
import { isSecretName, mask } from '../../engine/http/redact.ts';

/** By name where it says so; by form wherever a value looks like a key, a digest or a token. */
export function keepableHeaders(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    kept[name] = isSecret(name) ? mask : value.replaceAll(tokens, mask).slice(0, longest);
  }
  return kept;
}

/** Vendors' ids are shorter, or are UUIDs with their hyphens. */
const tokens = /(?<![\w+/=.-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w+/=.-]))[\w+/=.-]{32,}/gi;
const longest = 1_000;

/** Names repeat with every request of a vendor, and asking is slow. */
const asked = new Map<string, boolean>();
const mostAsked = 1_000;

function isSecret(name: string): boolean {
  const known = asked.get(name);
  if (known !== undefined) return known;
  const secret = isSecretName(name);
  if (asked.size < mostAsked) asked.set(name, secret);
  return secret;
}
