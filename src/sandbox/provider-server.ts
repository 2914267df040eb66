/**
 * One provider's sandbox as an HTTP server: finds the route, lets faults happen, asks the guard, runs the handler, sends the
 * answer. Knows nothing of any vendor. Called by the host.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Business,
  GrownList,
  Sandbox,
  SandboxContext,
  SandboxEvent,
  SandboxRequest,
  SandboxResponse,
} from '../contract/index.ts';
import { answerOf, insteadOf, send, spoil, type Answer } from './answers.ts';
import type { Fault, Faults } from './faults.ts';
import type { Random } from './random.ts';
import { compileRoutes } from './routing.ts';
import type { SandboxState } from './state.ts';
import type { Traffic } from './traffic.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** A request and its answer in full, for tests that hold them against the vendor's own description. */
export interface Exchange {
  readonly provider: string;
  readonly request: SandboxRequest;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ProviderServerOptions {
  readonly key: string;
  readonly sandbox: Sandbox;
  readonly business: Business;
  readonly state: SandboxState;
  readonly random: Random;
  readonly faults: Faults;
  readonly traffic: Traffic;
  now(): number;
  origin(): string;
  grown(stream: string): GrownList | undefined;
  /** Undefined: the vendor sends none. */
  readonly webhooks: WebhookSender | undefined;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
  readonly log: (message: string) => void;
}

const largestBody = 16 * 1024 * 1024;

/** What a provider's sandbox works with. `emit`: where the events go that this piece of work brings about. */
export function contextOf(
  options: Pick<ProviderServerOptions, 'business' | 'state' | 'random' | 'now' | 'origin' | 'grown'>,
  emit: (event: SandboxEvent) => void,
): SandboxContext<unknown> {
  const { state } = options;
  return {
    get state() {
      return state.state;
    },
    get switches() {
      return state.switches;
    },
    get origin() {
      return options.origin();
    },
    business: options.business,
    now: options.now,
    hex: options.random.hex,
    grown: options.grown,
    emit,
  };
}

/** Not listening yet. */
export function providerServer(options: ProviderServerOptions): Server {
  const { key, sandbox, state, faults, traffic } = options;
  const find = compileRoutes(sandbox.routes);

  /** The vendor's work. */
  async function work(
    request: SandboxRequest,
    match: ReturnType<typeof find>,
    context: SandboxContext<unknown>,
  ): Promise<SandboxResponse> {
    if (match === undefined) return plain(404, 'not_found', `The sandbox of ${key} has no ${request.path}.`);
    if (!('route' in match)) {
      return {
        ...plain(405, 'method_not_allowed', `${request.path} takes ${match.allow.join(', ')}.`),
        headers: { allow: match.allow.join(', ') },
      };
    }
    const { route } = match;
    const refused = route.open === true ? undefined : sandbox.guard(request, context);
    return refused ?? route.handle(request, context);
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = options.now();
    const leave = traffic.arrive();
    const method = incoming.method ?? 'GET';
    const url = incoming.url ?? '/';
    const [path = '/', search = ''] = splitOnce(url, '?');
    const match = find(method, path);
    const { delayMs, fault } = faults.meet({ provider: key, method, path });
    let status: number | undefined;
    const happened: SandboxEvent[] = [];
    const context = contextOf(options, (event) => happened.push(event));
    try {
      const body = await bodyOf(incoming);
      if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
      const request: SandboxRequest = {
        method,
        path,
        host: (incoming.headers.host ?? '').toLowerCase(),
        params: match !== undefined && 'route' in match ? match.params : {},
        query: new URLSearchParams(search),
        headers: headersOf(incoming),
        body: body ?? Buffer.alloc(0),
      };
      const answer =
        body === undefined
          ? answerOf(plain(413, 'too_large', 'The body is too large.'))
          : await answerTo(request, match, fault, context);
      if (answer === undefined || fault?.kind === 'lose_answer') {
        await breakOff(response, fault);
        return;
      }
      if (response.destroyed) return;
      status = answer.status;
      send(response, answer, { head: method === 'HEAD', now: options.now(), cut: fault?.kind === 'cut' });
      options.onExchange?.({
        provider: key,
        request,
        status,
        headers: answer.headers,
        body: Buffer.concat(answer.parts),
      });
    } finally {
      const route = match !== undefined && 'route' in match ? `${match.route.method} ${match.route.path}` : undefined;
      leave({ provider: key, method, url, route, status, fault: fault?.kind, at });
      // Also when the answer was lost: what was done is done, and the vendor tells of it.
      options.webhooks?.happened(happened);
    }
  }

  /** Undefined: no answer at all. */
  async function answerTo(
    request: SandboxRequest,
    match: ReturnType<typeof find>,
    fault: Fault | undefined,
    context: SandboxContext<unknown>,
  ): Promise<Answer | undefined> {
    if (fault?.kind === 'hang' || fault?.kind === 'reset') return undefined;
    const instead = fault && insteadOf(fault, options.now());
    if (instead !== undefined) return instead;
    try {
      return spoil(fault, answerOf(await work(request, match, context)));
    } finally {
      // Also when the handler failed half-way: what it changed is what later requests see.
      if (request.method !== 'GET' && request.method !== 'HEAD') state.saveSoon();
    }
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      if (incoming.destroyed && !incoming.complete) return;
      traffic.failed();
      options.log(
        `sandbox ${key}: ${incoming.method} ${incoming.url} failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      if (!response.headersSent) {
        send(response, answerOf(plain(500, 'sandbox_failure', 'The sandbox itself failed; its log says how.')), {
          head: false,
          now: options.now(),
          cut: false,
        });
      }
    });
  });
  // Longer than any client keeps an idle connection, so that we are never the one who closes it just as a request comes.
  server.keepAliveTimeout = 120_000;
  return server;
}

function plain(status: number, error: string, message: string): SandboxResponse {
  return { status, body: { error, message } };
}

/** Breaks the connection, or keeps it open without a word until the caller gives up. */
async function breakOff(response: ServerResponse, fault: Fault | undefined): Promise<void> {
  if (fault?.kind === 'reset') response.socket?.resetAndDestroy();
  else if (fault?.kind === 'lose_answer') response.socket?.destroy();
  else if (!response.destroyed) await new Promise((resolve) => response.once('close', resolve));
}

/** The whole body, or undefined when it is over the limit; read to its end all the same, so that the answer arrives. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming) {
    if (!Buffer.isBuffer(part)) continue;
    length += part.length;
    if (length <= largestBody) parts.push(part);
  }
  return length > largestBody ? undefined : Buffer.concat(parts);
}

function headersOf(incoming: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function splitOnce(text: string, separator: string): readonly string[] {
  const place = text.indexOf(separator);
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + separator.length)];
}
