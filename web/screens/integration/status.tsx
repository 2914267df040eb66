/** How an integration stands: what is wrong and what to do about it, then the facts. */
import { useTranslations } from 'use-intl';
import { Card, Facts } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useIntegration } from './current.tsx';

export function StatusTab() {
  const t = useTranslations('integration.status');
  const { last_synced_at: synced } = useIntegration();
  return (
    <Card title={t('facts')}>
      <Facts rows={[{ name: t('last_synced'), value: synced === null ? t('never') : <Moment at={synced} /> }]} />
    </Card>
  );
}
