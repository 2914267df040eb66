/** What is set for a tenant, and for oneself; each part at an address of its own. */
import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Page } from '../../ui/page.tsx';
import { TabLinks } from '../../ui/tabs.tsx';

export function SettingsScreen() {
  const t = useTranslations('settings');
  const { tenant, may } = useSession();
  const params = { tenant };
  // What only those with the right `admin` may look at is not shown to others.
  const parts = [
    { key: 'members', link: { to: '/$tenant/settings/members', params } },
    ...(may.admin
      ? ([
          { key: 'keys', link: { to: '/$tenant/settings/keys', params } },
          { key: 'provider_apps', link: { to: '/$tenant/settings/provider-apps', params } },
        ] as const)
      : []),
    { key: 'retention', link: { to: '/$tenant/settings/retention', params } },
    ...(may.admin ? ([{ key: 'privacy', link: { to: '/$tenant/settings/privacy', params } }] as const) : []),
    { key: 'general', link: { to: '/$tenant/settings/general', params } },
    { key: 'account', link: { to: '/$tenant/settings/account', params } },
  ] as const;
  return (
    <Page title={t('title')}>
      <TabLinks label={t('title')} tabs={parts.map(({ key, link }) => ({ key, label: t(`tabs.${key}`), link }))} />
      <Outlet />
    </Page>
  );
}
