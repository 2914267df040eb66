/** What happened to an integration, for people, newest first. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
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
import { readable } from '../records/model-columns.ts';
import { HappeningDrawer } from './happening-drawer.tsx';
import { Level } from './level.tsx';
import type { LogProps } from './logs.tsx';
import { levels } from './places.ts';
import { RunFilter } from './run-filter.tsx';
import { stepsFrom } from './steps.ts';
import { TimeSpan } from './time-span.tsx';

type Entry = Schema['IntegrationLogEntry'];

const all = 'all';
/** What a line is called in the address: a bare number would be read as one. */
export const lineOf = ({ id }: Pick<Entry, 'id'>) => `line-${id}`;

export function Happenings({ search, onSearch }: LogProps) {
  const t = useTranslations('logs');
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const { q, level, action, run, since, until } = search;
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/logs',
    {
      params: {
        path: { tenant, integration },
        query: {
          limit: 200,
          ...(q === undefined ? {} : { search: q }),
          ...(level === undefined ? {} : { status: level }),
          ...(action === undefined ? {} : { action }),
          ...(run === undefined ? {} : { run }),
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
        },
      },
    },
    byCursor,
  );
  const rows = useRows<Entry>(list);
  const newer = useNewer('log', ({ integration_id: of }) => of === undefined || of === integration);
  const columns = useColumns();
  const seen = new Set([...(action === undefined ? [] : [action]), ...rows.rows.map((row) => row.action)]);
  const filtered = [q, level, action, run, since, until].some((one) => one !== undefined);
  const clear = () =>
    onSearch({ q: undefined, level: undefined, action: undefined, run: undefined, since: undefined, until: undefined });
  const open = rows.rows.find((row) => lineOf(row) === search.line);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label={t('happenings.search')}
          value={q ?? ''}
          onSearch={(text) => onSearch({ q: text === '' ? undefined : text })}
        />
        <Select
          bare
          label={t('happenings.level')}
          value={level ?? all}
          choices={[
            { value: all, label: t('happenings.any_level') },
            ...levels.map((value) => ({ value, label: t(`levels.${value}`) })),
          ]}
          onChange={(value) => onSearch({ level: levels.find((one) => one === value) })}
        />
        <Select
          bare
          label={t('happenings.action')}
          value={action ?? all}
          choices={[
            { value: all, label: t('happenings.any_action') },
            ...[...seen].toSorted().map((value) => ({ value, label: readable(value) })),
          ]}
          onChange={(value) => onSearch({ action: value === all ? undefined : value })}
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
            label={t('happenings.name')}
            columns={columns}
            {...rows}
            rowHeight={42}
            rowKey={lineOf}
            openKey={search.line}
            onOpen={(row) => onSearch({ line: lineOf(row) })}
            newer={newer}
            empty={
              <Empty
                title={filtered ? t('nothing.title') : t('happenings.none')}
                action={filtered ? <Button onPress={clear}>{t('nothing.action')}</Button> : undefined}
              >
                {filtered ? t('nothing.text') : t('happenings.none_text')}
              </Empty>
            }
          />
        </Card>
      )}
      {open !== undefined && (
        <HappeningDrawer
          entry={open}
          onClose={() => onSearch({ line: undefined })}
          {...stepsFrom(rows.rows, open, (row) => onSearch({ line: lineOf(row) }))}
        />
      )}
    </>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const t = useTranslations('logs.columns');
  return useMemo(
    () => [
      { key: 'at', label: t('at'), width: '12.5rem', wideOnly: true, render: ({ at }) => <Moment at={at} exact /> },
      { key: 'level', label: t('level'), width: '6.5rem', render: ({ status }) => <Level level={status} /> },
      {
        key: 'action',
        label: t('action'),
        width: '9rem',
        wideOnly: true,
        render: ({ action }) => <span className="block truncate">{readable(action)}</span>,
      },
      {
        key: 'message',
        label: t('message'),
        width: 'minmax(8rem, 1fr)',
        render: ({ message }) => (
          <span className="block truncate" title={message}>
            {message}
          </span>
        ),
      },
    ],
    [t],
  );
}
