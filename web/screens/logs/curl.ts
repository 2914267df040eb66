/** A logged call as a command to try it again by hand. The log holds no secrets, so the command names where they belong instead. */
import type { Schema } from '../../../client/index.ts';

type Call = Pick<Schema['Exchange'], 'method' | 'host' | 'path'>;

/** `body`: as it was logged, redacted; null: none was kept. */
export function curlOf({ method, host, path }: Call, body: string | null): string {
  const parts = [
    `curl --request ${quoted(method)}`,
    quoted(`https://${host}${path}`),
    `--header ${quoted('authorization: ...')}`,
  ];
  if (body !== null && body !== '')
    parts.push(
      ...(isJson(body) ? [`--header ${quoted('content-type: application/json')}`] : []),
      `--data-raw ${quoted(body)}`,
    );
  return parts.join(' \\\n  ');
}

/** For a POSIX shell, where nothing means anything between single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export function isJson(text: string): boolean {
  return parsed(text) !== undefined;
}

/** Undefined: it is no JSON object or list. */
export function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
