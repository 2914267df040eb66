import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';
import { integration } from '../integration/layout.ts';

/** Which records: those that are there, also deleted ones, only those that could not be mapped. */
export const rawNames = ['shown'] as const;
export const showNames = ['with_deleted', 'problems'] as const;
/** Spans before now. */
export const spanNames = ['hour', 'day', 'week', 'month'] as const;
export type Span = (typeof spanNames)[number];

export interface RecordsSearch {
  readonly q?: string;
  readonly integration?: string;
  readonly stream?: string;
  readonly since?: Span;
  readonly show?: (typeof showNames)[number];
  /** The one that is open. */
  readonly record?: string;
  /** With what the vendor sent. */
  readonly raw?: (typeof rawNames)[number];
}

function readSearch(search: Readonly<Record<string, unknown>>): RecordsSearch {
  return {
    ...text(search, 'q'),
    ...text(search, 'integration'),
    ...text(search, 'stream'),
    ...choice(search, 'since', spanNames),
    ...choice(search, 'show', showNames),
    ...text(search, 'record'),
    ...choice(search, 'raw', rawNames),
  };
}

const models = createRoute({
  getParentRoute: () => tenant,
  path: '/records',
  component: lazyRouteComponent(() => import('./models.tsx'), 'ModelsScreen'),
});

const ofModel = createRoute({
  getParentRoute: () => tenant,
  path: '/records/$model',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./model-records.tsx'), 'ModelRecordsScreen'),
});

const ofIntegration = createRoute({
  getParentRoute: () => integration,
  path: '/records',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./integration-records.tsx'), 'IntegrationRecordsTab'),
});

export const recordsPlaces = [models, ofModel] as const;
export const integrationRecordsPlaces = [ofIntegration] as const;
