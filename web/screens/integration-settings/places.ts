import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { integration } from '../integration/layout.ts';

const settings = createRoute({
  getParentRoute: () => integration,
  path: '/settings',
  component: lazyRouteComponent(() => import('./integration-settings.tsx'), 'IntegrationSettingsTab'),
});

export const integrationSettingsPlaces = [settings] as const;
