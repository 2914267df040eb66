import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import { tillKey } from '../../testing/till-vendor.ts';

let server: TillServer;
let acme: TillTenant;
let beta: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
  beta = await server.tillTenant('beta');
});
afterAll(() => server?.stop());

const patch = (body: object, tenant = acme) => tenant.ask('PATCH', `/integrations/${acme.integration}`, body);
const look = async () => (await acme.ask('GET', `/integrations/${acme.integration}`)).body;

describe('changing a part of an integration', () => {
  it('leaves everything else as it is, streams and what is due among it', async () => {
    await patch({ schedule: { every_s: 600 } });
    await acme.ask('PATCH', `/integrations/${acme.integration}/streams/people`, { enabled: false });
    const before = await look();
    expect(before).toMatchObject({ schedule: { every_s: 600 }, next_run_at: expect.any(String) });
    const renamed = await patch({ name: 'Front till' });
    expect(renamed.status, JSON.stringify(renamed.body)).toBe(200);
    expect(renamed.body).toEqual({ ...before, name: 'Front till', updated_at: renamed.body.updated_at });
    await acme.ask('PATCH', `/integrations/${acme.integration}/streams/people`, { enabled: true });
  });

  it('pauses, for a while or until somebody goes on', async () => {
    const paused = await patch({ enabled: false });
    expect(paused.body).toMatchObject({ status: 'paused', enabled: false, next_run_at: null });
    const until = new Date(Date.now() + 7_200_000).toISOString();
    const resting = await patch({ enabled: true, paused_until: until });
    expect(resting.body).toMatchObject({ status: 'paused', enabled: true, paused_until: until, next_run_at: until });
    const on = await patch({ paused_until: null });
    expect(on.body).toMatchObject({ status: 'connected', paused_until: null });
    expect(Date.parse(on.body.next_run_at)).toBeLessThan(Date.parse(until));
  });

  it('changes nothing when it was changed since it was looked at', async () => {
    const seen = await look();
    await patch({ name: 'Mine' });
    const late = await patch({ name: 'Yours', if_updated_at: seen.updated_at });
    expect(late.body).toMatchObject({ status: 409, code: 'conflict' });
    expect((await look()).name).toBe('Mine');
    const { updated_at } = await look();
    expect((await patch({ name: 'Yours', if_updated_at: updated_at })).body.name).toBe('Yours');
  });

  it("takes an operator's own figures from those with the right admin only", async () => {
    const { key } = await server.hub.apiKeys.create(server.system, 'acme', {
      name: 'portal',
      scopes: ['read', 'connect'],
    });
    const asConnector = (body: object) =>
      server.ask('PATCH', `/api/tenants/acme/integrations/${acme.integration}`, { key, body });
    expect(await asConnector({ overrides: { retries: 0 } })).toMatchObject({ status: 403 });
    expect((await asConnector({ name: 'Portal till' })).body).toMatchObject({ name: 'Portal till', overrides: {} });
    expect((await patch({ overrides: { retries: 0 } })).body).toMatchObject({
      overrides: { retries: 0 },
      status: 'connected',
    });
  });

  it('refuses what does not fit the provider, a name that is taken, and other tenants', async () => {
    expect((await patch({ settings: { colour: 'red' } })).body).toMatchObject({
      code: 'invalid_request',
      problems: [{ path: 'settings.colour' }],
    });
    expect((await patch({ credentials: { api_key: 'x' } })).body).toMatchObject({ code: 'invalid_request' });
    const other = { provider: 'till', name: 'Back till', credentials: { api_key: tillKey } };
    expect((await acme.ask('POST', '/integrations', other)).status).toBe(201);
    expect(await patch({ name: 'Back till' })).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await patch({ name: 'Theirs' }, beta)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const reader = await server.hub.apiKeys.create(server.system, 'acme', { name: 'reader', scopes: ['read'] });
    const refused = await server.ask('PATCH', `/api/tenants/acme/integrations/${acme.integration}`, {
      key: reader.key,
      body: { enabled: false },
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'permission_denied' } });
  });

  it('is in the audit, by the names of what was changed', async () => {
    const { data } = await server.hub.audit.list(server.system, 'acme', { limit: 200 });
    const changes = data.filter((one) => one.action === 'integration.changed').map((one) => one.details);
    expect(changes).toContainEqual({ changed: 'enabled, paused_until' });
  });
});
