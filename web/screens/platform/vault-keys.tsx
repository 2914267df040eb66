/** The keys that seal what is stored: how they stand, and their change, which goes on by itself once it was asked for. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';

type Keys = Schema['KeyStatus'];
type Rotation = Keys['data_keys']['rotations'][number];

/** While something is under way it is looked at so often. */
const lookMs = 2_000;

export function VaultKeys() {
  const t = useTranslations('platform.vault');
  const status = api.useQuery(
    'get',
    '/api/platform/keys',
    {},
    {
      refetchInterval: (query) =>
        query.state.data?.data_keys.rotations.some(({ state }) => state !== 'finished') === true ? lookMs : false,
    },
  );
  return (
    <Card title={t('title')} description={t('description')}>
      {status.isError && <Problem error={status.error} onRetry={() => void status.refetch()} />}
      {status.isPending && <Skeleton lines={5} />}
      {status.data !== undefined && (
        <div className="flex flex-col gap-6">
          <RootKey root={status.data.root_key} />
          <DataKeys keys={status.data.data_keys} />
        </div>
      )}
    </Card>
  );
}

function RootKey({ root }: { readonly root: Keys['root_key'] }) {
  const t = useTranslations('platform.vault.root');
  const change = api.useMutation('post', '/api/platform/keys/root/rotate', {
    onSuccess: () => askAgain('/api/platform/keys'),
  });
  return (
    <Section title={t('title')}>
      <p className="max-w-3xl text-muted">{t('text')}</p>
      <Facts
        rows={[
          { name: t('id'), value: <Copyable text={root.id} /> },
          { name: t('previous'), value: root.previous === null ? t('none') : <Copyable text={root.previous} /> },
          { name: t('wraps'), value: t('data_keys', { count: root.data_keys }) },
          ...(root.unsettled > 0 ? [{ name: t('unsettled'), value: root.unsettled }] : []),
          ...(root.closed > 0 ? [{ name: t('closed'), value: root.closed }] : []),
        ]}
      />
      <p className="text-sm text-muted">{root.message}</p>
      {change.isError && <Problem error={change.error} />}
      {change.data !== undefined && <Callout tone="info" title={change.data.message} spoken onClose={change.reset} />}
      <div>
        <Button busy={change.isPending} onPress={() => change.mutate({})}>
          {t('go_on')}
        </Button>
      </div>
    </Section>
  );
}

function DataKeys({ keys }: { readonly keys: Keys['data_keys'] }) {
  const t = useTranslations('platform.vault.data');
  const [asking, setAsking] = useState(false);
  const rotate = api.useMutation('post', '/api/platform/keys/rotate', {
    onSuccess: ({ owners }) => {
      setAsking(false);
      tellDone(owners === 0 ? t('goes_on') : t('begun', { count: owners }));
      askAgain('/api/platform/keys');
    },
  });
  return (
    <Section title={t('title')}>
      <p className="max-w-3xl text-muted">{t('text')}</p>
      <div>
        <Button onPress={() => setAsking(true)}>{t('rotate')}</Button>
      </div>
      {keys.rotations.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {keys.rotations.slice(0, mostShown).map((rotation) => (
            <OneRotation key={`${rotation.owner} ${rotation.requested_at}`} rotation={rotation} />
          ))}
        </ul>
      )}
      {asking && (
        <Dialog
          open
          onClose={() => setAsking(false)}
          title={t('ask')}
          description={t('ask_text')}
          actions={
            <>
              <Button onPress={() => setAsking(false)}>{t('cancel')}</Button>
              <Button kind="primary" busy={rotate.isPending} onPress={() => rotate.mutate({ body: {} })}>
                {t('rotate_all')}
              </Button>
            </>
          }
        >
          {rotate.isError && <Problem error={rotate.error} />}
        </Dialog>
      )}
    </Section>
  );
}

const mostShown = 20;

const looks: Readonly<Record<Rotation['state'], { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  queued: { tone: 'plain', icon: 'waiting' },
  sealing: { tone: 'info', icon: 'running' },
  waiting: { tone: 'info', icon: 'waiting' },
  finished: { tone: 'good', icon: 'done' },
};

function OneRotation({ rotation }: { readonly rotation: Rotation }) {
  const t = useTranslations('platform.vault.data');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
      <Status {...looks[rotation.state]}>{t(`states.${rotation.state}`)}</Status>
      <span className="min-w-0 grow">
        <span className="font-medium">{rotation.owner}</span>{' '}
        <span className="text-sm text-muted">
          {t('sealed', { done: rotation.done, total: rotation.total })} · <Moment at={rotation.requested_at} />
        </span>
        {rotation.state === 'sealing' && (
          <Progress label={t('states.sealing')} done={rotation.done} of={rotation.total} />
        )}
        {rotation.problem !== null && <span className="block text-sm text-bad">{rotation.problem}</span>}
      </span>
    </li>
  );
}
