/** Records of the stream that could not be mapped when they were last read, each with the reason. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Run } from './run-words.tsx';

/** All are in the records tab. */
const most = 20;

export function RunProblems({ run }: { readonly run: Run }) {
  const t = useTranslations('runs.run');
  const { tenant } = useSession();
  const { integration_id: integration, stream } = run;
  const found = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/records', {
    params: { path: { tenant, integration }, query: { stream, problems: 'true', limit: most } },
  });
  const records = found.data?.data ?? [];
  return (
    <Card title={t('problems')} description={t('problems_text')} flush>
      {found.isPending && (
        <div className="px-4 pb-4">
          <Skeleton lines={3} />
        </div>
      )}
      {found.isError && (
        <div className="px-4 pb-4">
          <Problem error={found.error} onRetry={() => void found.refetch()} />
        </div>
      )}
      {found.isSuccess && records.length === 0 && <p className="px-4 pb-4 text-muted">{t('problems_later')}</p>}
      <ul>
        {records.map(({ id, key, problem }) => (
          <li key={id} className="flex flex-wrap gap-x-4 border-t border-line px-4 py-2">
            <Link
              to="/$tenant/integrations/$integration/records"
              params={{ tenant, integration }}
              search={{ stream, show: 'problems', record: id }}
              className="min-w-32 font-mono text-sm break-all text-accent underline"
            >
              {key}
            </Link>
            <span className="min-w-0 grow basis-60 break-words">{problem}</span>
          </li>
        ))}
      </ul>
      {found.data?.next_cursor !== null && found.data !== undefined && (
        <p className="border-t border-line px-4 py-2 text-sm">
          <Link
            to="/$tenant/integrations/$integration/records"
            params={{ tenant, integration }}
            search={{ stream, show: 'problems' }}
            className="text-accent underline"
          >
            {t('more_problems', { count: most })}
          </Link>
        </p>
      )}
    </Card>
  );
}
