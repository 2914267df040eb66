/**
 * What can be set of an integration: its name and schedule, its configuration, an operator's own figures, and ending it. Each part is saved
 * by itself. Who writes over what somebody else has written meanwhile is told, and can look at that first.
 */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { useIntegration, type Integration } from '../integration/current.tsx';
import { DeleteDialog, DisconnectDialog } from '../integration/leaving.tsx';
import { Configuration } from './configuration.tsx';
import { Figures } from './figures.tsx';
import { General } from './general.tsx';

export function IntegrationSettingsTab() {
  const t = useTranslations('integration_settings');
  const { may } = useSession();
  const current = useIntegration();
  const [seen, setSeen] = useState(current);
  const [filling, setFilling] = useState(0);
  const look = () => {
    setSeen(current);
    setFilling(filling + 1);
  };
  const part = { integration: seen, onSaved: setSeen };
  const isOld = Date.parse(current.updated_at) > Date.parse(seen.updated_at);
  return (
    <div className="flex flex-col gap-5">
      {!may.connect && (
        <Callout tone="info" title={t('may_not')}>
          <p>{t('may_not_text')}</p>
        </Callout>
      )}
      {isOld && (
        <Callout
          spoken
          tone="warn"
          title={t('changed')}
          actions={
            <Button size="small" onPress={look}>
              {t('look')}
            </Button>
          }
        >
          <p>{t('changed_text')}</p>
        </Callout>
      )}
      <div key={filling} className="flex flex-col gap-5">
        <General {...part} />
        <Configuration {...part} />
        <Figures {...part} />
      </div>
      {may.connect && <Danger integration={current} />}
    </div>
  );
}

function Danger({ integration }: { readonly integration: Integration }) {
  const t = useTranslations('integration_settings.danger');
  const { may } = useSession();
  const [leaving, setLeaving] = useState<'disconnect' | 'delete'>();
  const close = () => setLeaving(undefined);
  const connected = integration.status !== 'draft' && integration.status !== 'disconnected';
  if (!connected && !may.admin) return null;
  return (
    <Card title={t('title')}>
      <ul className="flex flex-col gap-4">
        {connected && (
          <li className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-60 flex-1">{t('disconnect_text')}</span>
            <Button kind="danger" onPress={() => setLeaving('disconnect')}>
              {t('disconnect')}
            </Button>
          </li>
        )}
        {may.admin && (
          <li className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-60 flex-1">{t('delete_text')}</span>
            <Button kind="danger" onPress={() => setLeaving('delete')}>
              {t('delete')}
            </Button>
          </li>
        )}
      </ul>
      {leaving === 'disconnect' && <DisconnectDialog integration={integration} onClose={close} />}
      {leaving === 'delete' && <DeleteDialog integration={integration} onClose={close} />}
    </Card>
  );
}
