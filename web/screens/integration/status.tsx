/** How an integration stands: what is wrong and what to do about it, then the facts. */
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useScheduleText } from '../../app/schedule/schedule-text.ts';
import { useIntegration, type Integration } from './current.tsx';
import { TroubleList } from './trouble-list.tsx';
import { Usage } from './usage.tsx';

export function StatusTab() {
  return (
    <div className="flex flex-col gap-5">
      <TroubleList />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <StatusFacts />
        <Usage />
      </div>
    </div>
  );
}

function StatusFacts() {
  const t = useTranslations('integration.status');
  const integration = useIntegration();
  const { last_synced_at: synced, next_run_at: next, connected_at: connected } = integration;
  const schedule = useScheduleText();
  const wayIn = useWayIn(integration);
  return (
    <Card title={t('facts')}>
      <Facts
        rows={[
          { name: t('last_synced'), value: synced === null ? t('never') : <Moment at={synced} /> },
          { name: t('next_run'), value: next === null ? t('not_planned') : <Moment at={next} /> },
          { name: t('schedule'), value: schedule(integration.schedule) },
          { name: t('streams'), value: <StreamsLine integration={integration} /> },
          { name: t('records'), value: <RecordsLine integration={integration} /> },
          { name: t('webhooks'), value: <WebhooksLine integration={integration} /> },
          { name: t('account'), value: integration.account?.name ?? t('no_account') },
          { name: t('way_in'), value: wayIn },
          { name: t('connected'), value: connected === null ? t('never') : <Moment at={connected} exact /> },
        ]}
      />
    </Card>
  );
}

function useWayIn({ provider, auth_method: method }: Integration): string {
  const known = api.useQuery('get', '/api/providers/{provider}', { params: { path: { provider } } });
  return known.data?.auth.find(({ key }) => key === method)?.label ?? method;
}

function StreamsLine({ integration: { streams } }: { readonly integration: Integration }) {
  const t = useTranslations('integration.status');
  const format = useFormatter();
  const failing = streams.filter(({ enabled, error }) => enabled && error !== null).length;
  const absent = streams.filter((one) => one.absent !== null).length;
  return format.list(
    [
      t('streams_on', { count: streams.filter(({ enabled }) => enabled).length, of: streams.length }),
      ...(failing > 0 ? [t('streams_failing', { count: failing })] : []),
      ...(absent > 0 ? [t('streams_absent', { count: absent })] : []),
    ],
    { type: 'unit' },
  );
}

function RecordsLine({ integration: { id } }: { readonly integration: Integration }) {
  const format = useFormatter();
  const { tenant } = useSession();
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', {
    params: { path: { tenant }, query: { integration: id } },
  });
  const records = counts.data?.data.reduce((sum, one) => sum + one.records, 0);
  return records === undefined ? '–' : format.number(records);
}

function WebhooksLine({ integration: { id } }: { readonly integration: Integration }) {
  const t = useTranslations('integration.status');
  const { tenant } = useSession();
  const counts = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/webhook-counts', {
    params: { path: { tenant, integration: id } },
  });
  const {
    queued,
    failed,
    processed_last_day: processed,
  } = counts.data ?? { queued: 0, failed: 0, processed_last_day: 0 };
  if (counts.data === undefined) return '–';
  if (queued + failed + processed === 0) return t('webhooks_none');
  return t('webhooks_line', { processed, queued, failed });
}
