/** What can be done with an integration as a whole, by whoever may: in its heading. */
import { Activity, Ellipsis, KeyRound, Pause, Play, PlugZap, RefreshCw, Timer, Trash2, Unplug } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button, buttonLook } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { isResting, isUnderWay } from '../runs/run-words.tsx';
import { useChange } from './changing.ts';
import { ConnectLink } from './connect-link.tsx';
import { useIntegration } from './current.tsx';
import { DeleteDialog, DisconnectDialog } from './leaving.tsx';
import { useSync } from './sync.tsx';

const icon = 'size-4';
const hourMs = 3_600_000;

export function Acts({ onTest, testing }: { readonly onTest: () => void; readonly testing: boolean }) {
  const t = useTranslations('integration.acts');
  const { may } = useSession();
  const integration = useIntegration();
  const { status } = integration;
  const { change } = useChange(integration);
  const sync = useSync();
  const reads = status === 'connected' || status === 'failing' || status === 'paused';
  return (
    <>
      {may.connect && status === 'paused' && (
        <Button
          kind="primary"
          icon={<Play className={icon} aria-hidden="true" />}
          onPress={() => change({ enabled: true, paused_until: null }, t('resumed', { name: integration.name }))}
        >
          {t('resume')}
        </Button>
      )}
      {may.connect && !reads && (
        <ConnectLink
          integration={integration}
          kind="primary"
          icon={
            status === 'needs_reauth' ? (
              <KeyRound className={icon} aria-hidden="true" />
            ) : (
              <PlugZap className={icon} aria-hidden="true" />
            )
          }
        >
          {status === 'needs_reauth' ? t('sign_in_again') : t('connect')}
        </ConnectLink>
      )}
      {may.sync && reads && (
        <Button
          kind={status === 'paused' ? 'secondary' : 'primary'}
          busy={sync.starting || sync.runs.some((run) => isUnderWay(run) && !isResting(run))}
          icon={<RefreshCw className={icon} aria-hidden="true" />}
          onPress={() => sync.start({})}
        >
          {t('sync')}
        </Button>
      )}
      {may.connect && status !== 'disconnected' && (
        <Button busy={testing} icon={<Activity className={icon} aria-hidden="true" />} onPress={onTest}>
          {t('test')}
        </Button>
      )}
      {may.connect && <More />}
    </>
  );
}

function More() {
  const t = useTranslations('integration.acts');
  const { tenant, may } = useSession();
  const integration = useIntegration();
  const { id, provider, name, status } = integration;
  const { change } = useChange(integration);
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState<'disconnect' | 'delete'>();
  const running = status === 'connected' || status === 'failing';
  const until = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();
  const pauses: readonly MenuEntry[] = [
    {
      key: 'hour',
      label: t('pause_hour'),
      icon: <Timer className={icon} aria-hidden="true" />,
      onPress: () => change({ paused_until: until(1) }, t('paused', { name })),
    },
    {
      key: 'day',
      label: t('pause_day'),
      icon: <Timer className={icon} aria-hidden="true" />,
      onPress: () => change({ paused_until: until(24) }, t('paused', { name })),
    },
    {
      key: 'pause',
      label: t('pause'),
      icon: <Pause className={icon} aria-hidden="true" />,
      onPress: () => change({ enabled: false }, t('paused', { name })),
    },
  ];
  const entries: readonly MenuEntry[] = [
    ...(running ? pauses : []),
    ...(running || status === 'paused'
      ? [
          {
            key: 'connect',
            label: t('connect_again'),
            icon: <PlugZap className={icon} aria-hidden="true" />,
            onPress: () =>
              void navigate({
                to: '/$tenant/connect/$provider',
                params: { tenant, provider },
                search: { integration: id },
              }),
          },
        ]
      : []),
    ...(status === 'disconnected' || status === 'draft'
      ? []
      : [
          {
            key: 'disconnect',
            label: t('disconnect'),
            icon: <Unplug className={icon} aria-hidden="true" />,
            onPress: () => setLeaving('disconnect'),
          },
        ]),
    ...(may.admin
      ? [
          {
            key: 'delete',
            label: t('delete'),
            icon: <Trash2 className={icon} aria-hidden="true" />,
            danger: true,
            onPress: () => setLeaving('delete'),
          },
        ]
      : []),
  ];
  if (entries.length === 0) return null;
  return (
    <>
      <Menu
        entries={entries}
        trigger={
          <button type="button" aria-label={t('more', { name })} className={buttonLook('secondary', 'normal')}>
            <Ellipsis className={icon} aria-hidden="true" />
          </button>
        }
      />
      {leaving === 'disconnect' && <DisconnectDialog integration={integration} onClose={() => setLeaving(undefined)} />}
      {leaving === 'delete' && <DeleteDialog integration={integration} onClose={() => setLeaving(undefined)} />}
    </>
  );
}
