/**
 * How aXcelerate reads a question and says no: parameters in the query or a form, in any case; errors as one object whose names are lower
 * case in some places and upper case in others; nothing found is an answer without a body. Called by reads.ts and writes.ts.
 */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { formOf } from 'plugboard/kit';
import { momentOf, type Context } from './state.ts';

export type Params = ReadonlyMap<string, string>;

/** By lower-case name; of the body where a name is in both. Empty ones count as not given. */
export function paramsOf(request: SandboxRequest): Params {
  const all = [...request.query, ...formOf(request)].map(
    ([name, value]) => [name.toLowerCase(), value.trim()] as const,
  );
  return new Map(all.filter(([, value]) => value !== ''));
}

/** Thrown where a question cannot be read; `answered` makes an answer of it. */
class Refusal extends Error {
  readonly response: SandboxResponse;

  constructor(response: SandboxResponse) {
    super('refused');
    this.response = response;
  }
}

export function refused(status: number, messages: string, details: string, upper = false): SandboxResponse {
  const body: JsonObject = { error: true, code: String(status), messages, details, data: '' };
  const spelled = Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toUpperCase(), value]));
  return { status, body: upper ? spelled : body };
}

/** Validation. */
export function invalid(details: string): Refusal {
  return new Refusal(refused(412, 'Validation Error', details, true));
}

export function missing(details: string): Refusal {
  return new Refusal(refused(404, 'Not Found', details));
}

export function answered(work: () => SandboxResponse): SandboxResponse {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

export function needed(params: Params, name: string): string {
  const value = params.get(name.toLowerCase());
  if (value === undefined) throw invalid(`The parameter ${name} is required.`);
  return value;
}

export function numberIn(params: Params, name: string, fallback: number): number {
  const value = params.get(name.toLowerCase());
  if (value === undefined) return fallback;
  if (!/^\d{1,9}$/.test(value)) throw invalid(`The parameter ${name} must be numeric.`);
  return Number(value);
}

export function idIn(params: Params, name: string): number {
  needed(params, name);
  return numberIn(params, name, 0);
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  1: true,
  0: false,
  yes: true,
  no: false,
};

export function booleanIn(params: Params, name: string, fallback: boolean): boolean {
  const value = params.get(name.toLowerCase())?.toLowerCase();
  if (value === undefined) return fallback;
  const read = Object.hasOwn(truths, value) ? truths[value] : undefined;
  if (read === undefined) throw invalid(`The parameter ${name} must be boolean.`);
  return read;
}

export function oneOfIn<T extends string>(params: Params, name: string, allowed: readonly T[], fallback: T): T {
  const value = params.get(name.toLowerCase());
  if (value === undefined) return fallback;
  const found = allowed.find((one) => one === value.toLowerCase());
  if (found === undefined) throw invalid(`The parameter ${name} must be one of ${allowed.join(', ')}.`);
  return found;
}

/** A date, or a date and a time to the minute, of the organisation's clock. */
export function momentIn(params: Params, name: string, context: Pick<Context, 'business'>): number | undefined {
  const value = params.get(name.toLowerCase());
  if (value === undefined) return undefined;
  const moment = /^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?$/.test(value) ? momentOf(context, value) : undefined;
  if (moment === undefined) throw invalid(`The parameter ${name} must be a date (YYYY-MM-DD hh:mm).`);
  return moment;
}

export function dateIn(params: Params, name: string): string {
  const value = params.get(name.toLowerCase()) ?? '';
  if (value !== '' && (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value))))
    throw invalid(`The parameter ${name} must be a date (YYYY-MM-DD).`);
  return value;
}

export interface Window {
  /** Both included, milliseconds; to the minute. */
  readonly from: number;
  readonly to: number;
}

const day = 86_400_000;

/** lastUpdated_min and lastUpdated_max: both or, where that is allowed, one; not further apart than so many days. */
export function windowIn(
  params: Params,
  context: Pick<Context, 'business'>,
  rules: { readonly together: boolean; readonly days: number },
): Window | undefined {
  const from = momentIn(params, 'lastUpdated_min', context);
  const to = momentIn(params, 'lastUpdated_max', context);
  if (from === undefined && to === undefined) return undefined;
  if (rules.together && (from === undefined || to === undefined))
    throw invalid('lastUpdated_min and lastUpdated_max must be used together.');
  const window = { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER };
  // A day is as long as the clock on the wall makes it.
  if (rules.together && window.to - window.from > rules.days * day + 3_600_000)
    throw invalid(`lastUpdated_min and lastUpdated_max can be up to ${rules.days} days apart.`);
  return window;
}

/** Seconds do not count. */
export function isWithin(window: Window | undefined, ms: number): boolean {
  if (window === undefined) return true;
  const minute = Math.floor(ms / 60_000) * 60_000;
  return minute >= window.from && minute <= window.to;
}
