/** An operator's own figures as they are typed. What they may be is decided by the server. */
import type { Schema } from '../../../client/index.ts';

export interface FiguresDraft {
  /** Seconds. Empty: the provider's. */
  readonly timeout: string;
  readonly retries: string;
  /** JSON of all others. Empty: none. */
  readonly rest: string;
}

/** Undefined: what was typed cannot be sent. */
export function figuresOf({ timeout, retries, rest }: FiguresDraft): Schema['Overrides'] | undefined {
  const waits = numberOf(timeout);
  const tries = numberOf(retries);
  const others = objectOf(rest);
  if (Number.isNaN(waits) || Number.isNaN(tries) || others === undefined) return undefined;
  return {
    ...(waits === undefined ? {} : { timeout_ms: Math.round(waits * 1000) }),
    ...(tries === undefined ? {} : { retries: tries }),
    ...others,
  };
}

/** Undefined: nothing was typed; NaN: no number was. */
function numberOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

function objectOf(text: string): Schema['Overrides'] | undefined {
  if (text.trim() === '') return {};
  try {
    const value: Schema['Overrides'] = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
