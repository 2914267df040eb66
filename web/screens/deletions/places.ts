import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

/** What was decided before; left out: what waits. */
export const deletionViews = ['decided'] as const;

export interface DeletionsSearch {
  readonly view?: (typeof deletionViews)[number];
  /** The one that is open. */
  readonly deletion?: string;
}

const deletions = createRoute({
  getParentRoute: () => tenant,
  path: '/deletions',
  validateSearch: (search): DeletionsSearch => ({
    ...choice(search, 'view', deletionViews),
    ...text(search, 'deletion'),
  }),
  component: lazyRouteComponent(() => import('./deletions.tsx'), 'DeletionsScreen'),
});

export const deletionsPlaces = [deletions] as const;
