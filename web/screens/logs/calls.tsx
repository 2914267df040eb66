/** Every call to the vendor, newest first. */
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useNewer } from '../../app/live.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Moment } from '../../ui/moment.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { useIntegration } from '../integration/current.tsx';
import { CallDrawer } from './call-drawer.tsx';
import { CallStatus } from './level.tsx';
import type { LogProps } from './logs.tsx';
import { outcomes, type LogsSearch } from './places.ts';
import { RunFilter } from './run-filter.tsx';
import { stepsFrom } from './steps.ts';
import { TimeSpan } from './time-span.tsx';

type Call = Schema['Exchange'];

const all = 'all';
const keyOf = ({ id }: Call) => id;

export function Calls({ search, onSearch }: LogProps) {
  const t = useTranslations('logs');
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const { q, outcome, run, since, until } = search;
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/exchanges',
    {
      params: {
        path: { tenant, integration },
        query: {
          limit: 200,
          ...(q === undefined ? {} : { search: q }),
          ...outcomeQuery(outcome),
          ...(run === undefined ? {} : { run }),
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
        },
      },
    },
    byCursor,
  );
  const rows = useRows<Call>(list);
  const newer = useNewer('exchange', ({ integration_id: of }) => of === undefined || of === integration);
  const columns = useColumns();
  const filtered = [q, outcome, run, since, until].some((one) => one !== undefined);
  const clear = () =>
    onSearch({ q: undefined, outcome: undefined, run: undefined, since: undefined, until: undefined });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label={t('calls.search')}
          value={q ?? ''}
          onSearch={(text) => onSearch({ q: text === '' ? undefined : text })}
        />
        <Select
          bare
          label={t('calls.outcome')}
          value={outcome ?? all}
          choices={[
            { value: all, label: t('calls.any_outcome') },
            ...outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) })),
          ]}
          onChange={(value) => onSearch({ outcome: outcomes.find((one) => one === value) })}
        />
        <TimeSpan search={search} onSearch={onSearch} />
        {filtered && (
          <Button kind="quiet" onPress={clear}>
            {t('clear')}
          </Button>
        )}
      </div>
      <RunFilter search={search} onSearch={onSearch} />
      {list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Card flush>
          <Table
            label={t('calls.name')}
            columns={columns}
            {...rows}
            rowHeight={42}
            rowKey={keyOf}
            openKey={search.line}
            onOpen={({ id }) => onSearch({ line: id })}
            newer={newer}
            empty={
              <Empty
                title={filtered ? t('nothing.title') : t('calls.none')}
                action={filtered ? <Button onPress={clear}>{t('nothing.action')}</Button> : undefined}
              >
                {filtered ? t('nothing.text') : t('calls.none_text')}
              </Empty>
            }
          />
        </Card>
      )}
      {search.line?.startsWith('exc_') === true && (
        <CallDrawer
          id={search.line}
          onClose={() => onSearch({ line: undefined })}
          {...stepsFrom(rows.rows, { id: search.line }, ({ id }) => onSearch({ line: id }))}
        />
      )}
    </>
  );
}

function outcomeQuery(outcome: LogsSearch['outcome']) {
  if (outcome === undefined) return {};
  return outcome === 'failed' ? { failed: 'true' as const } : { status_class: outcome };
}

function useColumns(): readonly Column<Call>[] {
  const t = useTranslations('logs.columns');
  const format = useFormatter();
  return useMemo(
    () => [
      { key: 'at', label: t('at'), width: '12.5rem', wideOnly: true, render: ({ at }) => <Moment at={at} exact /> },
      { key: 'status', label: t('status'), width: '5.5rem', render: (call) => <CallStatus {...call} /> },
      {
        key: 'call',
        label: t('call'),
        width: 'minmax(5rem, 1fr)',
        render: ({ method, host, path }) => (
          <span className="block truncate font-mono text-sm" title={`${method} ${host}${path}`}>
            <span className="font-semibold">{method}</span> {path}
          </span>
        ),
      },
      {
        key: 'operation',
        label: t('operation'),
        width: '10rem',
        wideOnly: true,
        render: ({ operation }) => <span className="block truncate">{operation}</span>,
      },
      {
        key: 'took',
        label: t('took'),
        width: '5rem',
        align: 'end',
        render: ({ duration_ms: ms }) => (
          <span className="whitespace-nowrap">{t('ms', { ms: format.number(ms) })}</span>
        ),
      },
    ],
    [t, format],
  );
}
