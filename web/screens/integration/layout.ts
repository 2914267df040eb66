/** The address of one integration; its tabs hang under it, each from the folder it is in. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';

export const integration = createRoute({
  getParentRoute: () => tenant,
  path: '/integrations/$integration',
  component: lazyRouteComponent(() => import('./integration.tsx'), 'IntegrationScreen'),
});
