/**
 * The providers there are, loaded when first asked for, with their sandboxes apart (a server never loads those). Called by the
 * composition root, src/testing and bench.
 */
import { providers } from '../../providers/registry.gen.ts';
import { fail } from '../contract/errors.ts';
import type { Provider } from '../contract/provider.ts';
import type { Registry } from '../hub/context.ts';

type Loaders<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;

/** `loaders`: default the generated registry. */
export function openRegistry(loaders: Loaders<Provider> = providers): Registry {
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
  };
}
