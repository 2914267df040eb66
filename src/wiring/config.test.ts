import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig, root, type Environment } from './config.ts';

it('needs nothing to be set, and takes an empty variable for one that is not', () => {
  const config = readConfig({ PLUGBOARD_PORT: '', DATABASE_URL: '' });
  expect(config).toMatchObject({
    port: 4400,
    sandboxPort: 4410,
    host: '127.0.0.1',
    dataDir: join(root, '.plugboard'),
    database: { ownerUrl: undefined, appUrl: undefined },
    corsOrigins: [],
    trustedProxies: [],
  });
});

it('reads lists, addresses and numbers', () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://owner:p%40ss@db:5432/plugboard',
    PLUGBOARD_PUBLIC_URL: 'https://plug.example/',
    PLUGBOARD_CORS_ORIGINS: 'https://a.example, https://b.example,',
    PLUGBOARD_DATA_DIR: '/var/lib/plugboard',
    PLUGBOARD_PORT: '0',
    PLUGBOARD_CONCURRENCY: '3',
  });
  expect(config).toMatchObject({
    database: { ownerUrl: 'postgres://owner:p%40ss@db:5432/plugboard' },
    publicUrl: 'https://plug.example',
    corsOrigins: ['https://a.example', 'https://b.example'],
    dataDir: '/var/lib/plugboard',
    port: 0,
    concurrency: 3,
  });
});

it.each([
  ['PLUGBOARD_PORT', '70000'],
  ['PLUGBOARD_PORT', 'http'],
  ['PLUGBOARD_PUBLIC_URL', 'plug.example'],
  ['PLUGBOARD_PUBLIC_URL', 'ftp://plug.example'],
  ['PLUGBOARD_PUBLIC_URL', 'https://example.com/plugboard'],
  ['DATABASE_URL', 'mysql://db/plugboard'],
  ['PLUGBOARD_LOG_LEVEL', 'loud'],
  ['PLUGBOARD_CONCURRENCY', '0'],
  ['PLUGBOARD_METRICS_TOKEN', 'short'],
])('refuses %s=%s by name', (name, value) => {
  const refusal = refusalOf({ [name]: value, PLUGBOARD_TENANT: 'fine' });
  expect(refusal).toMatchObject({ code: 'invalid_request', details: { problems: [{ path: name }] } });
  // A database URL holds a password.
  expect(JSON.stringify(refusal)).not.toContain(value);
});

it.each(['PLUGBOARD_LOG_DAYS', 'PLUGBOARD_EXCHANGE_LOG_DAYS'])(
  'refuses to keep nothing (%s=0), and says why',
  (name) => {
    expect(refusalOf({ [name]: '0' })).toMatchObject({
      details: {
        problems: [{ path: name, message: expect.stringMatching(/^expected at least 1 day: a log that keeps/) }],
      },
    });
  },
);

function refusalOf(environment: Environment): unknown {
  try {
    return readConfig(environment);
  } catch (error) {
    return error;
  }
}
