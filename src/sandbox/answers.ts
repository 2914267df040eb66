/** Sandbox responses as bytes on the wire, and the ways of spoiling them that a fault asks for. Called by provider-server.ts. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { JsonValue, SandboxResponse } from '../contract/index.ts';
import { giveBack } from './buffer-pool.ts';
import type { Fault } from './faults.ts';

/** A response ready to send. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: readonly Buffer[];
}

export function answerOf(response: SandboxResponse): Answer {
  const { body } = response;
  const status = response.status ?? 200;
  const headers = lowerCase(response.headers ?? {});
  if (body === undefined) return { status, headers, parts: [] };
  if (Buffer.isBuffer(body)) return { status, headers, parts: [body] };
  if (isParts(body)) return { status, headers: typed(headers, 'application/json'), parts: body };
  if (typeof body === 'string')
    return { status, headers: typed(headers, 'text/plain; charset=utf-8'), parts: [Buffer.from(body)] };
  return { status, headers: typed(headers, 'application/json'), parts: [Buffer.from(JSON.stringify(body))] };
}

function isParts(body: JsonValue | readonly Buffer[]): body is readonly Buffer[] {
  return Array.isArray(body) && body.length > 0 && Buffer.isBuffer(body[0]);
}

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function typed(headers: Readonly<Record<string, string>>, type: string): Readonly<Record<string, string>> {
  return 'content-type' in headers ? headers : { ...headers, 'content-type': type };
}

/** What happens instead of the vendor's work, for faults that answer by themselves. */
export function insteadOf(fault: Fault, now: number): Answer | undefined {
  switch (fault.kind) {
    case 'status': {
      const { retry_after: seconds } = fault;
      const retryAfter =
        fault.retry_after_as === 'date' ? new Date(now + (seconds ?? 0) * 1000).toUTCString() : String(seconds);
      return answerOf({
        status: fault.status,
        headers: { ...fault.headers, ...(seconds === undefined ? {} : { 'retry-after': retryAfter }) },
        body: fault.body ?? { error: 'sandbox_fault', message: `The sandbox was told to answer ${fault.status}.` },
      });
    }
    case 'html':
      return answerOf({
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<!doctype html><html><head><title>Down for maintenance</title></head><body><h1>We will be back soon</h1></body></html>\n',
      });
    case 'gzip_bomb':
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        parts: bomb(fault.megabytes),
      };
    default:
      return undefined;
  }
}

/** What is left of the vendor's answer, for faults that spoil it. */
export function spoil(fault: Fault | undefined, answer: Answer): Answer {
  switch (fault?.kind) {
    case 'truncate': {
      const whole = Buffer.concat(answer.parts);
      return { ...answer, parts: [whole.subarray(0, whole.length >> 1)] };
    }
    case 'content_type':
      return { ...answer, headers: { ...answer.headers, 'content-type': fault.value } };
    case 'alter':
      return {
        ...answer,
        parts: [Buffer.from(alter(Buffer.concat(answer.parts).toString('utf8'), fault.at, fault.value))],
      };
    default:
      return answer;
  }
}

/** Sets a value at a dotted path of a JSON text; a path that leads nowhere, or a text that is no JSON, stays as it is. */
function alter(text: string, path: string, value: JsonValue): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let here: unknown = root;
  for (const part of parts) here = isContainer(here) ? here[part] : undefined;
  if (isContainer(here)) here[last] = value;
  return JSON.stringify(root);
}

/** Lists are reached by index like objects by name. */
function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A valid JSON text of that many megabytes, a thousandth of it on the wire: gzip members simply follow each other. */
function bomb(megabytes: number): readonly Buffer[] {
  const megabyte = gzipSync(Buffer.alloc(1_000_000, 'a'));
  return [gzipSync('{"data":"'), ...Array.from({ length: megabytes }, () => megabyte), gzipSync('"}')];
}

/** `now` is the sandbox's own time. `cut`: half the body is sent, then the connection breaks. */
export function send(
  response: ServerResponse,
  answer: Answer,
  options: { readonly head: boolean; readonly now: number; readonly cut: boolean },
): void {
  const length = answer.parts.reduce((sum, part) => sum + part.length, 0);
  const bodiless = answer.status === 204 || answer.status === 304;
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    date: new Date(options.now).toUTCString(),
    ...(bodiless ? {} : { 'content-length': length }),
  });
  if (options.head || bodiless) {
    response.end();
    return;
  }
  if (options.cut) {
    const half = Buffer.concat(answer.parts).subarray(0, length >> 1);
    response.write(half, () => response.socket?.destroy());
    return;
  }
  response.cork();
  for (const part of answer.parts) response.write(part);
  response.end(() => answer.parts.forEach(giveBack));
}
