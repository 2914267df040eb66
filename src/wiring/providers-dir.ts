/**
 * Providers that live outside the repository (PLUGBOARD_PROVIDERS_DIR): one folder each, written against plugboard/contract like ours.
 * They are loaded at the start, so that one that cannot work is named then and not in the middle of a sync. Called by src/main.ts and
 * the conformance suite.
 */
import { existsSync, readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { providers, sandboxes } from '../../providers/registry.gen.ts';
import { fail } from '../contract/errors.ts';
import type { Provider } from '../contract/provider.ts';
import type { Sandbox } from '../contract/sandbox.ts';
import { root } from './config.ts';

type Loaders<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;

export interface ProviderLoaders {
  readonly providers: Loaders<Provider>;
  /** Apart: a server never loads them. */
  readonly sandboxes: Loaders<Sandbox>;
  /** Where a provider's folder is. */
  readonly folderOf: (key: string) => string;
}

/** What a folder outside may import by name and finds in our own tree, so that it needs no node_modules of its own. */
const ours = /^(plugboard\/(contract|kit|testing)|zod|vitest|fast-check)$/;

let hooked = false;

function resolveFromOurTree(): void {
  if (hooked) return;
  hooked = true;
  const us = pathToFileURL(join(root, 'package.json')).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      ours.test(specifier) ? next(specifier, { ...context, parentURL: us }) : next(specifier, context),
  });
}

/** Ours, and those of the directory. Throws `invalid_request` naming the folder and what is wrong with it. */
export async function loadProviders(directory: string | undefined): Promise<ProviderLoaders> {
  const own = (key: string) => join(root, 'providers', key);
  if (directory === undefined) return { providers, sandboxes, folderOf: own };
  const outside = await Promise.all(foldersIn(directory).map(loadProviderFolder));
  const taken = outside.find(({ provider }) => Object.hasOwn(providers, provider.key));
  if (taken !== undefined) throw unusable(taken.folder, `there is a provider "${taken.provider.key}" already`);
  const folders = new Map(outside.map(({ folder, provider }) => [provider.key, folder]));
  return {
    folderOf: (key) => folders.get(key) ?? own(key),
    providers: {
      ...providers,
      ...Object.fromEntries(outside.map(({ provider }) => [provider.key, async () => ({ default: provider })])),
    },
    sandboxes: {
      ...sandboxes,
      ...Object.fromEntries(
        outside.flatMap(({ provider, sandbox }) => (sandbox === undefined ? [] : [[provider.key, sandbox]])),
      ),
    },
  };
}

export interface LoadedFolder {
  readonly folder: string;
  readonly provider: Provider;
  readonly sandbox: (() => Promise<{ readonly default: Sandbox }>) | undefined;
}

/** One provider folder, wherever it is. Throws `invalid_request` when it holds no provider that could work. */
export async function loadProviderFolder(path: string): Promise<LoadedFolder> {
  const folder = resolve(path);
  resolveFromOurTree();
  const index = join(folder, 'index.ts');
  if (!existsSync(index)) throw unusable(folder, 'it has no index.ts');
  const provider = await importFile(folder, index);
  if (!isProvider(provider)) throw unusable(folder, 'its index.ts has no default export made by defineProvider');
  if (provider.key !== basename(folder))
    throw unusable(folder, `its key is "${provider.key}"; folder and key must agree`);
  const file = join(folder, 'sandbox.ts');
  return {
    folder,
    provider,
    sandbox: existsSync(file)
      ? async () => {
          const sandbox = await importFile(folder, file);
          if (!isSandbox(sandbox)) throw unusable(folder, 'its sandbox.ts has no default export made by defineSandbox');
          return { default: sandbox };
        }
      : undefined,
  };
}

function foldersIn(directory: string): readonly string[] {
  if (!existsSync(directory))
    throw fail('invalid_request', `PLUGBOARD_PROVIDERS_DIR is ${directory}, which does not exist.`, {
      next: 'Create the directory, or correct the variable.',
    });
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && /^[a-z][a-z0-9_]*$/.test(entry.name))
    .filter((entry) => entry.name !== 'node_modules')
    .map((entry) => join(directory, entry.name))
    .toSorted();
}

async function importFile(folder: string, file: string): Promise<unknown> {
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  } catch (error) {
    throw unusable(folder, error instanceof Error ? error.message : String(error), error);
  }
}

/** Code of the operator's own: its shape is looked at only so far that a mix-up is named. */
function isProvider(value: unknown): value is Provider {
  return hasAll(value, ['key', 'name', 'auth', 'streams', 'actions', 'check']);
}

function isSandbox(value: unknown): value is Sandbox {
  return hasAll(value, ['hosts', 'signIns', 'seed', 'routes']);
}

function hasAll(value: unknown, names: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && names.every((name) => name in value);
}

function unusable(folder: string, why: string, cause?: unknown) {
  return fail('invalid_request', `The provider folder ${folder} cannot be used: ${why}.`, {
    next: 'Put it right, or take it out of PLUGBOARD_PROVIDERS_DIR, and start again.',
    ...(cause === undefined ? {} : { cause }),
  });
}
