/** Keys of the platform: those programs call the API with, and those that seal what is stored. */
import { useTranslations } from 'use-intl';
import { usePresence } from '../../app/session.tsx';
import { Page } from '../../ui/page.tsx';
import { ApiKeys } from '../settings/api-keys.tsx';
import { VaultKeys } from './vault-keys.tsx';

export function PlatformKeysScreen() {
  const t = useTranslations('app.places');
  const { me } = usePresence();
  return (
    <Page title={t('keys')}>
      <ApiKeys tenant={undefined} />
      {me.platform?.partner === null && <VaultKeys />}
    </Page>
  );
}
