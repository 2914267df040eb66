import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { choice, text } from '../../app/search.ts';
import { integration } from '../integration/layout.ts';

export const runStates = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'] as const;
export const triggers = ['schedule', 'manual', 'connect', 'webhook'] as const;

/** What the runs of one integration are narrowed by; days are `2026-11-21`, in the time zone of whoever looks. */
export interface RunsSearch {
  readonly stream?: string;
  readonly state?: (typeof runStates)[number];
  readonly trigger?: (typeof triggers)[number];
  readonly from?: string;
  readonly to?: string;
}

export interface AllRunsSearch extends RunsSearch {
  readonly integration?: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

function runsSearch(search: Readonly<Record<string, unknown>>): RunsSearch {
  const { from, to } = { ...text(search, 'from'), ...text(search, 'to') };
  return {
    ...text(search, 'stream'),
    ...choice(search, 'state', runStates),
    ...choice(search, 'trigger', triggers),
    ...(from !== undefined && day.test(from) ? { from } : {}),
    ...(to !== undefined && day.test(to) ? { to } : {}),
  };
}

const allRuns = createRoute({
  getParentRoute: () => tenant,
  path: '/runs',
  validateSearch: (search): AllRunsSearch => ({ ...runsSearch(search), ...text(search, 'integration') }),
  component: lazyRouteComponent(() => import('./all-runs.tsx'), 'AllRunsScreen'),
});

const runs = createRoute({
  getParentRoute: () => integration,
  path: '/runs',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('./runs-tab.tsx'), 'RunsTab'),
});

const run = createRoute({
  getParentRoute: () => integration,
  path: '/runs/$run',
  component: lazyRouteComponent(() => import('./run.tsx'), 'RunTab'),
});

export const allRunsPlaces = [allRuns] as const;
export const runsPlaces = [runs, run] as const;
