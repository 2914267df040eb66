import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { text } from '../../app/search.ts';

export interface DeliveriesSearch {
  readonly endpoint?: string;
  readonly type?: string;
  readonly state?: string;
  /** The one that is open. */
  readonly delivery?: string;
}

const deliveries = createRoute({
  getParentRoute: () => tenant,
  path: '/deliveries',
  validateSearch: (search): DeliveriesSearch => ({
    ...text(search, 'endpoint'),
    ...text(search, 'type'),
    ...text(search, 'state'),
    ...text(search, 'delivery'),
  }),
  component: lazyRouteComponent(() => import('./deliveries.tsx'), 'DeliveriesScreen'),
});

export const deliveriesPlaces = [deliveries] as const;
