/** How QuickBooks answers: the envelope with the time, faults in their spellings, XML where JSON was not asked for. Called by all routes. */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { fixedWindow } from 'plugboard/kit';
import { stamp, type Context } from './state.ts';

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly type?: 'ValidationFault' | 'AuthorizationFault' | 'SystemFault' | 'THROTTLE';
  readonly element?: string;
}

export function answer(request: SandboxRequest, context: Context, body: JsonObject, status = 200): SandboxResponse {
  const whole = { ...body, time: stamp(context.now()) };
  if (wantsJson(request)) return { status, headers: jsonType, body: whole };
  const text = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml('IntuitResponse', whole)}\n`;
  return { status, headers: { 'content-type': 'application/xml' }, body: text };
}

export const jsonType = { 'content-type': 'application/json;charset=UTF-8' };

/** XML is what QuickBooks answers to whoever does not ask for JSON by name. */
export function wantsJson(request: SandboxRequest): boolean {
  return /\bapplication\/json\b/i.test(request.headers['accept'] ?? '') || request.query.get('format') === 'json';
}

function xml(name: string, value: JsonValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((one: JsonValue) => xml(name, one)).join('');
  if (isJsonObject(value))
    return `<${name}>${Object.entries(value)
      .map(([member, one]) => xml(member, one))
      .join('')}</${name}>`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `<${name}>${text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)}</${name}>`;
}

export function refuse(request: SandboxRequest, context: Context, refusal: Refusal): SandboxResponse {
  const { status, code, message, detail, type = 'ValidationFault', element = '' } = refusal;
  return answer(
    request,
    context,
    { Fault: { Error: [{ Message: message, Detail: detail, code, element }], type } },
    status,
  );
}

/** The gateway in front of the API spells its faults in lower case. */
export function unauthorized(context: Context, detail: string): SandboxResponse {
  const error = {
    message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
    detail,
    code: '3200',
    element: null,
  };
  return {
    status: 401,
    headers: { ...jsonType, 'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"' },
    body: {
      warnings: null,
      intuitObject: null,
      fault: { error: [error], type: 'AUTHENTICATION' },
      time: context.now(),
    },
  };
}

const minute = fixedWindow({ per: 'minute', max: 500 });
const second = fixedWindow({ per: 'second', max: 10 });

/** Counts a call of a company; answering refuses it. There is no Retry-After. */
export function overLimit(context: Context, realm: string, client: string): SandboxResponse | undefined {
  if (context.switches['limits'] === 'off') return undefined;
  const { counts } = context.state;
  const now = context.now();
  const allowed =
    second.take(counts.second, `${realm} ${client}`, now).allowed && minute.take(counts.minute, realm, now).allowed;
  return allowed ? undefined : throttled(context);
}

function throttled(context: Context): SandboxResponse {
  const error = {
    Message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429',
    Detail: 'The request limit was reached.',
    code: '003001',
    element: '',
  };
  return {
    status: 429,
    headers: jsonType,
    body: { Fault: { Error: [error], type: 'SystemFault' }, time: stamp(context.now()) },
  };
}
