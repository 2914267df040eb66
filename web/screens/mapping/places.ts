import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { integration } from '../integration/layout.ts';

export interface MappingSearch {
  /** Which stream's rules; left out: the first one's. */
  readonly stream?: string;
  /** The record that samples are taken from. */
  readonly record?: string;
}

const mapping = createRoute({
  getParentRoute: () => integration,
  path: '/mapping',
  validateSearch: ({ stream, record }): MappingSearch => ({
    ...(typeof stream === 'string' && stream !== '' ? { stream } : {}),
    ...(typeof record === 'string' && record !== '' ? { record } : {}),
  }),
  component: lazyRouteComponent(() => import('./mapping.tsx'), 'MappingTab'),
});

export const mappingPlaces = [mapping] as const;
