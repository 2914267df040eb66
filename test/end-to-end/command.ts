/** The real `plugboard` command in a process of its own, for end-to-end tests: nothing of the product is imported. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/plugboard.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** The JSON document it prints while it goes on. Rejects when it ends without one. */
  document(): Promise<unknown>;
}

/** `environment` is added to ours. */
export function plugboard(argv: readonly string[], environment: Readonly<Record<string, string>>): Command {
  const child = spawn(process.execPath, [program, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of the machine may leak in: a developer's own settings, or vitest's.
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
  });
  let stdout = '';
  let stderr = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    ended,
    document: () =>
      new Promise((resolve, reject) => {
        look = () => {
          try {
            resolve(JSON.parse(stdout));
          } catch {
            // Not whole yet.
          }
        };
        look();
        void ended.then((end) =>
          reject(new Error(`it ended with ${end.code} before it printed a document\n${end.stderr}${end.stdout}`)),
        );
      }),
  };
}

/** Does anybody listen there? A process id would not tell: one that died but was not reaped still has it. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
