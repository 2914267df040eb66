import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { text } from '../../app/search.ts';
import { integration } from '../integration/layout.ts';

export interface StreamsSearch {
  /** The one that is open. */
  readonly stream?: string;
}

const streams = createRoute({
  getParentRoute: () => integration,
  path: '/streams',
  validateSearch: (search): StreamsSearch => text(search, 'stream'),
  component: lazyRouteComponent(() => import('./streams.tsx'), 'StreamsTab'),
});

export const streamsPlaces = [streams] as const;
