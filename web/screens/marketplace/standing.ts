/** How several integrations of one provider stand together: as the one that most needs somebody. */
import type { KnownIntegration } from '../../app/known-integrations.ts';

type Status = KnownIntegration['status'];

const worstFirst: readonly Status[] = ['needs_reauth', 'failing', 'paused', 'connected', 'draft', 'disconnected'];

/** Undefined: there is none. */
export function worstOf(statuses: readonly Status[]): Status | undefined {
  return worstFirst.find((status) => statuses.includes(status));
}

/** Can be read and tested. */
export function isLinked(status: Status): boolean {
  return status === 'connected' || status === 'failing' || status === 'paused';
}
