import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';

const endpoints = createRoute({
  getParentRoute: () => tenant,
  path: '/endpoints',
  component: lazyRouteComponent(() => import('./endpoints.tsx'), 'EndpointsScreen'),
});

const newEndpoint = createRoute({
  getParentRoute: () => tenant,
  path: '/endpoints/new',
  component: lazyRouteComponent(() => import('./new-endpoint.tsx'), 'NewEndpointScreen'),
});

const endpoint = createRoute({
  getParentRoute: () => tenant,
  path: '/endpoints/$endpoint',
  component: lazyRouteComponent(() => import('./endpoint.tsx'), 'EndpointScreen'),
});

export const endpointsPlaces = [endpoints, newEndpoint, endpoint] as const;
