/** What can be done with the integrations of a provider without leaving the marketplace. What came of it is told at the edge. */
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, ExternalLink, Plus, PlugZap, RefreshCw, Settings } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import type { KnownIntegration } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { isLinked } from './standing.ts';

const icon = 'size-4';
/** Of a provider with more integrations than this, only the way to each is offered. */
const mostWithActs = 3;

export function QuickActs({
  provider,
  name,
  integrations,
}: {
  readonly provider: string;
  readonly name: string;
  readonly integrations: readonly KnownIntegration[];
}) {
  const t = useTranslations('marketplace');
  const { tenant, may } = useSession();
  const navigate = useNavigate();
  const entriesOf = useEntries(integrations.length > 1);
  const entries = [
    ...integrations.flatMap((one) => entriesOf(one).slice(0, integrations.length > mostWithActs ? 1 : undefined)),
    ...(may.connect
      ? [
          {
            key: 'another',
            label: t('another'),
            icon: <Plus className={icon} aria-hidden="true" />,
            onPress: () =>
              void navigate({ to: '/$tenant/connect/$provider', params: { tenant, provider }, search: {} }),
          },
        ]
      : []),
  ];
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('acts.label', { name })} className={buttonLook('secondary', 'small')}>
          <Ellipsis className={icon} aria-hidden="true" />
        </button>
      }
      entries={entries}
    />
  );
}

/** `several`: the entries say which integration is meant. */
function useEntries(several: boolean): (integration: KnownIntegration) => readonly MenuEntry[] {
  const t = useTranslations('marketplace.acts');
  const { tenant, may } = useSession();
  const navigate = useNavigate();
  const { sync, test } = useActs();
  return ({ id, name, status }) => {
    const label = (act: 'open' | 'sync' | 'test' | 'configure') => (several ? t(`${act}_of`, { name }) : t(act));
    const params = { tenant, integration: id };
    const entry = (
      act: Parameters<typeof label>[0],
      Icon: typeof Ellipsis,
      onPress: () => void,
      allowed = true,
    ): readonly MenuEntry[] =>
      allowed
        ? [{ key: `${act} ${id}`, label: label(act), icon: <Icon className={icon} aria-hidden="true" />, onPress }]
        : [];
    return [
      ...entry('open', ExternalLink, () => void navigate({ to: '/$tenant/integrations/$integration', params })),
      ...entry('sync', RefreshCw, () => sync(id, name), may.sync && isLinked(status)),
      ...entry('test', PlugZap, () => test(id, name), may.connect && isLinked(status)),
      ...entry(
        'configure',
        Settings,
        () => void navigate({ to: '/$tenant/integrations/$integration/settings', params }),
        may.connect,
      ),
    ];
  };
}

function useActs() {
  const t = useTranslations('marketplace.acts');
  const { tenant } = useSession();
  const syncing = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/sync');
  const testing = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/test_connection');
  return {
    sync: (integration: string, name: string) =>
      syncing.mutate(
        { params: { path: { tenant, integration } }, body: {} },
        {
          onSuccess: () => tellDone(t('synced', { name })),
          onError: (problem) => tellFailed(t('sync_failed', { name }), problem.detail),
        },
      ),
    test: (integration: string, name: string) =>
      testing.mutate(
        { params: { path: { tenant, integration } } },
        {
          onSuccess: ({ success, message }) =>
            success ? tellDone(t('works', { name }), message) : tellFailed(t('works_not', { name }), message),
          onError: (problem) => tellFailed(t('test_failed', { name }), problem.detail),
        },
      ),
  };
}
