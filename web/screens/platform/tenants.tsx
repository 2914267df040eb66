/** The tenants of the installation. */
import { useTranslations } from 'use-intl';
import { Page } from '../../ui/page.tsx';

export function TenantsScreen() {
  const t = useTranslations('app.places');
  return <Page title={t('tenants')}>{null}</Page>;
}
