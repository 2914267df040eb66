/** What can be connected, and one provider. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { categories } from '../../app/categories.ts';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

const marketplace = createRoute({
  getParentRoute: () => tenant,
  path: '/marketplace',
  validateSearch: (search): { readonly q?: string; readonly category?: (typeof categories)[number] } => ({
    ...text(search, 'q'),
    ...choice(search, 'category', categories),
  }),
  component: lazyRouteComponent(() => import('./marketplace.tsx'), 'MarketplaceScreen'),
});

const provider = createRoute({
  getParentRoute: () => tenant,
  path: '/marketplace/$provider',
  component: lazyRouteComponent(() => import('./provider.tsx'), 'ProviderScreen'),
});

export const marketplacePlaces = [marketplace, provider] as const;
