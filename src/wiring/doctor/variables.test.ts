import { expect, it } from 'vitest';
import { gate } from '../../testing/gate-vendor.ts';
import { shelf } from '../../testing/shelf-vendor.ts';
import { inspectConfig, type Environment } from '../config.ts';
import { openRegistry } from '../registry.ts';
import { checkVariables } from './variables.ts';

const registry = openRegistry({
  gate: async () => ({ default: gate }),
  shelf: async () => ({ default: shelf }),
});
const look = (environment: Environment) => checkVariables({ environment, registry, ...inspectConfig(environment) });

it('names what is set and usable, and no value', async () => {
  expect(await look({ PATH: '/bin', PLUGBOARD_PORT: '' })).toEqual([
    { check: 'configuration', state: 'ok', found: 'No variable is set: all defaults.', mend: null },
  ]);
  const [only, ...others] = await look({
    PLUGBOARD_METRICS_TOKEN: 'hush-hush-hush',
    DATABASE_URL: 'postgres://owner:hush-hush-hush@db/plugboard',
    PLUGBOARD_ROOT_KEY: 'hush-hush-hush',
    SHELF_CLIENT_SECRET: 'hush-hush-hush',
    PLUGBOARD_RESTARTED: '1',
  });
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    state: 'ok',
    found: 'Set and usable: DATABASE_URL, PLUGBOARD_METRICS_TOKEN, PLUGBOARD_ROOT_KEY.',
  });
  expect(JSON.stringify(only)).not.toContain('hush');
});

it('names each variable that cannot be used, and the rest of the configuration stands', async () => {
  const environment = {
    PLUGBOARD_PORT: 'http',
    PLUGBOARD_PUBLIC_URL: 'plug',
    PLUGBOARD_HOST: '0.0.0.0',
    PLUGBOARD_EGRESS_ALLOW: '10.0.0.0/99',
    PLUGBOARD_HOST_MAP: 'api.example.com=https://user:hush@gateway',
  };
  expect(inspectConfig(environment).config).toMatchObject({ port: 4400, publicUrl: undefined, host: '0.0.0.0' });
  const findings = await look(environment);
  expect(findings.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'failed']);
  expect(findings.map(({ found }) => /[A-Z_]{4,}/.exec(found)?.[0] ?? '').toSorted()).toEqual([
    'PLUGBOARD_EGRESS_ALLOW',
    'PLUGBOARD_HOST_MAP',
    'PLUGBOARD_PORT',
    'PLUGBOARD_PUBLIC_URL',
  ]);
  expect(JSON.stringify(findings)).not.toContain('hush');
});

it.each([
  ['PLUGBOARD_PROT', 'Did you mean PLUGBOARD_PORT?'],
  ['PLUGBOARD_ROOTKEY', 'Did you mean PLUGBOARD_ROOT_KEY?'],
  ['plugboard_tenant', 'Did you mean PLUGBOARD_TENANT?'],
  ['PLUGBOARD_COLOUR_OF_THE_SKY', 'Unset it; .env.example lists all there are.'],
  ['PLUGBORD_PORT', 'Did you mean PLUGBOARD_PORT?'],
  ['DATABASE_ULR', 'Did you mean DATABASE_URL?'],
  ['SHELF_CLIENTSECRET', 'Did you mean SHELF_CLIENT_SECRET?'],
  ['GATE_SENDER_PASWORD', 'Did you mean GATE_SENDER_PASSWORD?'],
])('%s is ignored, and told: %s', async (name, mend) => {
  expect((await look({ [name]: 'hush' })).filter(({ state }) => state !== 'ok')).toEqual([
    { check: 'configuration', state: 'warning', found: `${name} is no variable of Plugboard's; it is ignored.`, mend },
  ]);
});

it('leaves other programs’ variables alone', async () => {
  const others = { SHELF_HEIGHT: '1', GATE_URL: 'x', DATABASE: 'x', HOST: 'x', PORT: '1', XDG_DATA_DIR: '/' };
  expect(await look(others)).toHaveLength(1);
});

it('says when a variable has nothing to work on', async () => {
  expect(await look({ DATABASE_DIRECT_URL: 'postgres://a@b/c' })).toMatchObject([{}, { state: 'warning' }]);
});
