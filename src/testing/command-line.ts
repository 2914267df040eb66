/** The product's own command line against a test server's hub, for tests of commands: what was printed, the one document, the exit code. */
import type { Installation } from '../cli/installation.ts';
import { runCommandLine } from '../cli/frame/run.ts';
import { commands } from '../cli/program.ts';
import type { TestServer } from './server.ts';

export interface RanCommand {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The document of `--json`; undefined without. */
  // What a test expects of a document it says itself.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly document: any;
  /** Errors that were not expected failures. */
  readonly bugs: readonly unknown[];
}

export interface CommandOptions {
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Told of everything written to stderr, as it comes. */
  readonly onNote?: (text: string) => void;
}

/** `argv` as typed after `plugboard`. */
export async function commandLine(
  server: TestServer,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<RanCommand> {
  const { registry } = server.composition.context;
  let [stdout, stderr] = ['', ''];
  const bugs: unknown[] = [];
  const unavailable = async (): Promise<never> => {
    throw new Error('not part of this test');
  };
  const installation: Installation = {
    version: '0.0.0-test',
    dataDir: '',
    sandboxPort: 0,
    tenant: undefined,
    providers: () => Promise.all(registry.keys.map((key) => registry.load(key))),
    provider: (key) => registry.load(key),
    makeProvider: () => {
      throw new Error('not part of this test');
    },
    open: async () => ({ hub: server.hub, startServer: unavailable, startWorker: unavailable, close: async () => {} }),
    migrate: unavailable,
    examine: unavailable,
    startSandbox: unavailable,
    sandboxControl: async () => {
      if (server.control === undefined) throw new Error('this server has no sandboxes');
      return server.control;
    },
    readPrivate: () => undefined,
    writePrivate: (name) => name,
    sandboxSignIns: async () => ({}),
    consent: unavailable,
  };
  const code = await runCommandLine(argv, {
    installation,
    commands,
    stdout: { write: (text) => void (stdout += text) },
    stderr: {
      write: (text) => {
        stderr += text;
        options.onNote?.(text);
      },
    },
    signal: options.signal ?? new AbortController().signal,
    onBug: (error) => bugs.push(error),
  });
  return { code, stdout, stderr, document: argv.includes('--json') ? JSON.parse(stdout) : undefined, bugs };
}
