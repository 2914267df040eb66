/**
 * What the command line needs from the outside, declared here and joined by src/main.ts, which alone knows the database, the
 * server, the worker and the sandbox host. Tests hand in small versions.
 */
import type { Provider } from '../contract/provider.ts';
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
  /** Vendor's host -> origin of its sandbox. */
  readonly hostMap: Readonly<Record<string, string>>;
}

/** An open installation: database reached, hub built. */
export interface Opened {
  readonly hub: Hub;
  startServer(options: { readonly host: string; readonly port: number }): Promise<RunningServer>;
  startWorker(): Promise<Running>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** `apply` brings the schema up to date first (demo); `refuse` says what to do when migrations are missing. */
  readonly migrations: 'apply' | 'refuse';
  /** Only one of these may run on a data directory at a time. Named in the refusal of the second. */
  readonly exclusive?: 'serve' | 'demo';
  /** Overrides PLUGBOARD_HOST_MAP (the demo's sandbox). */
  readonly hostMap?: Readonly<Record<string, string>>;
  /** Overrides PLUGBOARD_PUBLIC_URL. */
  readonly publicUrl?: string;
}

export interface Installation {
  readonly version: string;
  /** Where `.plugboard/` is; everything of this installation is inside. */
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  readonly sandboxPort: number;
  /** PLUGBOARD_TENANT. */
  readonly tenant: string | undefined;
  providers(): Promise<readonly Provider[]>;
  provider(key: string): Promise<Provider>;
  open(options: OpenOptions): Promise<Opened>;
  migrate(): Promise<{ readonly applied: readonly string[] }>;
  /** In this process. */
  startSandbox(options: { readonly port: number; readonly records: number | undefined }): Promise<RunningSandbox>;
}
