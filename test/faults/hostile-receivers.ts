/**
 * Receivers that mean us harm, or are in a bad way, for F25: what each answers, in so many bytes. They are raw sockets where HTTP done
 * properly would not let them be bad enough. Each counts what it could get rid of before it was cut off.
 */
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { selfSigned } from '../../src/engine/http/test-support.ts';
import { listen } from './receivers.ts';

export interface HostileReceiver {
  readonly name: string;
  readonly origin: string;
  /** Requests that came, and what became of each: milliseconds until the other side hung up, and bytes sent to it by then. */
  readonly visits: readonly { readonly ms: number; readonly bytes: number }[];
  readonly requests: () => number;
  close(): Promise<void>;
}

/** Writes its answer to the socket, as long as it is asked to go on. */
type Harm = (socket: Socket, stillThere: () => boolean) => void;

const chunk = Buffer.alloc(64 * 1024, 'x');

const plain =
  (text: string): Harm =>
  (socket) =>
    void socket.end(text.replaceAll('\n', '\r\n'));

/** As fast as the other side reads. `bytes`: how many, undefined: for ever. */
function flood(head: string, bytes: number | undefined): Harm {
  return (socket, stillThere) => {
    let left = bytes ?? Number.POSITIVE_INFINITY;
    socket.write(head.replaceAll('\n', '\r\n'));
    const pour = (): void => {
      while (left > 0 && stillThere()) {
        left -= chunk.length;
        if (!socket.write(chunk)) return void socket.once('drain', pour);
      }
      if (left <= 0) socket.end();
    };
    pour();
  };
}

function drip(head: string, everyMs: number): Harm {
  return (socket, stillThere) => {
    socket.write(head.replaceAll('\n', '\r\n'));
    const timer = setInterval(() => (stillThere() ? void socket.write('x') : clearInterval(timer)), everyMs);
  };
}

/** `canary`: an origin on this machine that a redirect leads to, besides the cloud's metadata. */
export function harms(canary: string): Readonly<Record<string, Harm>> {
  return {
    'gone for good (410)': plain('HTTP/1.1 410 Gone\ncontent-length: 0\n\n'),
    'redirect to metadata (301)': plain(
      'HTTP/1.1 301 Moved Permanently\nlocation: http://169.254.169.254/latest/meta-data/\ncontent-length: 0\n\n',
    ),
    'redirect to this machine (307)': plain(
      `HTTP/1.1 307 Temporary Redirect\nlocation: ${canary}/\ncontent-length: 0\n\n`,
    ),
    'body of 1 GB': flood(`HTTP/1.1 200 OK\ncontent-length: ${1024 ** 3}\n\n`, 1024 ** 3),
    'failure with a body of 1 GB': flood(`HTTP/1.1 500 Oops\ncontent-length: ${1024 ** 3}\n\n`, 1024 ** 3),
    'body without an end': drip('HTTP/1.1 200 OK\nconnection: close\n\n', 200),
    'slow headers': drip('HTTP/1.1 200 OK\nx-slow: ', 500),
    silence: () => {},
    'success after 16 s': (socket, stillThere) => {
      setTimeout(() => stillThere() && socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), 16_000);
    },
    'not HTTP': plain('SSH-2.0-OpenSSH_9.9\n'),
  };
}

export async function startHostile(name: string, harm: Harm): Promise<HostileReceiver> {
  return start(name, createTcpServer, 'http', harm);
}

/** HTTPS with a certificate that nobody vouches for; who goes on in spite of it gets a 200. */
export async function startBadTls(): Promise<HostileReceiver> {
  const { key, cert } = selfSigned('127.0.0.1');
  return start(
    'certificate nobody vouches for',
    (serve) => createTlsServer({ key, cert }, serve).on('tlsClientError', () => {}),
    'https',
    plain('HTTP/1.1 200 OK\ncontent-length: 0\n\n'),
  );
}

async function start(
  name: string,
  make: (serve: (socket: Socket) => void) => ReturnType<typeof createTcpServer>,
  scheme: 'http' | 'https',
  harm: Harm,
): Promise<HostileReceiver> {
  const visits: { ms: number; bytes: number }[] = [];
  const open = new Set<Socket>();
  let requests = 0;
  const server = make((socket) => {
    const from = Date.now();
    open.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      requests += 1;
      harm(socket, () => !socket.destroyed && socket.writable);
    });
    socket.on('data', () => {});
    socket.on('close', () => {
      open.delete(socket);
      visits.push({ ms: Date.now() - from, bytes: socket.bytesWritten });
    });
  });
  const origin = (await listen(server)).replace('http:', `${scheme}:`);
  return {
    name,
    origin,
    visits,
    requests: () => requests,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
