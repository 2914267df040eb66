/**
 * Provider apps from a file, for operators who keep secrets in files: read once at the start. What may stand in it is decided by
 * hub/providers/provider-app-input.ts. Called by installation.ts.
 */
import { readFileSync, statSync } from 'node:fs';
import { fail } from '../contract/errors.ts';
import type { ProviderApp, Registry } from '../hub/context.ts';
import { appsOfFile } from '../hub/providers/provider-app-input.ts';

const variable = 'PLUGBOARD_PROVIDER_APPS_FILE';

/** Throws `invalid_request` for a file that is not there, that everybody may read, or that holds something else. */
export async function readProviderApps(
  path: string | undefined,
  registry: Registry,
): Promise<ReadonlyMap<string, ProviderApp>> {
  if (path === undefined) return new Map();
  const text = read(path);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    // The parser's own words quote the file.
    const place = /position \d+|line \d+ column \d+/.exec(cause instanceof Error ? cause.message : '')?.[0];
    throw fail(
      'invalid_request',
      `${variable} names ${path}, which is not JSON${place === undefined ? '' : ` (${place})`}.`,
    );
  }
  return appsOfFile(content, registry);
}

function read(path: string): string {
  let mode: number;
  let text: string;
  try {
    mode = statSync(path).mode & 0o777;
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw fail('invalid_request', `${variable} names ${path}, which cannot be read.`, { cause });
  }
  // A group may read it, which is how containers hand secrets to a service; nobody else, and nobody else may write it.
  if (process.platform === 'win32' || (mode & 0o027) === 0) return text;
  throw fail('invalid_request', `${path} holds secrets, and others may read or change it (mode ${mode.toString(8)}).`, {
    next: `Run \`chmod 600 ${path}\` and start again.`,
  });
}
