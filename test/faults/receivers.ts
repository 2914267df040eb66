/**
 * Customers' systems that our deliveries go to: one server on the loopback that plays any number of hosts, each with manners of its own,
 * and keeps account of what arrived when. A host that is to be reached stands in the host map with this server's origin; one that is dead
 * stands there with a port nobody listens on.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Arrival {
  readonly host: string;
  readonly path: string;
  /** `webhook-id`: the same on every attempt. */
  readonly id: string;
  /** `webhook-timestamp`, seconds; NaN where it is missing. */
  readonly timestamp: number;
  /** `webhook-signature`. */
  readonly signature: string;
  readonly body: string;
  readonly atMs: number;
  /** Its number among those of the same id, from 1. */
  readonly attempt: number;
  /** Number of the connection it came by, from 1: one connection has one sender. */
  readonly connection: number;
}

/** Answers, or does not. What it throws is answered with 500. */
export type Manners = (arrival: Arrival, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

export interface Receivers {
  readonly origin: string;
  readonly arrivals: readonly Arrival[];
  /** Connections so far. */
  connections(): number;
  at(host: string): readonly Arrival[];
  /** Text for PLUGBOARD_HOST_MAP. */
  hostMap(hosts: readonly string[]): string;
  close(): Promise<void>;
}

export const accepts: Manners = (_arrival, response) => void response.writeHead(204).end();

/** `manners`: of each host; the others accept. `now`: the clock arrivals are noted by. */
export async function startReceivers(
  manners: (host: string) => Manners = () => accepts,
  now: () => number = Date.now,
): Promise<Receivers> {
  const arrivals: Arrival[] = [];
  const attempts = new Map<string, number>();
  const connections = new WeakMap<Socket, number>();
  let connected = 0;
  const server = createServer((request, response) => {
    const atMs = now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A sender that was killed in the middle delivered nothing.
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('end', () => {
      const connection = connections.get(request.socket) ?? 0;
      const arrival = read(request, Buffer.concat(chunks).toString(), { atMs, connection }, attempts);
      arrivals.push(arrival);
      Promise.resolve(manners(arrival.host)(arrival, response, request)).catch(() => response.writeHead(500).end());
    });
  });
  server.on('connection', (socket: Socket) => connections.set(socket, ++connected));
  server.keepAliveTimeout = 60_000;
  const origin = await listen(server);
  return {
    origin,
    arrivals,
    connections: () => connected,
    at: (host) => arrivals.filter((arrival) => arrival.host === host),
    hostMap: (hosts) => hosts.map((host) => `${host}=${origin}`).join(','),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function read(
  request: IncomingMessage,
  body: string,
  came: Pick<Arrival, 'atMs' | 'connection'>,
  attempts: Map<string, number>,
): Arrival {
  const header = (name: string): string => request.headers[name]?.toString() ?? '';
  const host = header('host').replace(/:\d+$/, '');
  const id = header('webhook-id');
  const attempt = (attempts.get(`${host} ${id}`) ?? 0) + 1;
  attempts.set(`${host} ${id}`, attempt);
  const timestamp = Number(header('webhook-timestamp') || Number.NaN);
  return {
    host,
    path: request.url ?? '',
    id,
    timestamp,
    signature: header('webhook-signature'),
    body,
    attempt,
    ...came,
  };
}

/** An origin where every connection is refused. */
export async function deadOrigin(): Promise<string> {
  const server = createTcpServer();
  const origin = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

/** On a free port of the loopback. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
