/**
 * How Xero takes writes: one object or a wrapped list, every element judged on its own, all refused together unless
 * `summarizeErrors=false`, and the same idempotency key answered with the same answer. What an element must look like is in
 * write-contacts.ts, write-documents.ts and write-payments.ts. Called by ../sandbox.ts.
 */
import { createHash } from 'node:crypto';
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { at, isObject, jsonOf, numberAt, textAt } from 'plugboard/kit';
import { answer, badRequest, head, invalidElements } from './answers.ts';
import type { Context, State } from './state.ts';
import { telling } from './webhooks.ts';

/** What became of one element. */
export type Written =
  { readonly ok: true; readonly item: JsonObject } | { readonly ok: false; readonly messages: readonly string[] };

export interface WriteRules {
  /** `Invoices`: the member of request and answer. */
  readonly plural: string;
  readonly idField: string;
  /** Judges an element and, when it is good, changes the state. */
  write(element: JsonObject, context: Context, request: SandboxRequest): Written;
}

export function refuse(...messages: readonly string[]): Written {
  return { ok: false, messages };
}

/** `fixed`: members every element gets, such as the id in the path. */
export function writeAll(
  rules: WriteRules,
  request: SandboxRequest,
  context: Context,
  fixed: JsonObject = {},
): SandboxResponse {
  return once(request, context, () => telling(context, () => allOf(rules, request, context, fixed)));
}

function allOf(rules: WriteRules, request: SandboxRequest, context: Context, fixed: JsonObject): SandboxResponse {
  const elements = elementsOf(rules.plural, request);
  if (elements === undefined) {
    const message = 'No data was provided, or it is not JSON.';
    return badRequest(request, { number: 17, type: 'PostDataInvalidException', message });
  }
  const before = structuredClone(tables(context.state));
  const outcomes = elements.map((element) => ({
    element,
    written: rules.write({ ...element, ...fixed }, context, request),
  }));
  const summarizes = request.query.get('summarizeErrors') !== 'false';
  const refused = outcomes.flatMap(({ element, written }) => (written.ok ? [] : [wrong(rules, element, written)]));
  if (refused.length > 0 && summarizes) {
    Object.assign(context.state, before);
    return invalidElements(request, refused);
  }
  const items = outcomes.map(({ element, written }) =>
    written.ok
      ? { ...written.item, StatusAttributeString: 'OK' }
      : { ...wrong(rules, element, written), StatusAttributeString: 'ERROR' },
  );
  return answer(request, { ...head(context), [rules.plural]: items });
}

/** What a write may change. */
function tables(state: State): Partial<State> {
  const { contacts, invoices, payments, bank_transactions, next_invoice } = state;
  return { contacts, invoices, payments, bank_transactions, next_invoice };
}

/** A refused element comes back as it was sent, with what is wrong. */
function wrong(rules: WriteRules, element: JsonObject, written: Extract<Written, { ok: false }>): JsonObject {
  return {
    [rules.idField]: '00000000-0000-0000-0000-000000000000',
    ...element,
    ValidationErrors: written.messages.map((Message) => ({ Message })),
  };
}

function elementsOf(plural: string, request: SandboxRequest): readonly JsonObject[] | undefined {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  const body = jsonOf(request);
  const list = at(body, plural) ?? (isObject(body) ? [body] : body);
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const elements = list.filter(isObject);
  return elements.length === list.length ? elements : undefined;
}

// --- the same key, the same answer ----------------------------------------------------------------------------------------

const keptMs = 24 * 3_600_000;

/** Runs the work once per Idempotency-Key of a tenant; the same key with another request is refused. */
export function once(request: SandboxRequest, context: Context, work: () => SandboxResponse): SandboxResponse {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work();
  const refusal = (message: string) => badRequest(request, { number: 17, type: 'IdempotencyKeyException', message });
  if (key === '' || key.length > 128) return refusal('Idempotency-Key is 1 to 128 characters long.');
  const { replies } = context.state;
  const now = context.now();
  for (const [name, reply] of Object.entries(replies)) if (reply.at + keptMs <= now) delete replies[name];
  const name = `${request.headers['xero-tenant-id'] ?? ''} ${key}`;
  const asked = createHash('sha256')
    .update(`${request.method} ${request.path}?${request.query.toString()}\n`)
    .update(request.body)
    .digest('hex');
  const before = Object.hasOwn(replies, name) ? replies[name] : undefined;
  if (before !== undefined) {
    if (before.request !== asked) return refusal('This Idempotency-Key was used for another request.');
    return answer(request, parsedReply(before.body), before.status);
  }
  const response = work();
  if (isObject(response.body)) {
    replies[name] = { at: now, request: asked, status: response.status ?? 200, body: JSON.stringify(response.body) };
  }
  return response;
}

function parsedReply(body: string): JsonObject {
  const parsed: unknown = JSON.parse(body);
  return isObject(parsed) ? parsed : {};
}

// --- reading elements -----------------------------------------------------------------------------------------------------

/** A calendar date: `2026-05-01`, an ISO moment or `/Date(ms)/`. Null when it is something else. */
export function dayAt(element: JsonObject, name: string): string | null | undefined {
  const value = textAt(element, name);
  if (value === undefined) return undefined;
  const ms = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value)?.[1];
  const parsed = ms === undefined ? Date.parse(value.slice(0, 10)) : Number(ms);
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString().slice(0, 10);
}

/** A JSON number in steps of `1 / scale`; null when it is none, or has more decimals. */
export function scaledAt(element: JsonObject, name: string, scale: number): number | null | undefined {
  if (at(element, name) === undefined || at(element, name) === null) return undefined;
  const value = numberAt(element, name);
  if (value === undefined) return null;
  const scaled = Math.round(value * scale);
  return Number.isSafeInteger(scaled) ? scaled : null;
}
