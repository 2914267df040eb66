/**
 * Which events an endpoint or a route is for: by type, model and integration. Each filter narrows the events it applies to, and leaves the
 * others: a list of models says nothing about a run that finished, a list of integrations nothing about an endpoint that was disabled.
 */
import type { NewEvent } from './consumers.ts';

export interface EventFilter {
  /** Types, `record.*` or `*`; see event-types.ts. None match nothing. */
  readonly types: readonly string[];
  /** Of events about records only those of these models. Undefined or empty: of all. */
  readonly models?: readonly string[] | undefined;
  /** Of events of an integration only those of these (ids of the database). Undefined or empty: of all. */
  readonly integrations?: readonly string[] | undefined;
}

/** Made once for a filter, asked for every event there might be. */
export function matcher({
  types,
  models = [],
  integrations = [],
}: EventFilter): (event: Pick<NewEvent, 'type' | 'model' | 'integrationId'>) => boolean {
  const all = types.includes('*');
  const exact = new Set(types);
  const groups = types.filter((type) => type.endsWith('.*')).map((type) => type.slice(0, -1));
  const ofModels = models.length === 0 ? undefined : new Set(models);
  const ofIntegrations = integrations.length === 0 ? undefined : new Set(integrations);
  return ({ type, model, integrationId }) => {
    if (!all && !exact.has(type) && !groups.some((group) => type.startsWith(group))) return false;
    if (model !== undefined && ofModels !== undefined && !ofModels.has(model)) return false;
    return integrationId === undefined || ofIntegrations === undefined || ofIntegrations.has(integrationId);
  };
}
