/** The ports we listen on: free, ours, or somebody else's? Looked at by listening for a moment. Called by index.ts. */
import { createServer } from 'node:net';
import { z } from 'zod';
import type { Finding } from '../../cli/installation.ts';
import { codeOf, failed, ok, some, warning } from './finding.ts';
import { serverAt } from './server-at.ts';

export interface ServerPort {
  readonly host: string;
  readonly port: number;
  /** As a program on this machine reaches it. */
  readonly origin: string;
  /** Installation ids that are ours. */
  readonly ids: readonly string[];
  /** Who wrote down last that he serves this data directory: `process 71 (plugboard serve)`. */
  readonly server: string | undefined;
}

/** `running`: our server answers there. */
export async function checkServerPort(
  at: ServerPort,
): Promise<{ readonly finding: Finding; readonly running: boolean }> {
  const check = 'port';
  const { host, port } = at;
  const idle = (finding: Finding) => ({ finding, running: false });
  if (port === 0) return idle(ok(check, 'PLUGBOARD_PORT is 0: any free one.'));
  const code = await listenOnce(host, port);
  if (code === undefined) return idle(ok(check, `${port} on ${host} is free; the server does not run.`));
  if (code === 'EACCES')
    return idle(failed(check, `This user may not listen on port ${port}.`, 'Set PLUGBOARD_PORT to a port above 1023.'));
  if (code !== 'EADDRINUSE')
    return idle(
      failed(
        check,
        `PLUGBOARD_HOST is ${host}, which is no address of this machine (${code}).`,
        'Set it to 127.0.0.1, to 0.0.0.0 for all addresses, or to one that `ip address` shows.',
      ),
    );
  const { who } = await serverAt(at.origin, at.ids);
  if (who === 'ours') {
    const by = at.server === undefined ? '' : `, ${at.server}`;
    return { finding: ok(check, `Our server answers on ${port}${by}.`), running: true };
  }
  const other = who === 'another_plugboard' ? 'by another Plugboard, with another root key' : 'by another program';
  return idle(
    failed(
      check,
      `${port} on ${host} is taken ${other}.`,
      `Set PLUGBOARD_PORT to a free port, or stop that program (\`ss -ltnp 'sport = :${port}'\` names it).`,
    ),
  );
}

/** Only development needs them, so the worst is a warning. `count`: sandboxes, one port each after the control port. */
export async function checkSandboxPorts(control: number, count: number, serverPort: number): Promise<Finding> {
  const check = 'sandbox_ports';
  const mend =
    'Set PLUGBOARD_SANDBOX_PORT to the first of as many free ports; only the demo and the sandbox need them.';
  if (control === 0) return ok(check, 'PLUGBOARD_SANDBOX_PORT is 0: any free ones.');
  const last = control + count;
  if (last > 65_535) return warning(check, `${control} to ${last} are no ports.`, mend);
  if (serverPort >= control && serverPort <= last)
    return warning(
      check,
      `${serverPort}, the server's own port, is among the sandbox's (${control} to ${last}).`,
      mend,
    );
  const taken: number[] = [];
  for (let port = control; port <= last; port += 1)
    if ((await listenOnce('127.0.0.1', port)) !== undefined) taken.push(port);
  if (taken.length === 0) return ok(check, `${control} to ${last} are free; the sandbox does not run.`);
  if (await isSandbox(control)) return ok(check, `A sandbox answers on ${control}.`);
  return warning(
    check,
    `${some(taken.map(String))} ${taken.length === 1 ? 'is' : 'are'} taken by another program.`,
    mend,
  );
}

/** Undefined when one can listen there; else why not. */
function listenOnce(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

const overview = z.object({ name: z.literal('Plugboard sandbox') });

async function isSandbox(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) });
    return overview.safeParse(await answer.json()).success;
  } catch {
    return false;
  }
}
