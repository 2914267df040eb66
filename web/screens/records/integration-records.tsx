/** Records of one integration: one stream at a time, because each has fields of its own. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useIntegration } from '../integration/current.tsx';
import { withChange } from './address.ts';
import { RecordList } from './record-list.tsx';

const from = '/$tenant/integrations/$integration/records';

export function IntegrationRecordsTab() {
  const t = useTranslations('records');
  const { tenant } = useSession();
  const { id } = useIntegration();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', {
    params: { path: { tenant }, query: { integration: id } },
  });
  if (counts.isPending) return <Skeleton lines={6} />;
  if (counts.isError) return <Problem error={counts.error} onRetry={() => void counts.refetch()} />;
  const streams = counts.data.data;
  const chosen =
    streams.find(({ stream }) => stream === search.stream) ?? streams.find(({ records }) => records > 0) ?? streams[0];
  if (chosen === undefined)
    return (
      <Card>
        <Empty title={t('none.title')}>{t('none.text')}</Empty>
      </Card>
    );
  return (
    <RecordList
      key={chosen.stream}
      model={chosen.model}
      integration={id}
      search={{ ...search, stream: chosen.stream }}
      onSearch={(change) =>
        void navigate({
          search: (before) => withChange(before, change),
          replace: !('record' in change),
          resetScroll: false,
        })
      }
      choosing={
        <Select
          bare
          label={t('filters.stream')}
          value={chosen.stream}
          choices={streams.map(({ stream, records }) => ({
            value: stream,
            label: t('filters.stream_choice', { stream, count: records }),
          }))}
          onChange={(stream) =>
            void navigate({
              search: (before) => withChange(before, { stream, record: undefined, raw: undefined }),
              replace: true,
            })
          }
        />
      }
    />
  );
}
