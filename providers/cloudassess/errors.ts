/** What a refusal means, in whichever of the three usual forms its words come. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';

export function readError({ status, body }: HttpResponse): Verdict | undefined {
  const vendorCode = textAt(body, 'error.code');
  const message = wordsOf(body);
  const said = vendorCode === undefined ? {} : { vendorCode };
  switch (status) {
    case 401:
      return { code: 'auth_revoked', message: message ?? 'Cloud Assess does not accept this API key.', ...said };
    case 403:
      return { code: 'permission_denied', message: message ?? 'This API key has no right to this.', ...said };
    case 404:
      return { code: 'not_found', message: message ?? 'Cloud Assess has no such thing.', ...said };
    case 409:
      return { code: 'conflict', message: message ?? 'This clashes with something in Cloud Assess.', ...said };
    case 400:
    case 422:
      return { code: 'invalid_request', message: message ?? 'Cloud Assess does not take this.', ...said };
    default:
      return undefined;
  }
}

const mostProblems = 10;

/** `{error: {message, fields}}`, `{error: "..."}`, `{errors: [...]}` or `{message}`: all that is said, each once. */
function wordsOf(body: unknown): string | undefined {
  const error = at(body, 'error');
  const listed = at(body, 'errors');
  const words = [
    textAt(body, 'error.message') ?? (typeof error === 'string' ? error : ''),
    ...problemsIn(at(body, 'error.fields')),
    ...problemsIn(listed),
    textAt(body, 'message') ?? '',
  ].filter((word) => word.trim() !== '');
  return words.length === 0 ? undefined : [...new Set(words)].slice(0, mostProblems).join('; ');
}

/** A list of words or of `{field, message}`, or words by field. */
function problemsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown) =>
      typeof one === 'string' ? [one] : named(textAt(one, 'field'), textAt(one, 'message')),
    );
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, problems]) =>
    (Array.isArray(problems) ? problems : [problems]).flatMap((one) =>
      typeof one === 'string' ? named(field, one) : [],
    ),
  );
}

function named(field: string | undefined, message: string | undefined): readonly string[] {
  return message === undefined ? [] : [field === undefined ? message : `${field} ${message}`];
}
