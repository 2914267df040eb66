/** What every use-case of the hub works with. Built once by the composition root (src/wiring) and by tests. */
import type { Provider } from '../contract/provider.ts';
import type { OAuthApp } from '../engine/auth/apply.ts';
import type { Credentials } from '../engine/auth/credentials.ts';
import type { DeliveryTransport } from '../engine/deliveries/send.ts';
import type { HttpRuntime } from '../engine/http/runtime.ts';
import type { Expressions } from '../engine/mapping/expressions.ts';
import type { Clock, Random } from '../engine/ports.ts';
import type { PageRoom } from '../engine/sync/page-room.ts';
import type { Store } from '../store/index.ts';
import type { Notices } from '../store/notices.ts';
import type { JobQueue } from '../store/queue.ts';
import type { RootKeys } from '../store/root-key.ts';
import type { ExchangeRecorder } from './logs/exchange-recorder.ts';
import type { Meter } from './logs/meter.ts';
import type { Log } from './logs/process-log.ts';
import type { Mailer } from './people/mail.ts';
import type { IdentityProvider } from './people/identity-provider.ts';
import type { Lasting } from './webhooks/addresses-secrets.ts';

export type { Log } from './logs/process-log.ts';

/** Of a provider's folder, for people: how it looks, and how it is set up. */
export type ProviderFile = 'icon.svg' | 'guide.md';

/** Providers by key, loaded when first asked for. */
export interface Registry {
  readonly keys: readonly string[];
  /** Throws PlugboardError not_found for an unknown key, naming the known ones. */
  load(key: string): Promise<Provider>;
  /** What else is in the provider's folder, as text. Undefined: it has none. */
  read(key: string, file: ProviderFile): Promise<string | undefined>;
}

export interface HubContext {
  readonly store: Store;
  /** Wrap the vault's data keys; for their rotation. */
  readonly rootKeys: RootKeys;
  readonly queue: JobQueue;
  /** What the database calls out when something was committed. */
  readonly notices: Notices;
  readonly registry: Registry;
  /** Connections, budgets and breakers all calls of this process share; its `transport` also serves token endpoints. */
  readonly http: HttpRuntime;
  /** Pages that the runs of this process have in memory. */
  readonly pageRoom: PageRoom;
  /** Where deliveries go out: connections of their own. */
  readonly deliveries: DeliveryTransport;
  /** Addresses our deliveries come from, for receivers that let nobody else in; as the operator published them. */
  readonly egressAddresses: readonly string[];
  /** The open credentials of this process: one renewal at a time for each. */
  readonly credentials: Credentials;
  /** Where calls to vendors are logged and counted. */
  readonly exchanges: ExchangeRecorder;
  readonly logKeeping: LogKeeping;
  /** The child processes in which tenants' mapping rules run. */
  readonly expressions: Expressions;
  readonly clock: Clock;
  /** In place of the database's clock, which all processes share (shared-clock.ts): a test's own time. */
  readonly sharedClock?: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly log: Log;
  /** Counts what this process does, for the operator's metrics. */
  readonly meter?: Meter;
  /** Where browsers and vendors reach us; makes redirect URLs. No trailing slash. */
  readonly publicUrl: string;
  /** Sends letters to people; undefined: there is no mail server. */
  readonly mailer?: Mailer;
  /** Where people may sign in besides with a password. */
  readonly identityProvider?: IdentityProvider;
  /** Turns a vendor URL that is handed to a browser into the mapped one (sandbox). */
  readonly toBrowser: (url: string) => string;
  /** Control port of the sandbox that vendors' hosts are mapped to; undefined, also where it answers that: we speak to the real vendors. */
  readonly sandboxControl?: (() => string | undefined) | undefined;
  /** Origins a browser may be sent to after a sign-in, besides our own. */
  readonly returnOrigins?: readonly string[];
  /** Provider apps from the environment (`XERO_CLIENT_ID`...), read once by the composition root. */
  readonly environmentApps: ReadonlyMap<string, ProviderApp>;
  /** The same from a file; what the environment holds outranks it. */
  readonly fileApps?: ReadonlyMap<string, ProviderApp>;
}

/** How long the platform keeps lines of the logs. A tenant may keep its own for less. */
export interface LogKeeping {
  readonly integrationLogDays: number;
  readonly exchangeLogDays: number;
  /** Where partitions are written to before they are dropped; undefined: they are just dropped. */
  readonly archiveDir: string | undefined;
}

/** What an operator registered with a provider: an OAuth client, values of the provider's `app` fields, or both. */
export interface ProviderApp {
  readonly client: OAuthApp | undefined;
  readonly fields: Readonly<Record<string, string>>;
  /** With which the vendor signs what it sends because of this app: the present one, and the one before while it still counts. */
  readonly webhookSecrets?: readonly Lasting[];
}
