/** `plugboard keys ...`: API keys of a tenant or the platform, and (`keys rotate` without one) the keys the vault seals with. */
import { z } from 'zod';
import type { ApiKeyView } from '../../hub/access/api-key-views.ts';
import { scopes } from '../../hub/access/principal.ts';
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
      ['key', 'name', 'may', 'last used', 'ends', 'former secret until'],
      data.map((one) => [
        one.id,
        one.name,
        one.scopes.join(' '),
        one.last_used_at ?? 'never',
        endOf(one),
        one.previous_until ?? '',
      ]),
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
  summary: 'give an API key a new secret, or, without one named, renew the keys that seal what is stored',
  arguments: [{ name: '[key]', help: 'id of an API key; left out: the data keys of the vault' }],
  options: [
    { flags: '--overlap <seconds>', help: 'how long the secret before goes on working; default 86400, 0: not at all' },
    ofPlatform,
    { flags: '--owner <owner>', help: 'vault: only the data key of this tenant, or of the `platform`; default all' },
    { flags: '--root', help: 'vault: go on with a change of the root key' },
  ],
  input: z.strictObject({
    key: z.string().optional(),
    overlap: z.coerce.number({ error: 'expected seconds' }).int().min(0).optional(),
    platform: z.boolean().default(false),
    owner: z.string().optional(),
    root: z.boolean().default(false),
  }),
  run: async ({ key, overlap, platform, owner, root }, cli) => {
    if (key === undefined && overlap !== undefined) throw new UsageError('--overlap is about an API key: name one.');
    if (key === undefined && platform) throw new UsageError('--platform is about an API key: name one.');
    if (key !== undefined && (root || owner !== undefined))
      throw new UsageError('--root and --owner are about the vault: name no API key.');
    if (root && owner !== undefined) throw new UsageError('--root is about all owners: leave --owner out.');
    if (key !== undefined) return rotateApiKey(cli, key, { overlap, platform });
    return root ? changeRoot(cli) : rotateDataKeys(cli, owner);
  },
});

async function rotateApiKey(
  cli: Cli,
  key: string,
  { overlap, platform }: { readonly overlap: number | undefined; readonly platform: boolean },
): Promise<Outcome> {
  const { apiKeys } = await cli.openHub();
  const input = overlap === undefined ? {} : { overlap_s: overlap };
  const made = platform
    ? await apiKeys.rotateForPlatform(cli.principal, key, input)
    : await apiKeys.rotate(cli.principal, await cli.tenant(), key, input);
  const former = made.previous_until === null ? 'has ended' : `works until ${made.previous_until}`;
  cli.out.note(`Keep it now: it is not shown again. The secret before ${former}.`);
  cli.out.line(made.key);
  return { document: made };
}

/** May be stopped at any moment: a worker goes on with it, or the same command. */
async function rotateDataKeys({ openHub, principal, out, signal }: Cli, owner: string | undefined): Promise<Outcome> {
  const hub = await openHub();
  const begun = await hub.vaultKeys.rotate(principal, owner === undefined ? {} : { owner });
  if (begun.resumed) out.note('Going on with a rotation that is still under way; no further keys are made.');
  const progress = out.progress();
  await hub.vaultKeys
    .work({
      signal,
      states: ['queued', 'sealing'],
      onProgress: ({ owner: of, done, total }) => progress.update(of, done, total),
    })
    .finally(() => progress.stop());
  const status = await hub.vaultKeys.status(principal);
  const { owners, done } = status.data_keys;
  const document = { ...begun, ...status.data_keys };
  if (owners.queued + owners.sealing > 0) {
    out.note(
      `${owners.queued + owners.sealing} owners are left: nothing is lost, old and new keys both work. A worker goes on with them, or this command run again.`,
    );
    return { document, exitCode: 3 };
  }
  out.line(`${begun.owners} new data keys; ${done} values sealed anew.`);
  if (owners.waiting > 0) out.note('A worker destroys the old keys in some minutes: see `plugboard keys status`.');
  return { document };
}

/** May be stopped at any moment and called again. */
async function changeRoot({ openHub, principal, out, signal }: Cli): Promise<Outcome> {
  const hub = await openHub();
  const progress = out.progress();
  const change = await hub.vaultKeys
    .changeRoot(principal, { signal, onProgress: (done, total) => progress.update('data keys', done, total) })
    .finally(() => progress.stop());
  out.line(change.message);
  return { document: change, exitCode: change.state === 'wrapped' ? 3 : 0 };
}

export const keyStatusCommand = defineCommand({
  name: 'keys status',
  summary: 'how the root key and the data keys stand, and how far their rotation has come',
  input: z.strictObject({}),
  run: async (_input, { openHub, principal, out }) => {
    const hub = await openHub();
    const status = await hub.vaultKeys.status(principal);
    const { root_key: root, data_keys: data } = status;
    out.table(
      ['root key', 'seen', 'state'],
      root.known.map((one) => [one.id, one.seen_at, rootState(one, root.id)]),
    );
    out.line(root.message);
    const under_way = data.rotations.filter((one) => one.state !== 'finished');
    if (under_way.length > 0)
      out.table(
        ['owner', 'state', 'sealed anew', 'goes on', 'problem'],
        under_way.map((one) => [
          one.owner,
          one.state,
          `${one.done} of ${one.total}`,
          one.next_at ?? '',
          one.problem ?? '',
        ]),
      );
    const kept = data.rotations.filter((one) => one.unreadable > 0);
    for (const one of kept) out.note(`${one.owner}: ${one.unreadable} values do not open; their key is kept.`);
    out.line(`Data keys: ${data.done} of ${data.total} values sealed anew in the last rotations.`);
    return { document: status };
  },
});

function rootState(
  one: { readonly id: string; readonly in_use: boolean; readonly retired_at: string | null },
  own: string,
): string {
  if (one.retired_at !== null) return `retired ${one.retired_at}`;
  if (one.id === own) return 'present';
  return one.in_use ? 'in use' : 'not in use';
}

function endOf(key: ApiKeyView): string {
  if (key.revoked_at !== null) return `revoked ${key.revoked_at}`;
  return key.expires_at ?? 'never';
}
