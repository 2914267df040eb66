/** Ranges of addresses people type, as PostgreSQL's cidr takes them. Pure; used by addresses.ts. */
import { isIP } from 'node:net';
import { formatIp, parseIp } from '../../engine/http/ip.ts';
import { invalidInput } from '../inputs.ts';

/** `198.51.100.7` is a range of one; bits beyond the length are cleared. Throws `invalid_request` naming the place. */
export function readRanges(typed: readonly string[]): readonly string[] {
  const ranges = typed.map((text, index) => {
    const range = readRange(text);
    if (range === undefined)
      throw invalidInput([
        {
          path: `allowed_ips.${index}`,
          message: 'expected an address or a range like 198.51.100.0/24 or 2001:db8::/32',
        },
      ]);
    return range;
  });
  return [...new Set(ranges)];
}

function readRange(text: string): string | undefined {
  const [address = '', length, ...more] = text.split('/');
  const bytes = isIP(address) === 0 || address.includes('%') ? undefined : parseIp(address);
  if (bytes === undefined || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const bits = Number(length ?? bytes.length * 8);
  if (bits > bytes.length * 8) return undefined;
  const kept = bytes.map((byte, index) => byte & (0xff << Math.min(Math.max(8 - (bits - index * 8), 0), 8)) & 0xff);
  return `${formatIp(kept)}/${bits}`;
}
