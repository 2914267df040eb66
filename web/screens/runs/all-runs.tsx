/** Runs of all integrations. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useNewer } from '../../app/live.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { RunFilters } from './run-filters.tsx';
import { RunsTable } from './runs-table.tsx';
import { queryOf } from './run-query.ts';
import type { Run } from './run-words.tsx';

const from = '/$tenant/runs';

export function AllRunsScreen() {
  const t = useTranslations('runs');
  const { tenant } = useSession();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const known = useKnownIntegrations();
  const newer = useNewer('run');
  const { integration, ...others } = search;
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/runs',
    {
      params: {
        path: { tenant },
        query: { limit: 100, ...queryOf(others), ...(integration === undefined ? {} : { integration }) },
      },
    },
    byCursor,
  );
  const rows = useRows<Run>(list);
  const chosen = known.list.filter(({ id }) => integration === undefined || id === integration);
  const streams = [...new Set(chosen.flatMap((one) => one.streams.map(({ name }) => name)))].toSorted();
  return (
    <Page title={t('title')} description={t('description')}>
      <RunFilters
        everywhere
        search={search}
        streams={streams}
        onChange={(next) => void navigate({ search: next, replace: true })}
      />
      {list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <RunsTable
          everywhere
          rows={rows}
          newer={newer}
          empty={
            Object.keys(search).length > 0 ? (
              <Empty
                title={t('nothing.title')}
                action={<Button onPress={() => void navigate({ search: {} })}>{t('nothing.action')}</Button>}
              >
                {t('nothing.text')}
              </Empty>
            ) : (
              <Empty
                title={t('none.title')}
                action={
                  <Button kind="primary" render={<Link to="/$tenant/integrations" params={{ tenant }} />}>
                    {t('none.to_integrations')}
                  </Button>
                }
              >
                {t('none.text_all')}
              </Empty>
            )
          }
        />
      )}
    </Page>
  );
}
