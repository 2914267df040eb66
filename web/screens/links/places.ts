import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';

export const linkKinds = ['person', 'company', 'course'] as const;
/** Groups that are; pairs that may become one. */
export const linkViews = ['suggestions'] as const;

export interface LinksSearch {
  readonly view?: (typeof linkViews)[number];
  readonly kind?: (typeof linkKinds)[number];
  readonly integration?: string;
  /** The group that is open. */
  readonly group?: string;
}

const links = createRoute({
  getParentRoute: () => tenant,
  path: '/links',
  validateSearch: (search): LinksSearch => ({
    ...choice(search, 'view', linkViews),
    ...choice(search, 'kind', linkKinds),
    ...text(search, 'integration'),
    ...text(search, 'group'),
  }),
  component: lazyRouteComponent(() => import('./links.tsx'), 'LinksScreen'),
});

export const linksPlaces = [links] as const;
