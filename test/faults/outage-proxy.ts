/** A TCP proxy before PostgreSQL with a switch: while it is down, connections are cut and new ones refused, as when the server is gone. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface OutageProxy {
  /** The same database by way of the proxy. */
  readonly url: string;
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function startOutageProxy(databaseUrl: string): Promise<OutageProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const make = (): Server =>
    createServer((client) => {
      const database = connect(Number(target.port || 5432), target.hostname);
      const end = (): void => {
        client.destroy();
        database.destroy();
        open.delete(client);
      };
      open.add(client);
      for (const socket of [client, database]) socket.on('error', end).on('close', end).setNoDelay(true);
      client.pipe(database).pipe(client);
    });
  const listen = (server: Server, port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });

  let server: Server | undefined = make();
  const port = await listen(server, 0);
  const url = new URL(databaseUrl);
  [url.hostname, url.port] = ['127.0.0.1', String(port)];
  const down = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    const closed = new Promise((resolve) => (closing === undefined ? resolve(undefined) : closing.close(resolve)));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return {
    url: url.href,
    down,
    async up() {
      server ??= make();
      if (!server.listening) await listen(server, port);
    },
    close: down,
  };
}
