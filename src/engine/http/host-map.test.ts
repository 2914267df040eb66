import { describe, expect, test } from 'vitest';
import { hostAllowed } from './hosts.ts';
import { parseHostMap } from './host-map.ts';

describe('parseHostMap', () => {
  test('reads entries, spaces and trailing commas', () => {
    const map = parseHostMap(' api.xero.com=http://127.0.0.1:4010 , LOGIN.xero.com=https://gateway.example:8443/, ');
    expect([...map.entries]).toEqual([
      ['api.xero.com', 'http://127.0.0.1:4010'],
      ['login.xero.com', 'https://gateway.example:8443'],
    ]);
    expect(map.originFor('api.xero.com')).toBe('http://127.0.0.1:4010');
    expect(map.originFor('xero.com')).toBeUndefined();
  });

  test('nothing is an empty map', () => {
    expect(parseHostMap(undefined).entries.size).toBe(0);
    expect(parseHostMap('').entries.size).toBe(0);
  });

  test.each([
    ['api.xero.com', 'no host before'],
    ['=http://127.0.0.1:1', 'no host before'],
    ['https://api.xero.com=http://127.0.0.1:1', 'bare host name'],
    ['api.xero.com:443=http://127.0.0.1:1', 'bare host name'],
    ['*.xero.com=http://127.0.0.1:1', 'bare host name'],
    ['api.xero.com=127.0.0.1:4010', 'no http or https origin'],
    ['api.xero.com=ftp://127.0.0.1', 'no http or https origin'],
    ['api.xero.com=http://u:p@127.0.0.1', 'password'],
    ['api.xero.com=http://127.0.0.1/base', 'without a path'],
    ['a.com=http://127.0.0.1:1,a.com=http://127.0.0.1:2', 'a second time'],
  ])('refuses %s by name', (text, why) => {
    expect(() => parseHostMap(text)).toThrow(why);
    expect(() => parseHostMap(text)).toThrow('expected host=origin');
  });

  test('a browser gets the mapped URL, path, query and fragment kept', () => {
    const map = parseHostMap('login.xero.com=http://127.0.0.1:4010');
    expect(map.toBrowser('https://login.xero.com/identity/authorize?a=%20b#c')).toBe(
      'http://127.0.0.1:4010/identity/authorize?a=%20b#c',
    );
    expect(map.toBrowser('https://login.xero.com:8443/x')).toBe('http://127.0.0.1:4010/x');
    expect(map.toBrowser('https://api.xero.com/x')).toBe('https://api.xero.com/x');
    expect(map.toBrowser('no url')).toBe('no url');
  });
});

describe('hostAllowed', () => {
  const hosts = ['api.xero.com', '*.myshopify.com'];

  test.each(['api.xero.com', 'API.xero.com', 'api.xero.com.', 'shop.myshopify.com', 'a.b.myshopify.com'])(
    'allows %s',
    (host) => {
      expect(hostAllowed(hosts, host)).toBe(true);
    },
  );

  test.each([
    'xero.com',
    'evil-api.xero.com',
    'api.xero.com.evil.com',
    'myshopify.com',
    '.myshopify.com',
    'evilmyshopify.com',
    '',
  ])('refuses %j', (host) => {
    expect(hostAllowed(hosts, host)).toBe(false);
  });
});
