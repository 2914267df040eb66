/**
 * The tabs of one integration, in their order. A tab is an address under layout.ts, made in the places.ts of its own folder; it is added
 * here with one line, and its word is in locales/en/integration.json.
 */
import type { LinkProps } from '@tanstack/react-router';
import type { Messages } from '../../app/text.tsx';

export interface IntegrationTab {
  readonly key: keyof Messages['integration']['tabs'];
  readonly to: NonNullable<LinkProps['to']>;
  /** Lit only at this address itself, not at those below it. */
  readonly exact?: boolean;
}

export const integrationTabs: readonly IntegrationTab[] = [
  { key: 'status', to: '/$tenant/integrations/$integration', exact: true },
  { key: 'streams', to: '/$tenant/integrations/$integration/streams' },
  { key: 'runs', to: '/$tenant/integrations/$integration/runs' },
  { key: 'records', to: '/$tenant/integrations/$integration/records' },
  { key: 'mapping', to: '/$tenant/integrations/$integration/mapping' },
  { key: 'webhooks', to: '/$tenant/integrations/$integration/webhooks' },
  { key: 'actions', to: '/$tenant/integrations/$integration/actions' },
  { key: 'logs', to: '/$tenant/integrations/$integration/logs' },
  { key: 'settings', to: '/$tenant/integrations/$integration/settings' },
];
