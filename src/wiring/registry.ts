/**
 * The providers there are, loaded when first asked for, with their sandboxes apart (a server never loads those). Called by the
 * composition root, src/testing and bench.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { providers } from '../../providers/registry.gen.ts';
import { fail } from '../contract/errors.ts';
import type { Provider } from '../contract/provider.ts';
import type { Registry } from '../hub/context.ts';
import { root } from './config.ts';

type Loaders<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;

/** `loaders`: default the generated registry. `folderOf`: where a provider's folder is. */
export function openRegistry(
  loaders: Loaders<Provider> = providers,
  folderOf: (key: string) => string = (key) => join(root, 'providers', key),
): Registry {
  const keys = Object.keys(loaders);
  return {
    keys,
    load: async (key) => {
      const loader = Object.hasOwn(loaders, key) ? loaders[key] : undefined;
      if (loader === undefined) {
        throw fail('not_found', `There is no provider "${key.slice(0, 60)}".`, {
          next: `The providers are ${keys.join(', ')}.`,
        });
      }
      return (await loader()).default;
    },
    read: async (key, file) => {
      // Only of providers there are: the key becomes part of a path.
      if (!Object.hasOwn(loaders, key)) return undefined;
      try {
        return await readFile(join(folderOf(key), file), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}
