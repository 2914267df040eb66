/**
 * The addresses of all screens: each folder of screens names its own in places.ts. State that matters (filters, what is open) is in the
 * address, so that it can be sent to somebody.
 */
import { createRouter } from '@tanstack/react-router';
import { actionsPlaces } from '../screens/actions/places.ts';
import { integration } from '../screens/integration/layout.ts';
import { integrationPlaces } from '../screens/integration/places.ts';
import { mappingPlaces } from '../screens/mapping/places.ts';
import { marketplacePlaces } from '../screens/marketplace/places.ts';
import { overviewPlaces } from '../screens/overview/places.ts';
import { platformPlaces } from '../screens/platform/places.ts';
import { signInPlaces } from '../screens/sign-in/places.ts';
import { platform } from './platform-place.tsx';
import { root, tenant } from './places.tsx';

export const router = createRouter({
  routeTree: root.addChildren([
    ...signInPlaces,
    platform.addChildren([...platformPlaces]),
    tenant.addChildren([
      ...overviewPlaces,
      ...marketplacePlaces,
      integration.addChildren([...integrationPlaces, ...mappingPlaces, ...actionsPlaces]),
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
