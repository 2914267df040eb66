import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { platform } from '../../app/platform-place.tsx';
import { choice } from '../../app/search.ts';
import { orders } from './order.ts';

const home = createRoute({
  getParentRoute: () => platform,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/platform/tenants' });
  },
});

const tenants = createRoute({
  getParentRoute: () => platform,
  path: '/tenants',
  component: lazyRouteComponent(() => import('./tenants.tsx'), 'TenantsScreen'),
});

export interface HealthSearch {
  readonly by?: (typeof orders)[number];
}

const health = createRoute({
  getParentRoute: () => platform,
  path: '/health',
  validateSearch: (search): HealthSearch => choice(search, 'by', orders),
  component: lazyRouteComponent(() => import('./health.tsx'), 'HealthScreen'),
});

const providerApps = createRoute({
  getParentRoute: () => platform,
  path: '/provider-apps',
  component: lazyRouteComponent(() => import('./provider-apps.tsx'), 'PlatformProviderAppsScreen'),
});

const keys = createRoute({
  getParentRoute: () => platform,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys.tsx'), 'PlatformKeysScreen'),
});

const people = createRoute({
  getParentRoute: () => platform,
  path: '/people',
  component: lazyRouteComponent(() => import('./people.tsx'), 'PlatformPeopleScreen'),
});

export const platformPlaces = [home, tenants, health, providerApps, keys, people] as const;
