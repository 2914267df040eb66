import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

export const webhookStates = ['queued', 'processed', 'failed'] as const;
/** Spans before now. */
export const spanNames = ['hour', 'day', 'week'] as const;
export type Span = (typeof spanNames)[number];

export interface WebhooksSearch {
  readonly state?: (typeof webhookStates)[number];
  readonly provider?: string;
  readonly integration?: string;
  readonly type?: string;
  readonly since?: Span;
  /** The one that is open. */
  readonly webhook?: string;
}

const webhooks = createRoute({
  getParentRoute: () => tenant,
  path: '/webhooks',
  validateSearch: (search): WebhooksSearch => ({
    ...choice(search, 'state', webhookStates),
    ...text(search, 'provider'),
    ...text(search, 'integration'),
    ...text(search, 'type'),
    ...choice(search, 'since', spanNames),
    ...text(search, 'webhook'),
  }),
  component: lazyRouteComponent(() => import('./webhooks.tsx'), 'WebhooksScreen'),
});

export const webhooksPlaces = [webhooks] as const;
