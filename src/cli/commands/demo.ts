/**
 * `plugboard demo` (= `npm start`): everything on one machine. Database, server and worker in this process, the sandbox in one
 * of its own, and a tenant with every provider connected through the sandbox's real sign-ins. Started again it finds all that
 * done. Stays up until it is stopped.
 */
import { z } from 'zod';
import { PlugboardError } from '../../contract/errors.ts';
import type { Hub } from '../../hub/index.ts';
import { scopes, type Principal } from '../../hub/access/principal.ts';
import { defineCommand, type Cli } from '../frame/command.ts';
import type { Opened } from '../installation.ts';
import { apiClient } from './demo/api-client.ts';
import { connectAll, type Connected } from './demo/connect-all.ts';
import { ensureApps } from './demo/ensure-apps.ts';
import { ensureWebhooks } from './demo/ensure-webhooks.ts';
import { watchFirstSyncs } from './demo/first-syncs.ts';
import { startSandboxProcess, type SandboxProcess } from './demo/sandbox-process.ts';
import { until } from './services.ts';

const tenant = 'demo';
const keyFile = 'demo.json';
/** Whoever opens the link that is printed. */
const owner = { email: 'owner@plugboard.local', name: 'Owner' };
const remembered = z.object({ url: z.string(), sandbox_url: z.string(), tenant: z.string(), api_key: z.string() });

interface StreamRow {
  readonly provider: string;
  readonly stream: string;
  readonly model: string;
  readonly records: number;
  readonly state: string;
}

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'run everything on this machine, with every provider connected to its sandbox',
  input: z.strictObject({}),
  run: async (_input, cli) => {
    const { installation, out, signal } = cli;
    let sandbox: SandboxProcess | undefined;
    let opened: Opened | undefined;
    try {
      opened = await installation.open({
        migrations: 'apply',
        exclusive: 'demo',
        supervise: true,
        hostMap: async () => {
          sandbox = await startSandboxProcess(out.note);
          return sandbox.hostMap;
        },
      });
      const { url } = await opened.startServer();
      await opened.startWorker();
      if (sandbox !== undefined) await present(cli, opened.hub, { url, sandboxUrl: sandbox.url });
      await until(signal);
      out.note('stopping ...');
    } finally {
      await opened?.close();
      await sandbox?.stop();
    }
    return { document: {} };
  },
});

/** Makes sure that the tenant is there and everything is connected, then says where to look. */
async function present(
  cli: Cli,
  hub: Hub,
  where: { readonly url: string; readonly sandboxUrl: string },
): Promise<void> {
  const { installation, out, signal, principal } = cli;
  await ensureTenant(hub, principal);
  const key = await ensureKey(cli, hub);
  const path = installation.writePrivate(keyFile, {
    url: where.url,
    sandbox_url: where.sandboxUrl,
    tenant,
    api_key: key,
  });
  const signIns = await installation.sandboxSignIns();
  await ensureApps(hub, principal, tenant, signIns);
  const api = apiClient(where.url, key);
  const integrations = await connectAll({ api, tenant, signIns, consent: installation.consent, tell: out.note });
  const webhooks = await ensureWebhooks({
    api,
    tenant,
    providers: await installation.providers(),
    integrations,
    tell: out.note,
  });
  const fresh = integrations.filter((one) => one.fresh);
  if (fresh.length > 0) await watchFirstSyncs({ hub, principal, tenant, integrations: fresh, out, signal });
  if (signal.aborted) return;
  const streams = await streamRows(hub, principal, integrations);
  out.table(
    ['provider', 'stream', 'model', 'records', 'state'],
    streams.map((row) => [row.provider, row.stream, row.model, row.records, row.state]),
  );
  const { url: link } = await hub.people.sessions.letIn(principal, { ...owner, tenant });
  tellWhere(cli, { ...where, link }, path, webhooks);
  const names = { url: where.url, sandbox_url: where.sandboxUrl, tenant, key_file: path, sign_in: link };
  out.announce({ ...names, webhooks, streams });
}

async function ensureTenant(hub: Hub, principal: Principal): Promise<void> {
  try {
    await hub.tenants.get(principal, tenant);
  } catch (error) {
    if (!(error instanceof PlugboardError && error.code === 'not_found')) throw error;
    await hub.tenants.create(principal, { slug: tenant, name: 'Demo' });
  }
}

/** The key of last time while it works; else a new one. */
async function ensureKey({ installation, principal }: Cli, hub: Hub): Promise<string> {
  const before = remembered.safeParse(installation.readPrivate(keyFile));
  if (before.success) {
    try {
      await hub.apiKeys.authenticate(before.data.api_key);
      return before.data.api_key;
    } catch (error) {
      if (!(error instanceof PlugboardError && error.code === 'unauthorized')) throw error;
    }
  }
  return (await hub.apiKeys.create(principal, tenant, { name: 'demo', scopes: [...scopes] })).key;
}

async function streamRows(hub: Hub, principal: Principal, integrations: readonly Connected[]): Promise<StreamRow[]> {
  const rows: StreamRow[] = [];
  for (const { id, provider } of integrations) {
    const view = await hub.integrations.get(principal, tenant, id);
    const { data: counts } = await hub.streamCounts(principal, tenant, { integration: id });
    for (const { stream, model, records } of counts) {
      const facts = view.streams.find((one) => one.name === stream);
      rows.push({ provider, stream, model, records, state: stateOf(facts) });
    }
  }
  return rows;
}

function stateOf(
  stream: { readonly error: { readonly message: string } | null; readonly last_synced_at: string | null } | undefined,
): string {
  if (stream === undefined) return 'unknown';
  if (stream.error !== null) return `failed: ${stream.error.message}`;
  return stream.last_synced_at === null ? 'not yet synced' : 'synced';
}

function tellWhere(
  { out, installation }: Cli,
  { url, sandboxUrl, link }: { readonly url: string; readonly sandboxUrl: string; readonly link: string },
  path: string,
  webhooks: readonly string[],
): void {
  out.line();
  out.line(`Plugboard ${installation.version} is up. Ctrl-C stops it; its data stays in ${installation.dataDir}.`);
  out.line(`  Dashboard        ${link}`);
  out.line('                   (signs you in once, within 15 minutes; `plugboard people let-in` makes another)');
  out.line(`  API reference    ${url}/api/docs`);
  out.line(`  API key          in ${path} (tenant ${tenant})`);
  out.line(`  sandbox control  ${sandboxUrl}`);
  if (webhooks.length > 0) out.line(`  webhooks         come from the sandbox of ${webhooks.join(', ')}`);
  out.line('Try in another terminal:');
  out.line(`  curl -H "Authorization: Bearer $(node -p "require('${path}').api_key")" ${url}/api/integrations`);
  out.line('  npm run -s plugboard -- runs          (or sync, records, providers; --help shows all)');
  const [sender] = webhooks;
  if (sender !== undefined) out.line(`  npm run -s plugboard -- sandbox webhooks ${sender}    (or webhooks list)`);
}
