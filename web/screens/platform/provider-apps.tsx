/** Provider apps of the platform, or of the partner one acts for. */
import { useTranslations } from 'use-intl';
import { Page } from '../../ui/page.tsx';
import { ProviderApps } from '../settings/provider-app-list.tsx';

export function PlatformProviderAppsScreen() {
  const t = useTranslations('app.places');
  return (
    <Page title={t('provider_apps')}>
      <ProviderApps tenant={undefined} />
    </Page>
  );
}
