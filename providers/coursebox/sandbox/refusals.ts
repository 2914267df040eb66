/** How the API says no: LoopBack's error bodies. Thrown by routes, caught by endpoint.ts. */
import type { JsonObject, SandboxResponse } from 'plugboard/contract';

export class Refusal extends Error {
  readonly response: SandboxResponse;

  constructor(status: number, code: string | undefined, message: string, more: JsonObject = {}) {
    super(message);
    const name = status === 422 ? 'ValidationError' : 'Error';
    const error = { statusCode: status, name, message, ...(code === undefined ? {} : { code }), ...more };
    this.response = { status, headers: jsonType, body: { error } };
  }
}

export const jsonType = { 'content-type': 'application/json; charset=utf-8' };

export function notFound(model: string, id: string): Refusal {
  return new Refusal(404, 'MODEL_NOT_FOUND', `Unknown "${model}" id "${id}".`);
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, undefined, message);
}

/** What is wrong with which field, and by which rule. */
export function invalid(
  model: string,
  problems: Readonly<Record<string, readonly [rule: string, words: string]>>,
): Refusal {
  const entries = Object.entries(problems);
  const words = entries.map(([field, [, text]]) => `\`${field}\` ${text}`).join('; ');
  return new Refusal(422, undefined, `The \`${model}\` instance is not valid. Details: ${words}.`, {
    details: {
      context: model,
      codes: Object.fromEntries(entries.map(([field, [rule]]) => [field, [rule]])),
      messages: Object.fromEntries(entries.map(([field, [, text]]) => [field, [text]])),
    },
  });
}
