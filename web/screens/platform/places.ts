import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { platform } from '../../app/platform-place.tsx';

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

export const platformPlaces = [home, tenants] as const;
