/**
 * What the command line needs from the outside, declared here and joined by src/main.ts, which alone knows the database, the
 * server, the worker and the sandbox host. Tests hand in small versions.
 */
import type { Provider } from '../contract/provider.ts';
import type { SandboxSignIn } from '../contract/sandbox.ts';
import type { Hub } from '../hub/index.ts';

/** A service that runs until it is stopped. */
export interface Running {
  /** Finishes what is under way at its next safe place, then resolves. */
  stop(): Promise<void>;
}

export interface RunningServer extends Running {
  /** Origin it answers on: `http://127.0.0.1:4400`. */
  readonly url: string;
}

export interface RunningSandbox extends Running {
  /** Origin of the control port. */
  readonly controlUrl: string;
  /** Text for PLUGBOARD_HOST_MAP: every vendor host to its sandbox. */
  readonly hostMap: string;
  /** Provider key -> origin of its sandbox. */
  readonly origins: Readonly<Record<string, string>>;
}

/** How events of a vendor are sent by its sandbox, on demand. */
export interface SandboxSending {
  /** Milliseconds later, on the sandbox's clock. */
  readonly late?: number;
  readonly twice?: boolean;
  readonly shuffled?: boolean;
  /** With a wrong signature, another body, of another moment, without proof. */
  readonly tampered?: 'signature' | 'body' | 'stale' | 'early' | 'missing';
}

export interface SandboxWebhookDelivery {
  readonly types: readonly string[];
  readonly url: string;
  readonly state: 'pending' | 'received' | 'given_up';
  /** Sandbox time, milliseconds; null: there is no further attempt. */
  readonly due_at: number | null;
  readonly attempts: readonly { readonly status: number | null; readonly error: string | null }[];
}

export interface SandboxWebhookAddress {
  readonly id: string;
  readonly url: string;
  /** Empty: all. */
  readonly types: readonly string[];
  readonly entered: string;
  readonly active: boolean;
}

/** What commands ask of a sandbox that runs, here or in another process. All throw PlugboardError in its own words. */
export interface SandboxSteering {
  webhooks(provider: string): Promise<{
    readonly addresses: readonly SandboxWebhookAddress[];
    readonly held: boolean;
    readonly deliveries: readonly SandboxWebhookDelivery[];
  }>;
  /** Resolves when what is due was attempted. */
  sendWebhooks(
    provider: string,
    wanted: SandboxSending & { readonly type: readonly string[]; readonly count: number },
  ): Promise<readonly SandboxWebhookDelivery[]>;
  enterWebhookAddress(
    provider: string,
    address: { readonly url: string; readonly secret?: string; readonly types?: string[] },
  ): Promise<{
    readonly address: SandboxWebhookAddress;
    readonly secret: string | null;
    readonly handshake: readonly { readonly expected: number; readonly status: number | null }[];
  }>;
  holdWebhooks(provider: string): Promise<void>;
  releaseWebhooks(provider: string, how: SandboxSending): Promise<readonly SandboxWebhookDelivery[]>;
}

/** An open installation: database reached, hub built. */
export interface Opened {
  readonly hub: Hub;
  /** On PLUGBOARD_HOST and PLUGBOARD_PORT. Throws conflict when the port is in use. */
  startServer(): Promise<RunningServer>;
  startWorker(): Promise<Running>;
  /** Stops what was started here, in the right order, then leaves the database. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** `apply` brings the schema up to date first (demo); `refuse` says what to do when migrations are missing. */
  readonly migrations: 'apply' | 'refuse';
  /** Only one of these may run on a data directory at a time; the second is refused by name of the first. */
  readonly exclusive?: 'serve' | 'demo';
  /** A worker will be started: look after the jobs of dead ones. */
  readonly supervise?: boolean;
  /** Instead of PLUGBOARD_HOST_MAP: the demo's sandbox, started once the place is known to be ours. */
  readonly hostMap?: () => Promise<string>;
}

/** One thing `plugboard doctor` looked at. */
export interface Finding {
  /** What was looked at, in snake_case: `root_key`. Several findings may be about one thing. */
  readonly check: string;
  /** `failed`: something does not work, or not safely. `warning`: it works, but look at it. */
  readonly state: 'ok' | 'warning' | 'failed';
  /** Never holds a secret. */
  readonly found: string;
  /** What to do; null when all is well. */
  readonly mend: string | null;
}

export interface Installation {
  readonly version: string;
  /** Where `.plugboard/` is; everything of this installation is inside. */
  readonly dataDir: string;
  /** PLUGBOARD_SANDBOX_PORT. */
  readonly sandboxPort: number;
  /** PLUGBOARD_TENANT. */
  readonly tenant: string | undefined;
  providers(): Promise<readonly Provider[]>;
  provider(key: string): Promise<Provider>;
  /** Writes the folder of a new provider. Throws invalid_request, or conflict when it is there already. */
  makeProvider(wanted: {
    readonly key: string;
    readonly name?: string | undefined;
    readonly category?: string | undefined;
    readonly dir?: string | undefined;
  }): { readonly folder: string; readonly files: readonly string[]; readonly blanks: readonly string[] };
  open(options: OpenOptions): Promise<Opened>;
  migrate(): Promise<{ readonly applied: readonly string[] }>;
  /** Looks at everything this installation stands on; works whatever is broken. `clockUrl`: whose Date header to ask for the time. */
  examine(options: { readonly clockUrl: string | undefined }): Promise<readonly Finding[]>;
  /** In this process. Throws conflict when a port or the sandbox's directory is in use. */
  startSandbox(options: {
    readonly port: number;
    readonly records: number | Readonly<Record<string, number>> | undefined;
  }): Promise<RunningSandbox>;
  /** The sandbox with its control port there; absent: the one that runs on this data directory. Throws not_found when none answers. */
  sandboxControl(url: string | undefined): Promise<SandboxSteering>;
  /** A small file of ours in the data directory, readable by its owner only; undefined when it is not there or not JSON. */
  readPrivate(name: string): unknown;
  /** Answers its path. */
  writePrivate(name: string, content: object): string;
  /** Working test credentials of every provider that has a sandbox, by key. */
  sandboxSignIns(): Promise<Readonly<Record<string, readonly SandboxSignIn[]>>>;
  /** Does what a person does on a sandbox's authorize page. Answers the address the browser is sent back to. */
  consent(authorizeUrl: string): Promise<string>;
}
