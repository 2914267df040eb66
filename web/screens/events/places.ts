import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { text } from '../../app/search.ts';

export interface EventsSearch {
  readonly type?: string;
  readonly model?: string;
  readonly integration?: string;
  /** The one that is open. */
  readonly event?: string;
}

const events = createRoute({
  getParentRoute: () => tenant,
  path: '/events',
  validateSearch: (search): EventsSearch => ({
    ...text(search, 'type'),
    ...text(search, 'model'),
    ...text(search, 'integration'),
    ...text(search, 'event'),
  }),
  component: lazyRouteComponent(() => import('./events.tsx'), 'EventsScreen'),
});

export const eventsPlaces = [events] as const;
