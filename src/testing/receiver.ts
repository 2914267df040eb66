/**
 * A customer's system that deliveries go to, for tests: answers as it is told, and keeps what came. Reached through the host map, under a
 * name of its own. Imported by tests only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../engine/http/test-support.ts';

export interface Arrived {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Receiver extends AsyncDisposable {
  /** `host=origin`, for the host map. */
  readonly mapped: string;
  /** In order. */
  readonly arrived: Arrived[];
  /** How it answers; 204 until it is told otherwise. */
  answer: (arrived: Arrived, response: ServerResponse) => void;
  /** URL of one of its endpoints. */
  url(path: string): string;
  /** Resolves when so many have come. */
  came(count: number): Promise<void>;
}

export async function startReceiver(host = 'hooks.example.com'): Promise<Receiver> {
  const arrived: Arrived[] = [];
  let heard: () => void = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: flat(request), body: Buffer.concat(chunks).toString() };
      arrived.push(one);
      receiver.answer(one, response);
      heard();
    });
  });
  const port = await listen(server, '127.0.0.1');
  const receiver: Receiver = {
    mapped: `${host}=http://127.0.0.1:${port}`,
    arrived,
    answer: (_arrived, response) => void response.writeHead(204).end(),
    url: (path) => `https://${host}${path}`,
    came: async (count) => {
      while (arrived.length < count) await new Promise<void>((resolve) => (heard = resolve));
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

function flat({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
