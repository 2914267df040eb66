import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { integration } from '../integration/layout.ts';

const webhooks = createRoute({
  getParentRoute: () => integration,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./integration-webhooks.tsx'), 'IntegrationWebhooksTab'),
});

export const integrationWebhooksPlaces = [webhooks] as const;
