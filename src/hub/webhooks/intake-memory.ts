/** What was looked up is good for a few seconds. Of many who ask for the same at once, one looks. Failures are not remembered. */
import type { Clock } from '../../engine/ports.ts';

export interface Remembered<T> {
  /** `key`: what `load` looks up. */
  get(key: string, load: () => Promise<T>): Promise<T>;
  /** What is known without looking. */
  peek(key: string): Promise<T> | undefined;
  forget(key: string): void;
}

/** What another process changes counts in this one within that time. */
export const rememberedMs = 5_000;
/** Beyond that the oldest go: strangers can make us look things up. */
const most = 10_000;

export function remembered<T>(clock: Pick<Clock, 'now'>): Remembered<T> {
  const known = new Map<string, { readonly at: number; readonly value: Promise<T> }>();
  const peek = (key: string): Promise<T> | undefined => {
    const found = known.get(key);
    const age = clock.now() - (found?.at ?? -Infinity);
    // A clock that was set back must not make it look fresh for as long.
    return age >= 0 && age < rememberedMs ? found?.value : undefined;
  };
  return {
    peek,
    get(key, load) {
      const fresh = peek(key);
      if (fresh !== undefined) return fresh;
      const entry = { at: clock.now(), value: load() };
      known.delete(key);
      known.set(key, entry);
      entry.value.catch(() => known.get(key) === entry && known.delete(key));
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return entry.value;
    },
    forget: (key) => void known.delete(key),
  };
}
