import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { integration } from '../integration/layout.ts';

export interface ActionsSearch {
  /** The action whose form is open. */
  readonly action?: string;
}

const actions = createRoute({
  getParentRoute: () => integration,
  path: '/actions',
  validateSearch: ({ action }): ActionsSearch => (typeof action === 'string' && action !== '' ? { action } : {}),
  component: lazyRouteComponent(() => import('./actions.tsx'), 'ActionsTab'),
});

export const actionsPlaces = [actions] as const;
