/** What there is: the models with how many records of each, and where they come from. */
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useModelNames } from './model-names.ts';

type Count = Schema['StreamCount'];

/** With all of them by name the cards of a tenant with many integrations would be towers. */
const mostNames = 3;

export function ModelsScreen() {
  const t = useTranslations('records');
  const { tenant } = useSession();
  const names = useModelNames();
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', { params: { path: { tenant } } });
  const models = Map.groupBy(counts.data?.data ?? [], ({ model }) => model);
  return (
    <Page title={t('title')} description={t('description')}>
      {counts.isPending && <Skeleton lines={8} />}
      {counts.isError && <Problem error={counts.error} onRetry={() => void counts.refetch()} />}
      {counts.data !== undefined && models.size === 0 && (
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
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {[...models]
          .toSorted(([a], [b]) => names.many(a).localeCompare(names.many(b)))
          .map(([model, streams]) => (
            <li key={model}>
              <ModelCard model={model} name={names.many(model)} streams={streams} />
            </li>
          ))}
      </ul>
    </Page>
  );
}

function ModelCard({
  model,
  name,
  streams,
}: {
  readonly model: string;
  readonly name: string;
  readonly streams: readonly Count[];
}) {
  const t = useTranslations('records');
  const { tenant } = useSession();
  const format = useFormatter();
  const { byId } = useKnownIntegrations();
  const from = [...new Set(streams.filter(({ records }) => records > 0).map(({ integration_id: id }) => id))].flatMap(
    (id) => byId.get(id) ?? [],
  );
  const count = streams.reduce((sum, { records }) => sum + records, 0);
  const named = from.slice(0, from.length > mostNames ? mostNames - 1 : mostNames).map((one) => one.name);
  const rest = from.length - named.length;
  return (
    <Link
      to="/$tenant/records/$model"
      params={{ tenant, model }}
      className="flex h-full items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3.5 shadow-raised hover:border-accent"
    >
      <span className="min-w-0 grow">
        <span className="block truncate font-medium">{name}</span>
        <span className="block text-sm text-muted">
          {t('from', {
            count: from.length,
            names: format.list(rest === 0 ? named : [...named, t('from_more', { count: rest })]),
          })}
        </span>
      </span>
      <span className="flex -space-x-2" aria-hidden="true">
        {from.slice(0, 3).map(({ id, provider }) => (
          <ProviderIcon key={id} provider={provider} />
        ))}
      </span>
      <span className="text-xl font-semibold tabular-nums">{format.number(count)}</span>
    </Link>
  );
}
