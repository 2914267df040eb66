/**
 * `plugboard connect <provider>`: makes an integration (or takes the one of that name) and connects it. For an OAuth sign-in it prints
 * the address to open and waits until the person has come back from the provider, which the running server notices.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { PlugboardError } from '../../contract/errors.ts';
import type { Provider } from '../../contract/provider.ts';
import type { ConnectAnswer } from '../../hub/connect/connect-views.ts';
import type { IntegrationView } from '../../hub/integrations/integration-views.ts';
import type { Hub } from '../../hub/index.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';

const pairs = z.array(z.string().regex(/^[^=]+=/, 'expected name=value')).default([]);

const Input = z.strictObject({
  provider: z.string(),
  field: pairs,
  name: z.string().optional(),
  method: z.string().optional(),
  account: z.string().optional(),
  sync: z.boolean().default(true),
});
type Input = z.output<typeof Input>;

export const connectCommand = defineCommand({
  name: 'connect',
  summary: 'connect a provider for a tenant',
  arguments: [{ name: '<provider>', help: 'key of the provider: xero' }],
  options: [
    {
      flags: '--field <pairs...>',
      help: 'name=value of a credential or setting; name=@file reads the value from a file, name=@- from standard input',
    },
    {
      flags: '--name <name>',
      help: "name of the integration; default: the provider's. One that exists is connected again",
    },
    { flags: '--method <key>', help: "way in; default: the provider's first" },
    { flags: '--account <id>', help: 'which account, when the credentials reach several' },
    { flags: '--no-sync', help: 'start no first runs' },
  ],
  input: Input,
  run: async (input, cli) => {
    const provider = await cli.installation.provider(input.provider);
    const [hub, tenant] = [await cli.openHub(), await cli.tenant()];
    const { credentials, settings } = fieldsOf(provider, input.field);
    const known = await integrationNamed(hub, cli, tenant, provider, input.name ?? provider.name);
    const integration = await prepare(hub, cli, tenant, { provider, input, known, credentials, settings });
    const { answer } = await hub.connection.connect(cli.principal, tenant, integration.id, {
      browser: 'link',
      sync: input.sync,
      ...(input.method === undefined ? {} : { auth_method: input.method }),
      ...(input.account === undefined ? {} : { account_id: input.account }),
      // What is new to a known integration is stored only when the provider accepts it.
      ...(known === undefined || Object.keys(credentials).length === 0 ? {} : { credentials }),
    });
    return answer.outcome === 'sign_in' ? waitForSignIn(hub, cli, tenant, answer) : conclude(cli, answer);
  },
});

/** How often we look whether the person has come back. */
const pollMs = 500;

interface Preparing {
  readonly provider: Provider;
  readonly input: Input;
  readonly known: IntegrationView | undefined;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
}

async function prepare(hub: Hub, cli: Cli, tenant: string, from: Preparing): Promise<IntegrationView> {
  const { provider, input, known, credentials, settings } = from;
  if (known === undefined) {
    return hub.integrations.create(cli.principal, tenant, {
      provider: provider.key,
      settings,
      credentials,
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.method === undefined ? {} : { auth_method: input.method }),
    });
  }
  if (Object.keys(settings).length === 0) return known;
  const streams = Object.fromEntries(known.streams.map(({ name, enabled, schedule }) => [name, { enabled, schedule }]));
  return hub.integrations.replace(cli.principal, tenant, known.id, {
    auth_method: input.method ?? known.auth_method,
    settings: { ...known.settings, ...settings },
    schedule: known.schedule,
    streams,
    ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
  });
}

/** The integration to connect again; none when there is nothing of this name. */
async function integrationNamed(
  hub: Hub,
  cli: Cli,
  tenant: string,
  provider: Provider,
  name: string,
): Promise<IntegrationView | undefined> {
  try {
    const found = await hub.integrations.find(cli.principal, tenant, name);
    if (found.name !== name) return undefined;
    if (found.provider === provider.key) return found;
    throw new UsageError(`"${name}" is an integration of ${found.provider}; choose another --name.`);
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** Settings are told from credentials by the provider's definition; what it does not know is refused by the hub, by name. */
function fieldsOf(provider: Provider, typed: readonly string[]) {
  const credentials: Record<string, string> = {};
  const settings: Record<string, string> = {};
  for (const pair of typed) {
    const cut = pair.indexOf('=');
    const [name, value] = [pair.slice(0, cut), valueOf(pair.slice(cut + 1))];
    if (Object.hasOwn(provider.settings ?? {}, name)) settings[name] = value;
    else credentials[name] = value;
  }
  return { credentials, settings };
}

/** A secret typed as an argument stays in the shell's history; from a file it does not. */
function valueOf(typed: string): string {
  if (!typed.startsWith('@')) return typed;
  const source = typed.slice(1);
  try {
    return readFileSync(source === '-' ? 0 : source, 'utf8').trim();
  } catch {
    throw new UsageError(`${source === '-' ? 'Standard input' : source} cannot be read.`);
  }
}

async function waitForSignIn(hub: Hub, cli: Cli, tenant: string, started: ConnectAnswer): Promise<Outcome> {
  const { out, signal, principal } = cli;
  const { id, connected_at: before } = started.integration;
  out.note(`Open this address in a browser, on a machine that reaches the running server, and sign in:`);
  out.note(`  ${started.authorize_url ?? ''}`);
  out.note(`Waiting until ${started.expires_at ?? ''} (Ctrl-C gives up) ...`);
  const end = Date.parse(started.expires_at ?? '');
  while (Date.now() < end) {
    await pause(pollMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const now = await hub.integrations.get(principal, tenant, id);
    if (now.connected_at !== before && now.status === 'connected') {
      return conclude(cli, {
        ...started,
        outcome: 'connected',
        message: `Connected to ${now.account?.name ?? now.name}`,
        integration: now,
      });
    }
    if (now.account_choices !== null) {
      return conclude(cli, {
        ...started,
        outcome: 'choose_account',
        message: 'The sign-in reaches several accounts.',
        accounts: now.account_choices,
        integration: now,
      });
    }
  }
  out.line(
    signal.aborted ? 'Given up; nothing was changed.' : 'Nobody signed in within ten minutes; nothing was changed.',
  );
  return { document: started, exitCode: 1 };
}

/** 3 when an account has still to be chosen: the sign-in is kept, and the same command with `--account` finishes it. */
function conclude({ out }: Cli, answer: ConnectAnswer): Outcome {
  out.line(`${answer.integration.name} (${answer.integration.id}): ${answer.message}`);
  if (answer.outcome === 'connected') return { document: answer };
  out.table(
    ['--account', 'name'],
    (answer.accounts ?? []).map((account) => [account.id, account.name]),
  );
  out.note('Choose one: the same command again with --account.');
  return { document: answer, exitCode: 3 };
}
