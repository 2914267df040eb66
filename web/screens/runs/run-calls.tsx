/** The calls a run made to the other system, newest first; each opens in the log of calls with its request and answer. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import type { Run } from './run-words.tsx';

type Exchange = Schema['Exchange'];

export function RunCalls({ run }: { readonly run: Run }) {
  const t = useTranslations('runs.run');
  const { tenant } = useSession();
  const navigate = useNavigate();
  const { integration_id: integration } = run;
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/exchanges',
    { params: { path: { tenant, integration }, query: { run: run.id, limit: 50 } } },
    byCursor,
  );
  const rows = useRows<Exchange>(list);
  const columns = useColumns();
  return (
    <Card title={t('calls')} flush>
      {list.isError ? (
        <div className="px-4 pb-4">
          <Problem error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : (
        <Table
          label={t('calls')}
          columns={columns}
          {...rows}
          rowKey={({ id }) => id}
          onOpen={({ id }) =>
            void navigate({
              to: '/$tenant/integrations/$integration/logs',
              params: { tenant, integration },
              search: { log: 'calls', run: run.id, line: id },
            })
          }
          empty={<p className="px-4 pb-4 text-muted">{t('no_calls')}</p>}
        />
      )}
    </Card>
  );
}

function useColumns(): readonly Column<Exchange>[] {
  const t = useTranslations('runs.run.call');
  const format = useFormatter();
  return useMemo(
    () => [
      {
        key: 'call',
        label: t('what'),
        width: 'minmax(8rem, 4fr)',
        render: ({ method, path, attempt, message }) => (
          <span className="block min-w-0">
            <span className="block truncate font-mono text-sm" title={path}>
              {method} {path}
            </span>
            {(attempt > 1 || message !== null) && (
              <span className="block truncate text-sm text-muted">
                {attempt > 1 && `${t('attempt', { count: attempt })} `}
                {message}
              </span>
            )}
          </span>
        ),
      },
      {
        key: 'status',
        label: t('status'),
        width: '6rem',
        render: ({ status, error }) => (
          <Status tone={error === null ? 'good' : 'bad'} icon={error === null ? 'done' : 'failed'}>
            {status ?? t('no_answer')}
          </Status>
        ),
      },
      {
        key: 'took',
        label: t('took'),
        width: '5rem',
        align: 'end',
        wideOnly: true,
        render: ({ duration_ms: ms }) => t('ms', { ms: format.number(ms) }),
      },
      {
        key: 'at',
        label: t('at'),
        width: 'minmax(6rem, 1fr)',
        align: 'end',
        wideOnly: true,
        render: ({ at }) => <Moment at={at} />,
      },
    ],
    [t, format],
  );
}
