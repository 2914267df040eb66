import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';

export interface MarketplaceSearch {
  readonly q?: string;
  readonly category?: string;
}

const marketplace = createRoute({
  getParentRoute: () => tenant,
  path: '/marketplace',
  validateSearch: ({ q, category }): MarketplaceSearch => ({
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(typeof category === 'string' ? { category } : {}),
  }),
  component: lazyRouteComponent(() => import('./marketplace.tsx'), 'MarketplaceScreen'),
});

export const marketplacePlaces = [marketplace] as const;
