/**
 * The sandbox as the command line starts it: those of every provider that has one, in this process. Called by installation.ts.
 */
import type { RunningSandbox, SandboxSteering } from '../cli/installation.ts';
import { fail } from '../contract/errors.ts';
import type { Sandbox, SandboxSignIn } from '../contract/sandbox.ts';
import { rememberedControlPort, sandboxControl, startSandbox } from '../sandbox/index.ts';
import type { ProviderLoaders } from './providers-dir.ts';

type Sandboxes = ProviderLoaders['sandboxes'];

export interface SandboxHostOptions {
  readonly sandboxes: Sandboxes;
  readonly port: number;
  /** Grows every stream that can to this number, or the named ones (`xero.contacts`) to theirs. */
  readonly records: number | Readonly<Record<string, number>> | undefined;
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

export async function openSandboxHost({
  sandboxes,
  port,
  records,
  dataDir,
  log,
}: SandboxHostOptions): Promise<RunningSandbox> {
  const providers = await loadSandboxes(sandboxes);
  try {
    const { url, hostMap, origins, stop } = await startSandbox({
      providers,
      dataDir,
      records,
      log,
      ...(port === 0 ? {} : { port }),
    });
    return { controlUrl: url, hostMap, origins, stop };
  } catch (error) {
    // Its own errors say what to do: a port or the directory is in use.
    if (error instanceof Error)
      throw fail('conflict', error.message, { next: 'Do what the message says, then start again.', cause: error });
    throw error;
  }
}

export interface SandboxPlace {
  readonly url: string | undefined;
  readonly dataDir: string;
  /** The control port as configured; 0: a free one. */
  readonly port: number;
}

/** Where the control port of the sandbox on this data directory is, if one runs. `port`: as configured. */
export function sandboxUrl(dataDir: string, port: number): string {
  return `http://127.0.0.1:${rememberedControlPort(dataDir) ?? port}`;
}

/** A running sandbox, as commands steer it. Throws not_found when none answers. */
export async function findSandbox(place: SandboxPlace): Promise<SandboxSteering> {
  const url = place.url ?? sandboxUrl(place.dataDir, place.port);
  const control = sandboxControl(url);
  await control.clock().catch((error: unknown) => {
    throw fail('not_found', `No sandbox answers at ${url}.`, {
      next: 'Start one with `npm start` or `plugboard sandbox`, or name its control port with --control.',
      cause: error,
    });
  });
  return {
    webhooks: (provider) => told(control.webhooks(provider)),
    sendWebhooks: (provider, wanted) => told(control.sendWebhooks(provider, wanted)),
    enterWebhookAddress: (provider, address) => told(control.enterWebhookAddress(provider, address)),
    holdWebhooks: (provider) => told(control.holdWebhooks(provider)),
    releaseWebhooks: (provider, how) => told(control.releaseWebhooks(provider, how)),
  };
}

/** What it refuses, it explains. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error)
      throw fail('invalid_request', error.message, { next: 'Ask the sandbox for something else.', cause: error });
    throw error;
  }
}

/** Working test credentials of every provider that has a sandbox. One may be there before its provider is: nobody can sign in to that. */
export async function sandboxSignIns(
  sandboxes: Sandboxes,
  providers: readonly string[],
): Promise<Readonly<Record<string, readonly SandboxSignIn[]>>> {
  const loaded = await loadSandboxes(sandboxes);
  return Object.fromEntries(
    loaded.filter(({ key }) => providers.includes(key)).map(({ key, sandbox }) => [key, sandbox.signIns]),
  );
}

function loadSandboxes(sandboxes: Sandboxes): Promise<{ readonly key: string; readonly sandbox: Sandbox }[]> {
  return Promise.all(Object.entries(sandboxes).map(async ([key, load]) => ({ key, sandbox: (await load()).default })));
}
