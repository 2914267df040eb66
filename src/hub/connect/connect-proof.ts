/**
 * Proves credentials by calling the vendor: which accounts do they speak for, and does the provider's own check accept them? Stores
 * nothing; connect.ts does with what is proven here, connection-test.ts only reports it.
 */
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { AuthMethod } from '../../contract/auth.ts';
import type { Settings } from '../../contract/fields.ts';
import type { JsonObject } from '../../contract/http.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Account } from '../../contract/stream.ts';
import { openHttp, type HttpClient } from '../../engine/http/client.ts';
import type { CredentialStore, ExchangeLog, StoredCredential } from '../../engine/ports.ts';
import { withDependents } from '../integrations/absent.ts';
import type { HubContext, ProviderApp } from '../context.ts';
import { newId } from '../ids.ts';
import { invalidInput } from '../inputs.ts';
import { budgetKeys } from '../integrations/open-integration.ts';
import { lackingApp } from '../providers/provider-apps.ts';

export interface ProofSubject {
  readonly provider: Provider;
  readonly way: AuthMethod;
  readonly settings: Settings;
  readonly app: ProviderApp;
  /** Holds the credential; a memory store when it is only tried. */
  readonly store: CredentialStore;
  /** Undefined for credentials that belong to no integration (yet). */
  readonly integrationId: string | undefined;
  /** The account it must be: known already, or chosen by its id. */
  readonly account?: Account | undefined;
  readonly accountId?: string | undefined;
  /** What messages and the exchange log say. */
  readonly operation: string;
  /** Where the calls are logged; left out: nowhere, for credentials that belong to nobody. */
  readonly exchanges?: ExchangeLog;
  readonly retries?: number;
  readonly signal: AbortSignal;
}

export type Proof =
  | {
      readonly kind: 'proven';
      readonly message: string;
      readonly account: Account | undefined;
      /** Streams and actions the account turned out to lack, with the reason. */
      readonly absent: Readonly<Record<string, string>>;
    }
  /** The credentials are good for several accounts: somebody has to choose. */
  | { readonly kind: 'choose'; readonly accounts: readonly Account[] };

/** Throws PlugboardError when the vendor refuses them or cannot be asked. */
export async function prove(context: HubContext, subject: ProofSubject): Promise<Proof> {
  const { provider, way, settings } = subject;
  const lacking = lackingApp(provider, way, subject.app);
  if (lacking !== undefined) throw lacking;
  const method = way.key;
  const grant = (await credentialOrNone(subject.store))?.tokens?.extra;
  const account = subject.account ?? (await chooseAccount(subject, grant, open(context, subject, undefined)));
  if (account !== undefined && 'choices' in account) return { kind: 'choose', accounts: account.choices };
  const http = open(context, subject, account);
  const result = await withoutSecrets(http, provider.check({ http, settings, account, method, grant }));
  return {
    kind: 'proven',
    message: http.cleanText(result.message),
    account: result.account ?? account,
    absent: withDependents(provider, result.absent ?? {}),
  };
}

async function chooseAccount(
  { provider, way, settings, accountId }: ProofSubject,
  grant: JsonObject | undefined,
  http: HttpClient,
): Promise<Account | { readonly choices: readonly Account[] } | undefined> {
  if (provider.accounts === undefined) return undefined;
  const accounts = await withoutSecrets(http, provider.accounts({ http, settings, method: way.key, grant }));
  const [only, ...others] = accounts;
  if (only === undefined)
    throw fail('permission_denied', `${provider.name} gives these credentials no account to work with.`, {
      provider: provider.key,
    });
  if (accountId !== undefined) {
    const chosen = accounts.find((one) => one.id === accountId);
    if (chosen === undefined)
      throw invalidInput([
        {
          path: 'account_id',
          message: `expected one of ${accounts.map((one) => `${one.id} (${one.name})`).join(', ')}`,
        },
      ]);
    return chosen;
  }
  return others.length === 0 ? only : { choices: accounts };
}

/** What a provider's function throws may quote the vendor, who may repeat the credentials he was sent. */
async function withoutSecrets<T>(http: HttpClient, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw http.clean(error);
  }
}

function open(context: HubContext, subject: ProofSubject, account: Account | undefined): HttpClient {
  const { provider, way, settings, app, store, integrationId, exchanges } = subject;
  // What is remembered of stored credentials must not be mixed up with ones that are only tried.
  const id = `${integrationId ?? 'nobody'}:${newId(context)}`;
  const credential = context.credentials.open({
    id,
    method: way,
    app: app.client,
    appFields: app.fields,
    grant: { provider, settings, integrationId, exchanges },
    store,
  });
  return openHttp(
    {
      provider,
      integration: {
        // No breaker: a person asks for one answer and gets it.
        id: undefined,
        settings,
        account,
        budgetKeys: budgetKeys(provider, integrationId ?? id, account, app),
        ...(subject.retries === undefined ? {} : { retries: subject.retries }),
      },
      credential,
      operation: subject.operation,
      signal: subject.signal,
      exchanges,
    },
    context.http,
  );
}

/** The stored credential; undefined when there is none (never given, or destroyed). */
export async function credentialOrNone(credentials: CredentialStore): Promise<StoredCredential | undefined> {
  try {
    return await credentials.read();
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'auth_revoked') return undefined;
    throw error;
  }
}
