/** The streams of an integration: what each is kept as, how it stands, when it is read. One can be opened, changed and read by itself. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { useIntegration } from '../integration/current.tsx';
import { RunStatus } from '../runs/run-words.tsx';
import { useScheduleText } from '../../app/schedule/schedule-text.ts';
import { StreamDrawer } from './stream-drawer.tsx';
import { StreamSwitch } from './stream-switch.tsx';

const from = '/$tenant/integrations/$integration/streams';

export interface StreamRow {
  readonly stream: Schema['Stream'];
  /** Undefined while they are counted. */
  readonly records: number | undefined;
}

export function StreamsTab() {
  const t = useTranslations('streams');
  const { tenant } = useSession();
  const { id } = useIntegration();
  const { stream: open } = useSearch({ from });
  const navigate = useNavigate({ from });
  const path = { tenant, integration: id };
  const list = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/streams', { params: { path } });
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', {
    params: { path: { tenant }, query: { integration: id } },
  });
  const rows = useMemo(() => {
    const held = new Map((counts.data?.data ?? []).map(({ stream, records }) => [stream, records]));
    return (list.data?.data ?? []).map((stream): StreamRow => ({ stream, records: held.get(stream.name) }));
  }, [list.data, counts.data]);
  const columns = useColumns();
  const opened = rows.find(({ stream }) => stream.name === open);
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Card flush>
        <Table
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={({ stream }) => stream.name}
          openKey={open}
          loading={list.isPending}
          onOpen={({ stream }) => void navigate({ search: { stream: stream.name }, resetScroll: false })}
          empty={<Empty title={t('none')} />}
        />
      </Card>
      {opened !== undefined && (
        <StreamDrawer
          key={opened.stream.name}
          row={opened}
          onClose={() => void navigate({ search: {}, replace: true, resetScroll: false })}
        />
      )}
    </>
  );
}

function useColumns(): readonly Column<StreamRow>[] {
  const t = useTranslations('streams');
  const format = useFormatter();
  const schedule = useScheduleText();
  const { schedule: own } = useIntegration();
  return useMemo(
    () => [
      {
        key: 'stream',
        label: t('columns.stream'),
        width: 'minmax(8rem, 2fr)',
        render: ({ stream: { name, model } }) => (
          <span className="block min-w-0">
            <span className="block truncate font-medium">{name}</span>
            <span className="block truncate text-sm text-muted">{model}</span>
          </span>
        ),
      },
      {
        key: 'state',
        label: t('columns.state'),
        width: 'minmax(7rem, 1.5fr)',
        render: ({ stream }) => <LastRun stream={stream} />,
      },
      {
        key: 'records',
        label: t('columns.records'),
        width: '5.5rem',
        align: 'end',
        wideOnly: true,
        render: ({ records }) => (records === undefined ? '–' : format.number(records)),
      },
      {
        key: 'schedule',
        label: t('columns.schedule'),
        width: 'minmax(7rem, 1.5fr)',
        wideOnly: 'very',
        render: ({ stream }) => (
          <span className={stream.schedule === null ? 'text-muted' : undefined}>
            {schedule(stream.schedule ?? own)}
          </span>
        ),
      },
      {
        key: 'next',
        label: t('columns.next'),
        width: 'minmax(6.5rem, 1fr)',
        align: 'end',
        wideOnly: true,
        render: ({ stream: { next_run_at: at } }) =>
          at === null ? <span className="text-muted">–</span> : <Moment at={at} />,
      },
      {
        key: 'on',
        label: t('columns.on'),
        width: '3rem',
        align: 'end',
        render: ({ stream }) => <StreamSwitch stream={stream} />,
      },
    ],
    [t, format, schedule, own],
  );
}

function LastRun({
  stream: { absent, error, last_run: run, last_synced_at: synced },
}: {
  readonly stream: StreamRow['stream'];
}) {
  const t = useTranslations('streams');
  if (absent !== null)
    return (
      <Status tone="plain" icon="refused">
        {t('absent')}
      </Status>
    );
  if (run === null && synced === null) return <span className="text-muted">{t('not_read')}</span>;
  return (
    <span className="flex flex-col items-start gap-0.5">
      {run !== null && <RunStatus state={run.state} />}
      <span className="max-w-full truncate text-sm text-muted">
        {error === null ? run !== null && <Moment at={run.finished_at ?? run.queued_at} /> : error.message}
      </span>
    </span>
  );
}
