/**
 * How Xero answers: the envelope round every list, XML unless JSON was asked for, errors in their several shapes, and what is
 * left of the limits in headers. Called by all routes of the accounting API.
 */
import { fixedWindow, isObject } from 'plugboard/kit';
import type { JsonObject, JsonValue, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { freshId, type Context } from './state.ts';

/** Members every answer begins with. */
export function head(context: Context): { Id: string; Status: string; ProviderName: string; DateTimeUTC: string } {
  return { Id: freshId(context), Status: 'OK', ProviderName: 'Sandbox', DateTimeUTC: `/Date(${context.now()})/` };
}

/** JSON when it is asked for by name, else XML: a client that forgets `accept` finds out here and not at Xero. */
export function answer(request: SandboxRequest, body: JsonObject, status = 200): SandboxResponse {
  if (wantsJson(request)) return { status, headers: jsonType, body };
  return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: `${xml('Response', body)}\n` };
}

export const jsonType = { 'content-type': 'application/json; charset=utf-8' };

export function wantsJson(request: SandboxRequest): boolean {
  return /\b(application|text)\/json\b/i.test(request.headers['accept'] ?? '');
}

/** Names of list members, where taking off the s is not enough. */
const singular: Readonly<Record<string, string>> = {
  Addresses: 'Address',
  TrackingCategories: 'TrackingCategory',
  Tracking: 'TrackingCategory',
  ReportTitles: 'ReportTitle',
};

function xml(name: string, value: JsonValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) {
    const item = singular[name] ?? name.replace(/s$/, '');
    return `<${name}>${value.map((one: JsonValue) => xml(item, one)).join('')}</${name}>`;
  }
  if (isObject(value)) {
    const inner = Object.entries(value).map(([member, one]) => xml(member, one));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return `<${name}>${escapeXml(typeof value === 'string' ? isoOf(value) : JSON.stringify(value))}</${name}>`;
}

/** XML answers carry ISO dates. */
function isoOf(text: string): string {
  const ms = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  return ms === undefined ? text : new Date(Number(ms)).toISOString().slice(0, 19);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// --- errors ---------------------------------------------------------------------------------------------------------------

/** 401 and 403 of the gateway in front of the API. */
export function refused(status: 401 | 403, detail: string, context: Context): SandboxResponse {
  const title = status === 401 ? 'Unauthorized' : 'Forbidden';
  return {
    status,
    headers: jsonType,
    body: { Type: null, Title: title, Status: status, Detail: detail, Instance: freshId(context), Extensions: {} },
  };
}

export function notFound(): SandboxResponse {
  return {
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: "The resource you're looking for cannot be found",
  };
}

/** A 400 that is not about an element: a filter that cannot be read, a parameter out of range. */
export function badRequest(
  request: SandboxRequest,
  error: { readonly number: number; readonly type: string; readonly message: string },
): SandboxResponse {
  return answer(request, { ErrorNumber: error.number, Type: error.type, Message: error.message }, 400);
}

export function invalidElements(request: SandboxRequest, elements: readonly JsonObject[]): SandboxResponse {
  const body = {
    ErrorNumber: 10,
    Type: 'ValidationException',
    Message: 'A validation exception occurred',
    Elements: elements,
  };
  return answer(request, body, 400);
}

// --- limits ---------------------------------------------------------------------------------------------------------------

const minute = fixedWindow({ per: 'minute', max: 60 });
const day = fixedWindow({ per: 'day', max: 5000 });
const appMinute = fixedWindow({ per: 'minute', max: 10_000 });

export interface Metered {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused: SandboxResponse | undefined;
}

/** Counts a call against the limits of its tenant and its app. `retry-after` comes for the windows, as Xero documents it. */
export function meter(context: Context, tenant: string, app: string): Metered {
  if (context.switches['limits'] === 'off') return { headers: {}, refused: undefined };
  const { counts } = context.state;
  const now = context.now();
  const byMinute = minute.take(counts.minute, tenant, now);
  const byDay = day.take(counts.day, tenant, now);
  const byApp = appMinute.take(counts.app, app, now);
  const headers = {
    'x-minlimit-remaining': String(byMinute.remaining),
    'x-daylimit-remaining': String(byDay.remaining),
    'x-appminlimit-remaining': String(byApp.remaining),
  };
  const hit = [
    { problem: 'day', taken: byDay },
    { problem: 'minute', taken: byMinute },
    { problem: 'appminute', taken: byApp },
  ].find(({ taken }) => !taken.allowed);
  if (hit === undefined) return { headers, refused: undefined };
  return {
    headers,
    refused: {
      status: 429,
      headers: {
        ...headers,
        'x-rate-limit-problem': hit.problem,
        'retry-after': String(Math.ceil(hit.taken.resetMs / 1000)),
        'content-type': 'text/plain; charset=utf-8',
      },
      body: 'Rate limit exceeded',
    },
  };
}
