import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

export const statuses = ['needs_reauth', 'failing', 'paused', 'draft', 'connected', 'disconnected'] as const;

export interface IntegrationsSearch {
  readonly q?: string;
  readonly status?: (typeof statuses)[number];
  readonly category?: string;
}

const integrations = createRoute({
  getParentRoute: () => tenant,
  path: '/integrations',
  validateSearch: (search): IntegrationsSearch => ({
    ...text(search, 'q'),
    ...choice(search, 'status', statuses),
    ...text(search, 'category'),
  }),
  component: lazyRouteComponent(() => import('./integrations.tsx'), 'IntegrationsScreen'),
});

export const integrationsPlaces = [integrations] as const;
