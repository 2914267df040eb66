/** Runs of one integration. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useNewer } from '../../app/live.tsx';
import { byCursor, useRows } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useIntegration } from '../integration/current.tsx';
import { useSync } from '../integration/sync.tsx';
import { RunFilters } from './run-filters.tsx';
import { RunsTable } from './runs-table.tsx';
import { queryOf } from './run-query.ts';
import type { Run } from './run-words.tsx';

const from = '/$tenant/integrations/$integration/runs';

export function RunsTab() {
  const t = useTranslations('runs');
  const { tenant, may } = useSession();
  const integration = useIntegration();
  const sync = useSync();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const newer = useNewer('run', (notice) => notice.integration_id === integration.id);
  const list = api.useInfiniteQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/runs',
    { params: { path: { tenant, integration: integration.id }, query: { limit: 100, ...queryOf(search) } } },
    byCursor,
  );
  const rows = useRows<Run>(list);
  const filtered = Object.keys(search).length > 0;
  return (
    <div className="flex flex-col gap-4">
      <RunFilters
        search={search}
        streams={integration.streams.map(({ name }) => name)}
        everywhere={false}
        onChange={({ integration: _none, ...next }) => void navigate({ search: next, replace: true })}
      />
      {list.isError ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <RunsTable
          rows={rows}
          newer={newer}
          everywhere={false}
          empty={
            filtered ? (
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
                  may.sync &&
                  integration.connected_at !== null && (
                    <Button kind="primary" busy={sync.starting} onPress={() => sync.start({})}>
                      {t('none.action')}
                    </Button>
                  )
                }
              >
                {t('none.text')}
              </Empty>
            )
          }
        />
      )}
    </div>
  );
}
