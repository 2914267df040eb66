import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';
import { platform } from '../../app/platform-place.tsx';
import { choice, text } from '../../app/search.ts';

/** What is done to what: the first half of an action's name. */
export const nouns = [
  'tenant',
  'member',
  'invitation',
  'api_key',
  'integration',
  'stream',
  'mapping',
  'record',
  'deletion',
  'link',
  'provider_app',
  'endpoint',
  'delivery',
  'route',
  'webhook',
  'retention',
  'erasure',
  'vault',
] as const;
/** What the platform's own trail tells of. */
export const platformNouns = ['person', 'platform_member', 'platform_key', 'tenant', 'provider_app', 'vault'] as const;
export const spans = ['day', 'week', 'month'] as const;

export interface AuditSearch {
  readonly actor?: string;
  /** An action, or a noun for all that was done to such things. */
  readonly action?: string;
  readonly since?: (typeof spans)[number];
  /** `seq` of the entry that is open. */
  readonly entry?: number;
}

const validateSearch = (search: Readonly<Record<string, unknown>>): AuditSearch => ({
  ...text(search, 'actor'),
  ...text(search, 'action'),
  ...choice(search, 'since', spans),
  ...(typeof search['entry'] === 'number' ? { entry: search['entry'] } : {}),
});

const audit = createRoute({
  getParentRoute: () => tenant,
  path: '/audit',
  validateSearch,
  component: lazyRouteComponent(() => import('./audit.tsx'), 'AuditScreen'),
});

const platformAudit = createRoute({
  getParentRoute: () => platform,
  path: '/audit',
  validateSearch,
  component: lazyRouteComponent(() => import('./platform-audit.tsx'), 'PlatformAuditScreen'),
});

export const auditPlaces = [audit] as const;
export const platformAuditPlaces = [platformAudit] as const;
