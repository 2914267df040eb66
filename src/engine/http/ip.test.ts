import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidrs, formatIp, isAllowed, parseIp, parseIpv6, parseLooseIpv4 } from './ip.ts';

const none = cidrs([]);
const allowed = (host: string, ranges: readonly string[] = []): boolean => {
  const bytes = parseIp(host);
  if (bytes === undefined) throw new Error(`${host} is no address`);
  return isAllowed(bytes, ranges.length === 0 ? none : cidrs(ranges));
};

describe('parseLooseIpv4', () => {
  test('reads every notation of any address', () => {
    const number = (value: number, style: number): string =>
      style === 0 ? String(value) : style === 1 ? `0${value.toString(8)}` : `0x${value.toString(16)}`;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
        (bytes, parts, styles) => {
          const head = bytes.slice(0, parts - 1);
          const last = bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0);
          const text = [...head, last].map((value, index) => number(value, styles[index] ?? 0)).join('.');
          expect(parseLooseIpv4(text)).toEqual(bytes);
        },
      ),
    );
  });

  test.each([
    '',
    '.',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.256',
    '08.1.1.1',
    '4294967296',
    'example.com',
    '1.2.3..',
    '-1',
    '1e3',
    '0x7g',
  ])('refuses %j', (text) => {
    expect(parseLooseIpv4(text)).toBeUndefined();
  });
});

describe('parseIpv6', () => {
  test('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 }), (bytes) => {
        expect(parseIpv6(formatIp(bytes))).toEqual(bytes);
      }),
    );
  });

  test('reads short forms and embedded IPv4', () => {
    expect(parseIpv6('::1')?.slice(12)).toEqual([0, 0, 0, 1]);
    expect(parseIpv6('::ffff:1.2.3.4')?.slice(10)).toEqual([255, 255, 1, 2, 3, 4]);
    expect(parseIpv6('2001:db8::')?.slice(0, 5)).toEqual([0x20, 0x01, 0x0d, 0xb8, 0]);
    expect(parseIpv6('fe80::1%eth0')).toBeUndefined();
    expect(parseIpv6('1::2::3')).toBeUndefined();
  });
});

describe('isAllowed', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('lets public %s through', (host) => {
    expect(allowed(host)).toBe(true);
  });

  test('opens what the operator allows, and nothing else', () => {
    expect(allowed('10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(allowed('10.1.2.3', ['10.1.3.0/24'])).toBe(false);
    expect(allowed('fd12::1', ['fd12::/16'])).toBe(true);
  });

  test('keeps metadata closed whatever the operator allows', () => {
    const everything = ['0.0.0.0/0', '::/0'];
    for (const host of [
      '169.254.169.254',
      '100.100.100.200',
      '168.63.129.16',
      'fd00:ec2::254',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '2002:a9fe:a9fe::1',
      'fe80::a9fe:a9fe',
    ]) {
      expect(allowed(host, everything), host).toBe(false);
    }
  });

  test('judges a carried address as well as its carrier', () => {
    expect(allowed('64:ff9b::8.8.8.8', ['64:ff9b::/96'])).toBe(true);
    expect(allowed('64:ff9b::10.0.0.1', ['64:ff9b::/96'])).toBe(false);
  });

  test('names a malformed range', () => {
    expect(() => cidrs(['10.0.0.0/8', '10.0.0/8'])).toThrow('"10.0.0/8"');
    expect(() => cidrs(['10.0.0.0/33'])).toThrow('/33');
  });
});
