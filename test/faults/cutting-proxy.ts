/**
 * A TCP proxy before PostgreSQL that loses answers: a statement it picks is passed on and carried out, and the moment the database
 * answers, the connection is cut instead. To the sender the statement may or may not have happened: the ambiguous commit.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface CuttingProxy {
  /** The same database by way of the proxy. */
  readonly url: string;
  /** Connections cut so far, by what `pick` called them. */
  readonly cuts: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** `pick` sees every statement's text and answers a name for it when its answer is to be lost. */
export async function startCuttingProxy(
  databaseUrl: string,
  pick: (statement: string) => string | undefined,
): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const cuts: Record<string, number> = {};
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port || 5432), target.hostname);
    let doomed: string | undefined;
    const end = () => {
      client.destroy();
      database.destroy();
      open.delete(client);
    };
    open.add(client);
    for (const socket of [client, database]) socket.on('error', end).on('close', end).setNoDelay(true);
    const statements = statementReader();
    client.on('data', (bytes) => {
      for (const statement of statements(bytes)) doomed ??= pick(statement);
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (doomed === undefined) {
        client.write(bytes);
        return;
      }
      cuts[doomed] = (cuts[doomed] ?? 0) + 1;
      end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return {
    url: url.href,
    cuts,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads PostgreSQL's frontend messages as they come in pieces; answers the texts of queries and of statements to be parsed. */
function statementReader(): (bytes: Buffer) => readonly string[] {
  let rest: Buffer = Buffer.alloc(0);
  // The first message of a connection has no type byte.
  let header = 4;
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const texts: string[] = [];
    for (;;) {
      if (rest.length < header) return texts;
      const length = header - 4 + rest.readUInt32BE(header - 4);
      if (rest.length < length) return texts;
      const type = header === 4 ? '' : String.fromCharCode(rest.readUInt8(0));
      // Parse: name, then text; Query: text. Both end with a zero byte.
      if (type === 'P' || type === 'Q') {
        const parts = rest.toString('latin1', 5, length).split('\0');
        texts.push((type === 'P' ? parts[1] : parts[0]) ?? '');
      }
      header = 5;
      rest = rest.subarray(length);
    }
  };
}
