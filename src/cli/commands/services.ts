/** `plugboard serve`, `worker` and `sandbox`: services that run until they are stopped. */
import { z } from 'zod';
import { defineCommand } from '../frame/command.ts';

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'run the API, and a worker with it',
  options: [{ flags: '--no-worker', help: 'the API alone; runs are executed by `plugboard worker`' }],
  input: z.strictObject({ worker: z.boolean() }),
  run: async ({ worker }, { installation, out, signal }) => {
    const opened = await installation.open({ migrations: 'refuse', exclusive: 'serve', supervise: worker });
    try {
      if (worker) await opened.startWorker();
      const { url } = await opened.startServer();
      out.line(`Plugboard ${installation.version} answers at ${url}; its reference is ${url}/api/docs.`);
      out.announce({ url, worker });
      await until(signal);
    } finally {
      await opened.close();
    }
    return { document: {} };
  },
});

export const workerCommand = defineCommand({
  name: 'worker',
  summary: 'execute runs and keep the schedules ticking; any number of them may run',
  input: z.strictObject({}),
  run: async (_input, { installation, out, signal }) => {
    const opened = await installation.open({ migrations: 'refuse', supervise: true });
    try {
      await opened.startWorker();
      out.line('The worker is running.');
      out.announce({ worker: true });
      await until(signal);
    } finally {
      await opened.close();
    }
    return { document: {} };
  },
});

/** `1000`, or `provider.stream=1000,...`. */
function wantedRecords(
  text: string,
  context: z.core.$RefinementCtx<string>,
): number | Readonly<Record<string, number>> {
  const parts = text.split(',').map((part) => /^(?:([a-z0-9_]+\.[a-z0-9_]+)=)?(\d{1,8})$/.exec(part.trim()));
  const named = parts.flatMap((part): [string, number][] =>
    part?.[1] === undefined ? [] : [[part[1], Number(part[2])]],
  );
  if (parts.length === 1 && parts[0] !== null && named.length === 0) return Number(parts[0]?.[2]);
  if (named.length === parts.length) return Object.fromEntries(named);
  context.addIssue('expected a number, or streams with numbers like `xero.contacts=1000000`');
  return z.NEVER;
}

export const sandboxCommand = defineCommand({
  name: 'sandbox',
  summary: "run our imitations of the vendors' APIs, for development and tests",
  options: [
    {
      flags: '--port <port>',
      help: 'the control port; providers get those after it (PLUGBOARD_SANDBOX_PORT; 0: free ones)',
    },
    {
      flags: '--records <n>',
      help: 'grow streams for load: a number for all that can, or `xero.contacts=1000000,stripe.charges=5000`',
    },
  ],
  input: z.strictObject({
    port: z.coerce.number({ error: 'expected a port number' }).int().min(0).max(65_535).optional(),
    records: z.string().transform(wantedRecords).optional(),
  }),
  run: async ({ port, records }, { installation, out, signal }) => {
    const sandbox = await installation.startSandbox({ port: port ?? installation.sandboxPort, records });
    try {
      out.line(`The sandbox's control port is ${sandbox.controlUrl}.`);
      for (const [key, origin] of Object.entries(sandbox.origins)) out.line(`  ${key}: ${origin}`);
      out.line('To send the calls of a server there:');
      out.line(`  PLUGBOARD_HOST_MAP="${sandbox.hostMap}"`);
      out.announce({ url: sandbox.controlUrl, origins: sandbox.origins, host_map: sandbox.hostMap });
      await until(signal);
    } finally {
      await sandbox.stop();
    }
    return { document: {} };
  },
});

/** Resolves when we are asked to stop. */
export function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    // A signal's listener alone does not keep the process alive.
    const awake = setInterval(() => {}, 3_600_000);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(awake);
        resolve();
      },
      { once: true },
    );
  });
}
