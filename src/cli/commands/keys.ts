/** `plugboard keys ...`: API keys of a tenant or the platform, and (`keys rotate` without one) the keys the vault seals with. */
import { z } from 'zod';
import type { ApiKeyView } from '../../hub/api-key-views.ts';
import { scopes } from '../../hub/principal.ts';
import { defineCommand, UsageError, type Cli, type Outcome } from '../frame/command.ts';
import { allPages } from './all-pages.ts';

const ofPlatform = { flags: '--platform', help: 'of the whole platform instead of one tenant' };

export const listKeysCommand = defineCommand({
  name: 'keys list',
  summary: 'list API keys',
  options: [ofPlatform],
  input: z.strictObject({ platform: z.boolean().default(false) }),
  run: async ({ platform }, cli) => {
    const hub = await cli.openHub();
    const tenant = platform ? undefined : await cli.tenant();
    const data = await allPages<ApiKeyView>((cursor) =>
      tenant === undefined
        ? hub.apiKeys.listForPlatform(cli.principal, { limit: 200, ...cursor })
        : hub.apiKeys.list(cli.principal, tenant, { limit: 200, ...cursor }),
    );
    cli.out.table(
      ['key', 'name', 'may', 'last used', 'ends'],
      data.map((one) => [one.id, one.name, one.scopes.join(' '), one.last_used_at ?? 'never', endOf(one)]),
    );
    return { document: { data, next_cursor: null } };
  },
});

export const createKeyCommand = defineCommand({
  name: 'keys create',
  summary: 'make an API key; it is shown this once',
  arguments: [{ name: '[name]', help: 'what it is for; default: command line' }],
  options: [
    { flags: '--scopes <scopes>', help: `what it may do, separated by commas: ${scopes.join(',')}; default read` },
    { flags: '--expires <moment>', help: 'when it ends, 2027-01-01T00:00:00Z; default never' },
    ofPlatform,
  ],
  input: z.strictObject({
    name: z.string().default('command line'),
    // Parsed by the frame and again by the command: a list stays as it is.
    scopes: z.preprocess(
      (typed) => (typeof typed === 'string' ? typed.split(',').map((scope) => scope.trim()) : typed),
      z.array(z.enum(scopes, { error: `expected ${scopes.join(', ')}` })).default(['read']),
    ),
    expires: z.iso.datetime({ offset: true, error: 'expected a moment like 2027-01-01T00:00:00Z' }).optional(),
    platform: z.boolean().default(false),
  }),
  run: async ({ name, scopes: may, expires, platform }, cli) => {
    const hub = await cli.openHub();
    const input = { name, scopes: may, ...(expires === undefined ? {} : { expires_at: expires }) };
    const made = platform
      ? await hub.apiKeys.createForPlatform(cli.principal, input)
      : await hub.apiKeys.create(cli.principal, await cli.tenant(), input);
    cli.out.note('Keep it now: it is not shown again.');
    cli.out.line(made.key);
    return { document: made };
  },
});

export const revokeKeyCommand = defineCommand({
  name: 'keys revoke',
  summary: 'end an API key at once',
  arguments: [{ name: '<key>', help: 'its id, from keys list' }],
  options: [ofPlatform],
  input: z.strictObject({ key: z.string(), platform: z.boolean().default(false) }),
  run: async ({ key, platform }, cli) => {
    const { apiKeys } = await cli.openHub();
    const ended = platform
      ? await apiKeys.revokeForPlatform(cli.principal, key)
      : await apiKeys.revoke(cli.principal, await cli.tenant(), key);
    cli.out.line(`The key ${ended.id} (${ended.name}) has ended.`);
    return { document: ended };
  },
});

export const rotateKeysCommand = defineCommand({
  name: 'keys rotate',
  summary: 'replace an API key, or, without one named, the keys that seal what is stored',
  arguments: [{ name: '[key]', help: 'id of an API key; left out: the data keys of the vault' }],
  options: [
    { flags: '--overlap <seconds>', help: 'how long the old API key goes on working; default 86400' },
    { flags: '--root-only', help: 'vault: only wrap the data keys with the present root key' },
  ],
  input: z.strictObject({
    key: z.string().optional(),
    overlap: z.coerce.number({ error: 'expected seconds' }).int().min(0).optional(),
    rootOnly: z.boolean().default(false),
  }),
  run: async ({ key, overlap, rootOnly }, cli) => {
    if (key === undefined && overlap !== undefined) throw new UsageError('--overlap is about an API key: name one.');
    if (key !== undefined && rootOnly) throw new UsageError('--root-only is about the vault: name no API key.');
    return key === undefined ? rotateVault(cli, rootOnly) : rotateApiKey(cli, key, overlap);
  },
});

async function rotateApiKey(cli: Cli, key: string, overlap: number | undefined): Promise<Outcome> {
  const hub = await cli.openHub();
  const input = overlap === undefined ? {} : { overlap_s: overlap };
  const made = await hub.apiKeys.rotate(cli.principal, await cli.tenant(), key, input);
  cli.out.note(`Keep it now: it is not shown again. The old key ${key} works on for a while.`);
  cli.out.line(made.key);
  return { document: made };
}

/** May be stopped at any moment and called again. */
async function rotateVault({ openHub, principal, out, signal }: Cli, rootOnly: boolean): Promise<Outcome> {
  const hub = await openHub();
  const progress = out.progress();
  const report = await hub.vaultKeys
    .rotate(principal, {
      rootOnly,
      signal,
      onProgress: ({ owner, table, done, total }) => progress.update(`${owner} ${table}`, done, total),
    })
    .finally(() => progress.stop());
  if (report.resumed) out.note('Went on with a rotation that had been stopped.');
  out.line(`${report.rewrapped} data keys wrapped with the present root key.`);
  if (!rootOnly) out.line(`${report.renewed} new data keys; ${report.resealed} values sealed anew.`);
  if (report.finished) return { document: report };
  out.note('Stopped before the end: nothing is lost, old and new keys both work. Run it again to go on.');
  return { document: report, exitCode: 3 };
}

function endOf(key: ApiKeyView): string {
  if (key.revoked_at !== null) return `revoked ${key.revoked_at}`;
  return key.expires_at ?? 'never';
}
