/** What came for this integration of late: how much of it waits or failed, and the last of it. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Figure } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ReplayDialog } from '../webhooks/replay-dialog.tsx';
import { WebhookDrawer } from '../webhooks/webhook-drawer.tsx';
import { WebhookStatus } from '../webhooks/webhook-status.tsx';
import { useAddressParams } from './address.ts';

const path = '/api/tenants/{tenant}/integrations/{integration}';
/** The rest is one press away. */
const shown = 10;

export function Received() {
  const t = useTranslations('integration_webhooks.received');
  const { tenant, may } = useSession();
  const params = useAddressParams();
  const { integration } = params.path;
  const [open, setOpen] = useState<string>();
  const [replaying, setReplaying] = useState(false);
  const counts = api.useQuery('get', `${path}/webhook-counts`, { params });
  const latest = api.useQuery('get', `${path}/webhooks`, { params: { ...params, query: { limit: shown } } });
  const { data } = counts;
  return (
    <Card
      title={t('title')}
      actions={
        <div className="flex flex-wrap gap-2">
          {may.act && (data?.failed ?? 0) > 0 && (
            <Button size="small" onPress={() => setReplaying(true)}>
              {t('replay')}
            </Button>
          )}
          <Button size="small" render={<Link to="/$tenant/webhooks" params={{ tenant }} search={{ integration }} />}>
            {t('all')}
          </Button>
        </div>
      }
    >
      <div className="flex flex-col gap-4">
        {counts.isError && <Problem error={counts.error} />}
        {data !== undefined && (
          <dl className="grid grid-cols-3 gap-4">
            <Figure label={t('processed')} value={data.processed_last_day} />
            <Figure
              label={t('waiting')}
              value={data.queued}
              note={
                data.oldest_queued_at !== null && (
                  <>
                    {t('oldest')} <Moment at={data.oldest_queued_at} />
                  </>
                )
              }
            />
            <Figure label={t('failed')} value={data.failed} />
          </dl>
        )}
        {latest.isPending && <Skeleton lines={4} />}
        {latest.isError && <Problem error={latest.error} />}
        {latest.data?.data.length === 0 && <p className="text-muted">{t('none')}</p>}
        <ul className="divide-y divide-line">
          {latest.data?.data.map((webhook) => (
            <li key={webhook.id}>
              <button
                type="button"
                onClick={() => setOpen(webhook.id)}
                className="flex min-h-10 w-full cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-1 py-1.5 text-start hover:bg-sunken"
              >
                <span className="min-w-0 grow truncate font-mono text-sm font-medium">{webhook.type}</span>
                <WebhookStatus webhook={webhook} />
                <span className="text-sm text-muted">
                  <Moment at={webhook.received_at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {open !== undefined && <WebhookDrawer key={open} id={open} onClose={() => setOpen(undefined)} />}
      {replaying && <ReplayDialog integration={integration} onClose={() => setReplaying(false)} />}
    </Card>
  );
}
