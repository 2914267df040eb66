import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { text } from '../../app/search.ts';

export interface WebhooksSearch {
  readonly state?: string;
  readonly provider?: string;
  readonly integration?: string;
  readonly type?: string;
  /** A span before now: `hour`, `day`, `week`. */
  readonly since?: string;
  /** The one that is open. */
  readonly webhook?: string;
}

const webhooks = createRoute({
  getParentRoute: () => tenant,
  path: '/webhooks',
  validateSearch: (search): WebhooksSearch => ({
    ...text(search, 'state'),
    ...text(search, 'provider'),
    ...text(search, 'integration'),
    ...text(search, 'type'),
    ...text(search, 'since'),
    ...text(search, 'webhook'),
  }),
  component: lazyRouteComponent(() => import('./webhooks.tsx'), 'WebhooksScreen'),
});

export const webhooksPlaces = [webhooks] as const;
