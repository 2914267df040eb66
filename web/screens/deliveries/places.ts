import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

export const deliveryStates = ['queued', 'delivered', 'failed', 'skipped', 'cancelled'] as const;

export interface DeliveriesSearch {
  readonly endpoint?: string;
  readonly type?: string;
  readonly state?: (typeof deliveryStates)[number];
  /** The one that is open. */
  readonly delivery?: string;
}

const deliveries = createRoute({
  getParentRoute: () => tenant,
  path: '/deliveries',
  validateSearch: (search): DeliveriesSearch => ({
    ...text(search, 'endpoint'),
    ...text(search, 'type'),
    ...choice(search, 'state', deliveryStates),
    ...text(search, 'delivery'),
  }),
  component: lazyRouteComponent(() => import('./deliveries.tsx'), 'DeliveriesScreen'),
});

export const deliveriesPlaces = [deliveries] as const;
