import { describe, expect, it } from 'vitest';
import type { PlugboardError } from '../../contract/errors.ts';
import { gate, gateSender } from '../../testing/gate-vendor.ts';
import { shelf } from '../../testing/shelf-vendor.ts';
import { bell, knock } from '../../testing/bell-vendor.ts';
import { till } from '../../testing/till-vendor.ts';
import type { Registry } from '../context.ts';
import { appsOfFile, appVariables, environmentApps, plannedApp, takesApp } from './provider-app-input.ts';

const loaded: string[] = [];
const vendors = new Map([gate, shelf, till(), bell].map((provider) => [provider.key, provider]));
const registry: Registry = {
  keys: [...vendors.keys()],
  load: async (key) => {
    loaded.push(key);
    const found = vendors.get(key);
    if (found === undefined) throw new Error(`no vendor ${key}`);
    return found;
  },
  read: async () => undefined,
};

async function problems(work: Promise<unknown>): Promise<readonly { path: string; message: string }[]> {
  return work.then(
    () => [],
    (error: PlugboardError) => error.details.problems ?? [],
  );
}

describe('provider apps in the environment', () => {
  it('are clients, scopes and fields by name; other providers are not even loaded', async () => {
    loaded.length = 0;
    const apps = await environmentApps(
      {
        SHELF_CLIENT_ID: ' id ',
        SHELF_CLIENT_SECRET: 'secret\n',
        SHELF_SCOPES: 'books, offline',
        GATE_SENDER_ID: gateSender.sender_id,
        GATE_SENDER_PASSWORD: gateSender.sender_password,
        GATE_CLIENT_ID: '',
        PATH: '/bin',
      },
      registry,
    );
    expect([...apps]).toEqual([
      ['gate', { client: undefined, fields: gateSender }],
      ['shelf', { client: { clientId: 'id', clientSecret: 'secret', scopes: ['books', 'offline'] }, fields: {} }],
    ]);
    expect(loaded).toEqual(['gate', 'shelf']);
  });

  it('may be a client without a secret, and are nothing where there is nothing to register', async () => {
    const environment = {
      SHELF_CLIENT_ID: 'id',
      TILL_CLIENT_ID: 'mine',
      TILL_COUNT: '3',
      GATE_HOST: 'x',
      GATE_SCOPES: 'a',
    };
    expect([...(await environmentApps(environment, registry))]).toEqual([
      ['shelf', { client: { clientId: 'id', clientSecret: '', scopes: undefined }, fields: {} }],
    ]);
  });

  it('name the variable that is wrong or missing', async () => {
    expect(await problems(environmentApps({ GATE_SENDER_ID: 'A 1' }, registry))).toEqual([
      { path: 'GATE_SENDER_ID', message: 'has spaces, line breaks or invisible characters inside; expected letters' },
      { path: 'GATE_SENDER_PASSWORD', message: 'is missing; expected: Sender password' },
    ]);
  });
});

describe('provider apps in a file', () => {
  it('are the same', async () => {
    const file = { shelf: { client_id: 'id', client_secret: 's', scopes: ['books'] }, gate: { fields: gateSender } };
    expect([...(await appsOfFile(file, registry))]).toEqual([
      ['shelf', { client: { clientId: 'id', clientSecret: 's', scopes: ['books'] }, fields: {} }],
      ['gate', { client: undefined, fields: gateSender }],
    ]);
    expect([...(await appsOfFile({}, registry))]).toEqual([]);
  });

  it('say everything that is wrong, by its place', async () => {
    expect(
      await problems(
        appsOfFile(
          {
            nope: { client_id: 'x' },
            till: { client_id: 'x' },
            shelf: { client_secret: 's' },
            gate: { fields: { sender_id: 'ok', colour: 'red' } },
          },
          registry,
        ),
      ),
    ).toEqual([
      { path: 'nope', message: 'is no provider; expected one of gate, shelf, till, bell' },
      { path: 'till.client_id', message: 'has no use: Till has no OAuth sign-in' },
      { path: 'shelf.client_id', message: 'is missing; expected the id of the OAuth client' },
      { path: 'gate.fields.colour', message: 'is not a known field; expected sender_id, sender_password' },
      { path: 'gate.fields.sender_password', message: 'is missing; expected: Sender password' },
    ]);
    for (const [content, path] of [
      [[], ''],
      ['text', ''],
      [{ shelf: 'id' }, 'shelf'],
      [{ shelf: { client_id: 7 } }, 'shelf.client_id'],
    ] as const)
      expect(await problems(appsOfFile(content, registry))).toMatchObject([{ path }]);
  });
});

describe('what is left out', () => {
  const known = { client: { clientId: 'a', clientSecret: 'sa', scopes: ['x'] }, fields: gateSender };

  it('stays, but for scopes and the secret of another client', () => {
    expect(plannedApp(gate, { client_id: 'a' }, known)).toEqual({
      app: { ...known, client: { clientId: 'a', clientSecret: 'sa', scopes: undefined } },
      problems: [],
    });
    expect(plannedApp(gate, { client_id: 'b' }, known).app.client).toMatchObject({ clientSecret: '' });
    expect(plannedApp(gate, { fields: { sender_id: 'other' } }, known).app).toMatchObject({
      client: { clientId: 'a', clientSecret: 'sa' },
      fields: { ...gateSender, sender_id: 'other' },
    });
  });

  it('and is all there is, is said', () => {
    expect(plannedApp(gate, {}).problems).toMatchObject([{ path: 'client_id' }]);
    expect(plannedApp({ ...gate, auth: gate.auth.slice(0, 2) }, {}).problems).toMatchObject([
      { path: 'fields.sender_id' },
      { path: 'fields.sender_password' },
    ]);
  });
});

describe('the secret of webhooks', () => {
  const values = (given: object, known?: Parameters<typeof plannedApp>[2], nowMs?: number) =>
    plannedApp(bell, { fields: { ...given } }, known, nowMs);

  it('comes from the environment or the file, with the one before for as long as that is set there', async () => {
    const apps = await environmentApps(
      { BELL_WEBHOOK_SECRET: ' bell_1\n', BELL_WEBHOOK_SECRET_PREVIOUS: 'bell_0' },
      registry,
    );
    const secrets = [{ value: 'bell_1' }, { value: 'bell_0' }];
    expect([...apps]).toEqual([['bell', { client: undefined, fields: {}, webhookSecrets: secrets }]]);
    expect((await appsOfFile({ bell: { fields: { webhook_secret: 'bell_1' } } }, registry)).get('bell')).toEqual({
      client: undefined,
      fields: {},
      webhookSecrets: [{ value: 'bell_1' }],
    });
    expect(await problems(environmentApps({ BELL_WEBHOOK_SECRET: 'whsec' }, registry))).toEqual([
      { path: 'BELL_WEBHOOK_SECRET', message: 'expected bell_...' },
    ]);
    expect(appVariables(bell)).toContain('BELL_WEBHOOK_SECRET');
    expect([takesApp(bell), takesApp(knock), takesApp(till())]).toEqual([true, true, false]);
  });

  it('that is replaced counts for a day; what else is stored stays, and the secret with what else is put', () => {
    const client = { clientId: 'a', clientSecret: 'b', scopes: undefined };
    const known = { client, fields: {}, webhookSecrets: [{ value: 'bell_1' }] };
    expect(values({ webhook_secret: 'bell_2' }, known, 1_000).app).toEqual({
      client,
      fields: {},
      webhookSecrets: [{ value: 'bell_2' }, { value: 'bell_1', until: 86_401_000 }],
    });
    expect(plannedApp(bell, { client_id: 'c' }, known, 1_000).app.webhookSecrets).toEqual(known.webhookSecrets);
    expect(values({ webhook_secret: 'bell_1' }, known, 1_000).app.webhookSecrets).toEqual([{ value: 'bell_1' }]);
    expect(values({ webhook_secret_previous: 'bell_0' }, known, 1_000).app.webhookSecrets).toEqual([
      { value: 'bell_1' },
      { value: 'bell_0', until: 86_401_000 },
    ]);
    expect(values({ colour: 'red' }, known).problems).toMatchObject([{ path: 'fields.colour' }]);
  });
});
