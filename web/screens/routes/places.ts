import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

export interface NewRouteSearch {
  /** Which example it starts from (examples.ts). */
  readonly example?: string;
}

export const callStates = ['queued', 'done', 'skipped', 'failed', 'cut'] as const;

export interface RouteSearch {
  /** Left out: what it does. */
  readonly tab?: 'calls' | 'versions';
  /** State of the calls that are shown. */
  readonly state?: (typeof callStates)[number];
  /** The call that is open. */
  readonly call?: string;
}

const routes = createRoute({
  getParentRoute: () => tenant,
  path: '/routes',
  component: lazyRouteComponent(() => import('./routes.tsx'), 'RoutesScreen'),
});

const newRoute = createRoute({
  getParentRoute: () => tenant,
  path: '/routes/new',
  validateSearch: (search): NewRouteSearch => text(search, 'example'),
  component: lazyRouteComponent(() => import('./new-route.tsx'), 'NewRouteScreen'),
});

const route = createRoute({
  getParentRoute: () => tenant,
  path: '/routes/$route',
  validateSearch: (search): RouteSearch => ({
    ...choice(search, 'tab', ['calls', 'versions'] as const),
    ...choice(search, 'state', callStates),
    ...text(search, 'call'),
  }),
  component: lazyRouteComponent(() => import('./route.tsx'), 'RouteScreen'),
});

export const routesPlaces = [routes, newRoute, route] as const;
