/** After something was done: what it changed is asked for again, long lists too. */
import type { paths } from '../../client/index.ts';
import { queries } from './api.ts';

export function askAgain(...changed: readonly (keyof paths)[]): void {
  for (const path of changed) void queries.invalidateQueries({ queryKey: ['get', path] });
}
