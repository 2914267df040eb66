/**
 * Reads IP addresses in every notation an operating system accepts and says which of them lie outside the public internet.
 * Pure arithmetic, no I/O. Used by egress.ts only; the rules follow the IANA special-purpose address registries (2026-10).
 */
import { BlockList, isIP } from 'node:net';

/** An address as bytes: 4 for IPv4, 16 for IPv6. */
export type IpBytes = readonly number[];

/**
 * Reads what `inet_aton` would: `127.1`, `2130706433`, `0x7f.0.0.1`, `0177.0.0.1`. `isIP` knows none of these, but the resolver of
 * the operating system does, so that a guard looking only at dotted quads would wave them through. `undefined`: not an address.
 */
export function parseLooseIpv4(text: string): IpBytes | undefined {
  const parts = (text.endsWith('.') ? text.slice(0, -1) : text).split('.');
  if (parts.length > 4) return undefined;
  const numbers: number[] = [];
  for (const part of parts) {
    const value = parseLooseNumber(part);
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  const last = numbers.pop() ?? 0;
  if (numbers.some((value) => value > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const bytes = [...numbers];
  for (let place = 3 - numbers.length; place >= 0; place -= 1) bytes.push(Math.floor(last / 256 ** place) % 256);
  return bytes;
}

function parseLooseNumber(part: string): number | undefined {
  if (/^0x[0-9a-f]*$/i.test(part)) return part.length === 2 ? 0 : Number.parseInt(part.slice(2), 16);
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
  return /^[1-9][0-9]*$/.test(part) ? Number.parseInt(part, 10) : undefined;
}

/** Reads a valid IPv6 literal without brackets; `undefined` for anything else, also for one with a zone (`fe80::1%eth0`). */
export function parseIpv6(text: string): IpBytes | undefined {
  if (isIP(text) !== 6 || text.includes('%')) return undefined;
  // The URL parser writes every form, also `::ffff:1.2.3.4`, as eight hexadecimal groups with at most one `::`.
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** An address in any notation, bracketed or not; `undefined` when the text is a name. */
export function parseIp(host: string): IpBytes | undefined {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return bare.includes(':') ? parseIpv6(bare) : parseLooseIpv4(bare);
}

/** `192.0.2.1`, or IPv6 in full (`2001:db8:0:0:0:0:0:1`). */
export function formatIp(bytes: IpBytes): string {
  if (bytes.length === 4) return bytes.join('.');
  return Array.from({ length: 8 }, (_, group) =>
    (((bytes[group * 2] ?? 0) << 8) | (bytes[group * 2 + 1] ?? 0)).toString(16),
  ).join(':');
}

const notPublic = cidrs([
  '0.0.0.0/8', // "this network": Linux connects 0.0.0.0 to itself
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT, also Alibaba's metadata
  '127.0.0.0/8',
  '169.254.0.0/16', // link local
  '172.16.0.0/12',
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and 255.255.255.255
  // Of IPv6 only 2000::/3 is public, see isPublic; these are the parts of it that are not.
  '2001::/23', // protocol assignments, among them Teredo 2001::/32
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3ffe::/16', // the old test network
  '3fff::/20', // documentation
]);

/**
 * Where clouds hand out credentials to whoever asks from the machine. Never reachable, whatever the operator allows; 168.63.129.16
 * (Azure) is even a public address.
 */
const metadata = cidrs([
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd00:42::42/128',
  'fd20:ce::254/128',
]);

/** Parses CIDR ranges (`10.0.0.0/8`, `fd00::/8`) into a list that can be asked. Throws Error naming the first malformed one. */
export function cidrs(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const match = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(range.trim());
    const family = isIP(match?.[1] ?? '');
    const bits = Number(match?.[2]);
    if (match?.[1] === undefined || family === 0 || bits > (family === 4 ? 32 : 128)) {
      throw new Error(`"${range}" is not a range of addresses; expected for example 10.0.0.0/8 or fd00::/8`);
    }
    list.addSubnet(match[1], bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

function within(list: BlockList, bytes: IpBytes): boolean {
  // BlockList looks through ::ffff:a.b.c.d by itself; callers unwrap first, so that both families are asked as what they are.
  return list.check(formatIp(bytes), bytes.length === 4 ? 'ipv4' : 'ipv6');
}

function startsWith(bytes: IpBytes, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
/** Prefixes of IPv6 addresses that carry an IPv4 address, and where in the 16 bytes it sits. */
const carriers: readonly { readonly prefix: readonly number[]; readonly at: number }[] = [
  { prefix: [...zeros(10), 0xff, 0xff], at: 12 }, // ::ffff:a.b.c.d, mapped
  { prefix: zeros(12), at: 12 }, // ::a.b.c.d, compatible
  { prefix: [...zeros(8), 0xff, 0xff, 0, 0], at: 12 }, // ::ffff:0:a.b.c.d, translated
  { prefix: [0x00, 0x64, 0xff, 0x9b], at: 12 }, // NAT64, well known and local
  { prefix: [0x20, 0x02], at: 2 }, // 6to4
];

/** The IPv4 addresses an IPv6 address leads to through a translation mechanism. */
function carried(bytes: IpBytes): readonly IpBytes[] {
  if (bytes.length !== 16) return [];
  const found = carriers.filter(({ prefix }) => startsWith(bytes, prefix)).map(({ at }) => bytes.slice(at, at + 4));
  // Teredo keeps the client's address inverted in the last four bytes; ISATAP marks its own with 5efe in any prefix.
  if (startsWith(bytes, [0x20, 0x01, 0, 0]))
    found.push(
      bytes.slice(4, 8),
      bytes.slice(12).map((byte) => byte ^ 255),
    );
  if (bytes[10] === 0x5e && bytes[11] === 0xfe) found.push(bytes.slice(12));
  return found;
}

function isPublic(bytes: IpBytes): boolean {
  if (within(notPublic, bytes) || within(metadata, bytes)) return false;
  return bytes.length === 4 || ((bytes[0] ?? 0) & 0xe0) === 0x20;
}

/**
 * May this address be called? Public ones may; others only where the operator's list has them. Addresses that carry another
 * address are judged by both, so that allowing a NAT64 prefix does not open the private network behind it.
 */
export function isAllowed(bytes: IpBytes, allow: BlockList): boolean {
  if (within(metadata, bytes)) return false;
  if (!carried(bytes).every((inner) => isAllowed(inner, allow))) return false;
  return isPublic(bytes) || within(allow, bytes);
}
