/** Somebody who receives webhooks, over real HTTP: keeps what arrives and answers what the test says. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ArrivedWebhook {
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Exactly the bytes that were sent. */
  readonly body: Buffer;
}

export interface WebhookReceiver {
  readonly origin: string;
  readonly arrived: ArrivedWebhook[];
  /** Statuses to answer, in order; afterwards 200. `silence`: no answer at all. */
  readonly answers: (number | 'silence')[];
  /** Headers of every answer. */
  readonly headers: Record<string, string>;
  /** So many requests must be under way before any of them is answered; default 1. */
  together: number;
  /** Most that were ever under way at once. */
  mostAtOnce(): number;
  close(): void;
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  let unanswered: (() => void)[] = [];
  let most = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      receiver.arrived.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) });
      const answer = receiver.answers.shift() ?? 200;
      if (answer === 'silence') return;
      unanswered.push(() => response.writeHead(answer, receiver.headers).end(`answer ${answer}`));
      most = Math.max(most, unanswered.length);
      if (unanswered.length < receiver.together) return;
      const ready = unanswered;
      unanswered = [];
      for (const reply of ready) reply();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const receiver: WebhookReceiver = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    arrived: [],
    answers: [],
    headers: {},
    together: 1,
    mostAtOnce: () => most,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
