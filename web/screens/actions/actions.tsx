/** What can be written at the provider, and doing it: the actions beside the form of the one that is open. */
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Empty } from '../../ui/empty.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge } from '../../ui/status.tsx';
import { useIntegration } from '../integration/current.tsx';
import { ActionForm } from './action-form.tsx';

export type Action = Schema['IntegrationAction'];

const from = '/$tenant/integrations/$integration/actions';

export function ActionsTab() {
  const t = useTranslations('actions');
  const integration = useIntegration();
  const { tenant, may } = useSession();
  const { action: wanted } = useSearch({ from });
  const provider = useProviderName();
  const list = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/actions', {
    params: { path: { tenant, integration: integration.id } },
  });
  if (list.isPending) return <Skeleton lines={6} />;
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  const all = list.data.data;
  const open = all.find(({ name, absent }) => name === wanted && absent === null);
  if (all.length === 0)
    return (
      <Card>
        <Empty title={t('none', { provider })}>{t('none_text')}</Empty>
      </Card>
    );
  return (
    <>
      {!may.act && <Callout tone="info" title={t('viewer')} />}
      {may.act && integration.status === 'draft' && <Callout tone="warn" title={t('not_connected')} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Card title={t('title', { provider })} description={t('help', { provider })} flush>
          <ul>
            {all.map((action) => (
              <Choice key={action.name} action={action} open={action === open} />
            ))}
          </ul>
        </Card>
        {open === undefined ? (
          <Card>
            <Empty title={t('choose')} />
          </Card>
        ) : (
          <ActionForm key={open.name} action={open} provider={provider} />
        )}
      </div>
    </>
  );
}

function Choice({ action, open }: { readonly action: Action; readonly open: boolean }) {
  const t = useTranslations('actions');
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const { name, summary, creates, absent } = action;
  const text = (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <code className="font-mono text-sm font-medium">{name}</code>
        {creates !== null && <Badge>{t('creates', { stream: creates })}</Badge>}
        {absent !== null && <Badge tone="warn">{t('absent')}</Badge>}
      </span>
      <span className="text-sm text-muted">{summary}</span>
      {absent !== null && <span className="text-sm text-muted">{t('absent_why', { reason: absent })}</span>}
    </>
  );
  return (
    <li className="border-t border-line">
      {absent === null ? (
        <Link
          to={from}
          params={{ tenant, integration }}
          search={{ action: name }}
          className={classNames('flex flex-col gap-0.5 px-4 py-2.5 hover:bg-sunken', open && 'bg-accent-soft')}
        >
          {text}
        </Link>
      ) : (
        <div className="flex flex-col gap-0.5 px-4 py-2.5">{text}</div>
      )}
    </li>
  );
}

function useProviderName(): string {
  const { provider } = useIntegration();
  const providers = api.useQuery('get', '/api/providers');
  return providers.data?.data.find(({ key }) => key === provider)?.name ?? provider;
}
