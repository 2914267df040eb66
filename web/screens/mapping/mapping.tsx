/** The mapping tab: a tenant's own rules for one stream of an integration at a time. */
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
import { MappingEditor } from './editor.tsx';

const from = '/$tenant/integrations/$integration/mapping';
/** While stored records are mapped anew; notices come besides, this is for when they do not. Milliseconds. */
const busyMs = 2_000;

export function MappingTab() {
  const t = useTranslations('mapping');
  const integration = useIntegration();
  const { tenant } = useSession();
  const { stream: wanted } = useSearch({ from });
  const navigate = useNavigate({ from });
  const summaries = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/mappings', {
    params: { path: { tenant, integration: integration.id } },
  });
  const { streams } = integration;
  const stream = (streams.find(({ name }) => name === wanted) ?? streams[0])?.name;
  if (stream === undefined)
    return (
      <Card>
        <Empty title={t('no_streams')}>{t('no_streams_text')}</Empty>
      </Card>
    );
  const rulesOf = (name: string) => summaries.data?.data.find((one) => one.stream === name)?.rules ?? 0;
  return (
    <>
      <div className="w-full max-w-xs">
        <Select
          label={t('stream')}
          choices={streams.map(({ name }) => ({
            value: name,
            label: t('stream_rules', { stream: name, count: rulesOf(name) }),
          }))}
          value={stream}
          onChange={(name) => void navigate({ search: { stream: name } })}
        />
      </div>
      <OfStream key={stream} stream={stream} />
    </>
  );
}

function OfStream({ stream }: { readonly stream: string }) {
  const { id: integration } = useIntegration();
  const { tenant } = useSession();
  const mapping = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/mappings/{stream}',
    { params: { path: { tenant, integration, stream } } },
    {
      refetchInterval: ({ state }) =>
        ['queued', 'running'].includes(state.data?.rederivation?.state ?? '') ? busyMs : false,
    },
  );
  if (mapping.data !== undefined) return <MappingEditor mapping={mapping.data} />;
  if (mapping.isError) return <Problem error={mapping.error} onRetry={() => void mapping.refetch()} />;
  return <Skeleton lines={8} />;
}
