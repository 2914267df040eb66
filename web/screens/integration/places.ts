import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { integration } from './layout.ts';

const status = createRoute({
  getParentRoute: () => integration,
  path: '/',
  component: lazyRouteComponent(() => import('./status.tsx'), 'StatusTab'),
});

export const integrationPlaces = [status] as const;
