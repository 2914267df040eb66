/**
 * How the XML gateway writes: its envelope with the three places where it says that something went wrong, and its ways of writing
 * values. Everything is HTTP 200. Called by gateway.ts and the functions.
 */
import { escapeXml, type SandboxResponse } from 'plugboard/contract';
import type { FieldInfo, Value } from './object.ts';
import { centsOf, decimal } from './state.ts';

/** What the gateway refuses with. */
export interface Problem {
  readonly errno: string;
  readonly text: string;
  readonly correction?: string;
}

/** Thrown by a function that refuses; gateway.ts makes it the function's result. */
export function refusal(errno: string, text: string, correction = ''): Error {
  return Object.assign(new Error(text), { errno, correction });
}

export function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'string') return undefined;
  const correction = 'correction' in error && typeof error.correction === 'string' ? error.correction : '';
  return { errno: error.errno, text: error.message, correction };
}

export const element = (name: string, text: string): string =>
  text === '' ? `<${name}/>` : `<${name}>${escapeXml(text)}</${name}>`;

/** Several errors are possible: a failed create says first that it failed and then why. */
export function errorMessage(problems: readonly Problem[]): string {
  const errors = problems.map(
    ({ errno, text, correction = '' }) =>
      `<error>${element('errorno', errno)}${element('description', '')}${element('description2', text)}${element('correction', correction)}</error>`,
  );
  return `<errormessage>${errors.join('')}</errormessage>`;
}

export interface Control {
  readonly sender: string;
  readonly id: string;
  readonly unique: boolean;
}

export interface Signed {
  readonly user: string;
  readonly company: string;
  readonly entity: string;
  readonly started: number;
  readonly expires: number;
}

function controlBlock(status: 'success' | 'failure', control: Control | undefined): string {
  return `<control>${element('status', status)}${element('senderid', control?.sender ?? '')}${element('controlid', control?.id ?? '')}${element('uniqueid', String(control?.unique ?? false))}${element('dtdversion', '3.0')}</control>`;
}

function document(inner: string): SandboxResponse {
  return {
    headers: { 'content-type': 'text/xml; charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<response>${inner}</response>`,
  };
}

/** First level: the request or its sender. */
export function controlFailure(control: Control | undefined, problem: Problem): SandboxResponse {
  return document(controlBlock('failure', control) + errorMessage([problem]));
}

/** Second level: who is signing in. */
export function signInFailure(
  control: Control,
  who: { readonly user: string; readonly company: string },
  problem: Problem,
): SandboxResponse {
  const authentication = `<authentication>${element('status', 'failure')}${element('userid', who.user)}${element('companyid', who.company)}</authentication>`;
  return document(
    `${controlBlock('success', control)}<operation>${authentication}${errorMessage([problem])}</operation>`,
  );
}

/** Third level: each function has a result of its own. */
export function answered(control: Control, signed: Signed, results: readonly string[]): SandboxResponse {
  const zoned = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
  const authentication =
    `<authentication>${element('status', 'success')}${element('userid', signed.user)}${element('companyid', signed.company)}` +
    `${element('locationid', signed.entity)}${element('sessiontimestamp', zoned(signed.started))}${element('sessiontimeout', zoned(signed.expires))}</authentication>`;
  return document(`${controlBlock('success', control)}<operation>${authentication}${results.join('')}</operation>`);
}

export function result(
  status: 'success' | 'failure' | 'aborted',
  name: string,
  controlId: string,
  inner: string,
): string {
  return `<result>${element('status', status)}${element('function', name)}${element('controlid', controlId)}${inner}</result>`;
}

// --- values ---------------------------------------------------------------------------------------------------------------

/** `2026-05-01` -> `05/01/2026`. */
export function usDate(iso: string): string {
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}`;
}

function usMoment(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${usDate(iso)} ${iso.slice(11, 19)}`;
}

export function written(value: Value, field: FieldInfo): string {
  if (value === null) return '';
  if (typeof value === 'number') {
    if (field.type === 'amount') return decimal(value);
    return field.type === 'moment' ? usMoment(value) : String(value);
  }
  if (field.type === 'date') return usDate(value);
  return field.type === 'code' ? (field.codes[value] ?? value) : value;
}

/** A literal of a filter as the field's kind of value. Undefined: it is none. */
export function read(literal: string, field: FieldInfo): Value | undefined {
  const text = literal.trim();
  switch (field.type) {
    case 'key':
    case 'number':
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'amount':
      return centsOf(text);
    case 'date':
      return isoDate(text);
    case 'moment':
      return momentOf(text);
    case 'code':
      return Object.entries(field.codes).find(([, xml]) => xml === text)?.[0];
    case 'flag':
      return { true: 'T', false: 'F' }[text] ?? text;
    case 'text':
      return literal;
  }
}

/** `05/01/2026` -> `2026-05-01`; a day that does not exist is none. */
export function isoDate(text: string): string | undefined {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

function momentOf(text: string): number | undefined {
  const [date = '', time = '00:00:00'] = text.split(' ');
  const iso = isoDate(date);
  const ms = iso === undefined || !/^\d\d:\d\d:\d\d$/.test(time) ? Number.NaN : Date.parse(`${iso}T${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
