/**
 * Connects every provider that has a sandbox, through the sign-in a customer would go through: credentials typed, or the vendor's
 * authorize page opened, read and allowed. What is connected already is left alone. Called by the demo.
 */
import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';
import type { SandboxSignIn } from '../../../contract/sandbox.ts';
import type { ApiClient } from './api-client.ts';

const integration = z.object({ id: z.string(), provider: z.string(), name: z.string(), status: z.string() });
export interface Connected {
  readonly id: string;
  readonly provider: string;
  /** Connected just now, so that first runs are under way. */
  readonly fresh: boolean;
}
const integrationList = z.object({ data: z.array(integration), next_cursor: z.string().nullable() });
const connectAnswer = z.object({
  outcome: z.enum(['connected', 'sign_in', 'choose_account']),
  message: z.string(),
  authorize_url: z.string().nullable(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })).nullable(),
});

/** Connected before, or more than that (its last run may have failed): nothing for us to do. */
const live: ReadonlySet<string> = new Set(['connected', 'failing', 'paused']);

export interface ConnectAllOptions {
  readonly api: ApiClient;
  readonly tenant: string;
  readonly signIns: Readonly<Record<string, readonly SandboxSignIn[]>>;
  /** Answers the address an authorize page sends the browser back to. */
  readonly consent: (authorizeUrl: string) => Promise<string>;
  readonly tell: (line: string) => void;
}

/** One integration per provider, all connected. Throws when a sandbox refuses what it should accept: that is a bug of ours. */
export async function connectAll({
  api,
  tenant,
  signIns,
  consent,
  tell,
}: ConnectAllOptions): Promise<readonly Connected[]> {
  const path = `/tenants/${tenant}/integrations`;
  const { data: known } = await api.call('GET', `${path}?limit=200`, undefined, integrationList);
  const connected: Connected[] = [];
  for (const [provider, ways] of Object.entries(signIns)) {
    const [signIn] = ways;
    if (signIn === undefined) continue;
    const before = known.find((one) => one.provider === provider);
    if (before !== undefined && live.has(before.status)) {
      connected.push({ id: before.id, provider, fresh: false });
      continue;
    }
    const draft = before ?? (await api.call('POST', path, draftOf(provider, signIn), integration));
    await connect(api, `${path}/${draft.id}/connect`, signIn, consent);
    connected.push({ id: draft.id, provider, fresh: true });
    tell(`${provider}: connected`);
  }
  return connected;
}

function draftOf(provider: string, { method, fields, settings, limits }: SandboxSignIn): object {
  return {
    provider,
    auth_method: method,
    ...(Object.keys(fields).length === 0 ? {} : { credentials: fields }),
    ...(settings === undefined ? {} : { settings }),
    ...(limits === undefined ? {} : { overrides: { limits } }),
  };
}

async function connect(
  api: ApiClient,
  path: string,
  signIn: SandboxSignIn,
  consent: ConnectAllOptions['consent'],
): Promise<void> {
  const credentials = Object.keys(signIn.fields).length === 0 ? {} : { credentials: signIn.fields };
  let answer = await api.call('POST', path, { auth_method: signIn.method, ...credentials }, connectAnswer);
  if (answer.outcome === 'sign_in' && answer.authorize_url !== null) {
    await api.visit(await consent(answer.authorize_url));
    // The callback connects; only a sign-in that reaches several accounts leaves a choice.
    const { status } = await api.call('GET', path.replace(/\/connect$/, ''), undefined, integration);
    if (live.has(status)) return;
    answer = await api.call('POST', path, {}, connectAnswer);
  }
  const [account] = answer.accounts ?? [];
  if (answer.outcome === 'choose_account' && account !== undefined) {
    answer = await api.call('POST', path, { account_id: account.id }, connectAnswer);
  }
  if (answer.outcome !== 'connected') throw fail('internal', `The demo could not connect: ${answer.message}`);
}
