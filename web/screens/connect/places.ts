/** Where a provider is connected; with `?integration=`, one that is there already again. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { text } from '../../app/search.ts';

const connect = createRoute({
  getParentRoute: () => tenant,
  path: '/connect/$provider',
  validateSearch: (search): { readonly integration?: string } => text(search, 'integration'),
  component: lazyRouteComponent(() => import('./connect.tsx'), 'ConnectScreen'),
});

export const connectPlaces = [connect] as const;
