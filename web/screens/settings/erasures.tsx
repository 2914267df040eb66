/** Erasures under way and done: how far, and the receipt. The person can be let in again; what is gone comes back with a full sync. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status, type StatusIcon, type Tone } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { problemText } from './problem-text.ts';

type Erasure = Schema['Erasure'];

const looks: Readonly<Record<Erasure['state'], { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  queued: { tone: 'plain', icon: 'waiting' },
  running: { tone: 'info', icon: 'running' },
  succeeded: { tone: 'good', icon: 'done' },
  failed: { tone: 'bad', icon: 'failed' },
};

/** While one is under way its progress is looked at so often. */
const lookMs = 2_000;

export function Erasures() {
  const t = useTranslations('settings.erasures');
  const { tenant } = useSession();
  const [readmitting, setReadmitting] = useState<Erasure>();
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/privacy/erasures',
    { params: { path: { tenant }, query: { limit: 50 } } },
    {
      ...byCursor,
      refetchInterval: (query) =>
        query.state.data?.pages.some(({ data }) => data.some(({ finished_at }) => finished_at === null)) === true
          ? lookMs
          : false,
    },
  );
  const rows = useRows<Erasure>(list);
  const columns = useColumns(setReadmitting);
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Card title={t('title')} description={t('description')} flush>
      <Table
        label={t('title')}
        columns={columns}
        {...rows}
        rowKey={({ id }) => id}
        empty={<Empty title={t('none')} />}
      />
      {readmitting !== undefined && <Readmit erasure={readmitting} onClose={() => setReadmitting(undefined)} />}
    </Card>
  );
}

function useColumns(onReadmit: (erasure: Erasure) => void): readonly Column<Erasure>[] {
  const t = useTranslations('settings.erasures');
  return [
    {
      key: 'state',
      label: t('columns.state'),
      width: '9rem',
      wideOnly: true,
      render: ({ state }) => <Status {...looks[state]}>{t(`states.${state}`)}</Status>,
    },
    {
      key: 'what',
      label: t('columns.what'),
      width: 'minmax(0, 3fr)',
      render: (erasure) => (
        <span className="flex min-w-0 flex-col">
          <span className="pb-1 md:hidden">
            <Status {...looks[erasure.state]}>{t(`states.${erasure.state}`)}</Status>
          </span>
          <span>{t(`kinds.${erasure.kind}`)}</span>
          <Copyable text={erasure.id} />
          <span className="text-sm text-muted">
            {erasure.finished_at === null
              ? t('progress', { phase: erasure.phase, count: erasure.examined })
              : receiptOf(erasure)}
          </span>
          {erasure.error !== null && <span className="text-sm text-bad">{erasure.error.message}</span>}
        </span>
      ),
    },
    {
      key: 'at',
      label: t('columns.at'),
      width: '9rem',
      wideOnly: true,
      render: ({ created_at }) => <Moment at={created_at} />,
    },
    {
      key: 'acts',
      label: t('columns.acts'),
      width: '7rem',
      align: 'end',
      render: (erasure) =>
        erasure.state === 'failed' ? (
          <Resume erasure={erasure} />
        ) : (
          erasure.kind === 'subject' &&
          erasure.remembered > 0 && (
            <Button size="small" onPress={() => onReadmit(erasure)}>
              {t('readmit')}
            </Button>
          )
        ),
    },
  ];
}

function receiptOf({ erased }: Erasure): string {
  return Object.entries(erased)
    .filter(([, count]) => count > 0)
    .map(([place, count]) => `${place.replaceAll('_', ' ')}: ${count}`)
    .join(' · ');
}

function Resume({ erasure }: { readonly erasure: Erasure }) {
  const t = useTranslations('settings.erasures');
  const { tenant } = useSession();
  const resume = api.useMutation('post', '/api/tenants/{tenant}/privacy/erasures/{erasure}/resume', {
    onSettled: () => askAgain('/api/tenants/{tenant}/privacy/erasures'),
    onError: (error) => tellFailed(t('not_resumed'), problemText(error)),
  });
  return (
    <Button
      size="small"
      busy={resume.isPending}
      onPress={() => resume.mutate({ params: { path: { tenant, erasure: erasure.id } } })}
    >
      {t('resume')}
    </Button>
  );
}

function Readmit({ erasure, onClose }: { readonly erasure: Erasure; readonly onClose: () => void }) {
  const t = useTranslations('settings.erasures');
  const { tenant } = useSession();
  const readmit = api.useMutation('post', '/api/tenants/{tenant}/privacy/erasures/{erasure}/readmit', {
    onSuccess: () => {
      tellDone(t('readmitted'));
      onClose();
      askAgain('/api/tenants/{tenant}/privacy/erasures');
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('readmit_title')}
      description={t('readmit_text')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            busy={readmit.isPending}
            onPress={() => readmit.mutate({ params: { path: { tenant, erasure: erasure.id } } })}
          >
            {t('readmit')}
          </Button>
        </>
      }
    >
      {readmit.isError && <Problem error={readmit.error} />}
    </Dialog>
  );
}
