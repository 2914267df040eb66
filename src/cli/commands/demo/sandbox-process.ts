/**
 * The sandbox as a process of its own, so that its memory is not the server's. It belongs to us: it stops when we ask, and when
 * the channel between us breaks because we were killed. Called by the demo.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { fail } from '../../../contract/errors.ts';

const program = fileURLToPath(new URL('../../../../bin/plugboard.mjs', import.meta.url));

const announcement = z.union([
  z.object({ url: z.string(), host_map: z.string() }),
  z.object({ error: z.object({ message: z.string(), next: z.string() }) }),
]);

export interface SandboxProcess {
  readonly url: string;
  readonly hostMap: string;
  /** Asks it to save its state and stop; resolves when it has. */
  stop(): Promise<void>;
}

/** How long it may take to save and stop before it is killed. */
const graceMs = 5_000;

/** Throws conflict when its port is in use. */
export async function startSandboxProcess(note: (line: string) => void): Promise<SandboxProcess> {
  // A process group of its own: Ctrl-C reaches us first, so that runs can still finish the page they are reading from it.
  const child = spawn(process.execPath, [...process.execArgv, program, 'sandbox', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  child.unref();
  child.channel?.unref();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => note(text.trimEnd()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(hard);
  };
  let text = '';
  const said = new Promise<unknown>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const document = parseWhole(text);
      if (document !== undefined) resolve(document);
    });
    child.once('error', (error) =>
      resolve({
        error: { message: `The sandbox does not start: ${error.message}.`, next: 'Try `plugboard sandbox`.' },
      }),
    );
    void ended.then(() =>
      resolve({ error: { message: 'The sandbox ended before it was ready.', next: 'Try `plugboard sandbox`.' } }),
    );
  });
  const answer = announcement.parse(await said);
  if ('error' in answer) {
    await stop();
    throw fail('conflict', answer.error.message, { next: answer.error.next });
  }
  return { url: answer.url, hostMap: answer.host_map, stop };
}

function parseWhole(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
