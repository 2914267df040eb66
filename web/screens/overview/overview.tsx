/** How everything stands: what needs somebody first, then all integrations, then the figures of the last day. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { AttentionList } from './attention-list.tsx';
import { Categories, DeliveryFigures, Models, TotalFigures, WebhookFigures } from './figures.tsx';
import { Runs } from './runs.tsx';
import { Standing, Upcoming } from './standing.tsx';

export type Overview = Schema['Overview'];

export function OverviewScreen() {
  const t = useTranslations('overview');
  const { tenant } = useSession();
  // What is only late (a moment that passes) is called out by nobody.
  const overview = api.useQuery(
    'get',
    '/api/tenants/{tenant}/overview',
    { params: { path: { tenant } } },
    { refetchInterval: 60_000 },
  );
  const { data } = overview;
  const fine = data !== undefined && data.integrations.length > 0 && data.attention.length === 0;
  return (
    <Page
      title={t('title')}
      beside={
        fine && (
          <Status tone="good" icon="done">
            {t('fine')}
          </Status>
        )
      }
    >
      {overview.isPending && <Skeleton lines={8} />}
      {overview.isError && data === undefined && (
        <Problem error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {data?.integrations.length === 0 && (
        <Card>
          <Empty
            title={t('none.title')}
            action={
              <Button kind="primary" render={<Link to="/$tenant/marketplace" params={{ tenant }} />}>
                {t('none.action')}
              </Button>
            }
          >
            {t('none.text')}
          </Empty>
        </Card>
      )}
      {data !== undefined && data.integrations.length > 0 && <Everything overview={data} />}
    </Page>
  );
}

function Everything({ overview }: { readonly overview: Overview }) {
  return (
    <>
      <AttentionList overview={overview} />
      <TotalFigures overview={overview} />
      <Standing integrations={overview.integrations} />
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-3">
        <div className="min-w-0 lg:col-span-2">
          <Runs runs={overview.runs} />
        </div>
        <Upcoming next={overview.next} />
      </div>
      <div className="grid items-start gap-5 md:grid-cols-2 xl:grid-cols-4">
        <Models records={overview.records} />
        <Categories totals={overview.totals} />
        <WebhookFigures webhooks={overview.webhooks} />
        <DeliveryFigures deliveries={overview.deliveries} />
      </div>
    </>
  );
}
