import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { choice, text } from '../../app/search.ts';
import { integration } from '../integration/layout.ts';

/** The two logs: what happened, for people; left out: every call. */
export const logNames = ['calls'] as const;
export const levels = ['success', 'warning', 'error'] as const;
export const outcomes = ['failed', '2xx', '3xx', '4xx', '5xx', 'none'] as const;

export interface LogsSearch {
  readonly log?: (typeof logNames)[number];
  readonly level?: (typeof levels)[number];
  readonly action?: string;
  readonly outcome?: (typeof outcomes)[number];
  readonly run?: string;
  readonly q?: string;
  /** Moments, ISO 8601. */
  readonly since?: string;
  readonly until?: string;
  /** The line that is open. */
  readonly line?: string;
}

const logs = createRoute({
  getParentRoute: () => integration,
  path: '/logs',
  validateSearch: (search): LogsSearch => ({
    ...choice(search, 'log', logNames),
    ...choice(search, 'level', levels),
    ...text(search, 'action'),
    ...choice(search, 'outcome', outcomes),
    ...text(search, 'run'),
    ...text(search, 'q'),
    ...moment(search, 'since'),
    ...moment(search, 'until'),
    ...text(search, 'line'),
  }),
  component: lazyRouteComponent(() => import('./logs.tsx'), 'LogsTab'),
});

function moment(search: Readonly<Record<string, unknown>>, name: 'since' | 'until') {
  const found = text(search, name);
  return Number.isNaN(Date.parse(found[name] ?? '')) ? {} : found;
}

export const logsPlaces = [logs] as const;
