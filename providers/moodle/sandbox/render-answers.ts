/** Answers of the web service as JSON or, unless asked otherwise, as XML; and the pages people see. Called by server.ts. */
import type { JsonValue, SandboxResponse } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import type { MoodleException } from './failures.ts';
import { isParts, type Parts } from './function.ts';

export type Format = 'json' | 'xml';

const common = {
  'cache-control': 'private, must-revalidate, pre-check=0, post-check=0, max-age=0',
  pragma: 'no-cache',
  'accept-ranges': 'none',
  'access-control-allow-origin': '*',
};

export function answer(format: Format, value: JsonValue | Parts): SandboxResponse {
  if (format === 'json') {
    return {
      headers: { ...common, 'content-type': 'application/json' },
      body: isParts(value) ? value : Buffer.from(JSON.stringify(value)),
    };
  }
  const plain: unknown = isParts(value) ? JSON.parse(Buffer.concat(value).toString('utf8')) : value;
  return xml(`<RESPONSE>\n${plain === null ? '' : element(plain)}</RESPONSE>\n`);
}

/** Errors come with status 200 like everything else. */
export function failure(format: Format, { exception, errorcode, message }: MoodleException): SandboxResponse {
  if (format === 'json') return answer('json', { exception, errorcode, message });
  return xml(
    `<EXCEPTION class="${exception}">\n<ERRORCODE>${text(errorcode)}</ERRORCODE>\n<MESSAGE>${text(message)}</MESSAGE>\n</EXCEPTION>\n`,
  );
}

function xml(inner: string): SandboxResponse {
  return {
    headers: {
      ...common,
      'content-type': 'application/xml; charset=utf-8',
      'content-disposition': 'inline; filename="response.xml"',
    },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8" ?>\n${inner}`),
  };
}

function element(value: unknown): string {
  if (Array.isArray(value)) return `<MULTIPLE>\n${value.map(element).join('')}</MULTIPLE>\n`;
  if (isObject(value)) {
    const keys = Object.entries(value).map(([name, inner]) => `<KEY name="${name}">${element(inner)}</KEY>\n`);
    return `<SINGLE>\n${keys.join('')}</SINGLE>\n`;
  }
  if (typeof value === 'boolean') return `<VALUE>${Number(value)}</VALUE>\n`;
  if (typeof value !== 'string' && typeof value !== 'number') return '<VALUE null="null"/>\n';
  return `<VALUE>${text(String(value))}</VALUE>\n`;
}

function text(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** A page for people. */
export function page(title: string, status = 200): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}
