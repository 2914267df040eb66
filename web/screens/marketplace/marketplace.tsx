/** All providers there are: found by name or category, with what is connected already and what can be done with it. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { byCatalogue, categories } from '../../app/categories.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CategoryChips, SearchField } from './filters.tsx';
import { ProviderCard } from './provider-card.tsx';

const from = '/$tenant/marketplace';

export function MarketplaceScreen() {
  const t = useTranslations('marketplace');
  const { q, category } = useSearch({ from });
  const navigate = useNavigate({ from });
  const providers = api.useQuery('get', '/api/providers');
  const integrations = useKnownIntegrations();
  const all = (providers.data?.data ?? []).toSorted(byCatalogue);
  const wanted = q?.trim().toLowerCase() ?? '';
  const says = (texts: readonly string[]) => texts.some((text) => text.toLowerCase().includes(wanted));
  const found = all.filter(
    (one) =>
      (category === undefined || one.category === category) && says([one.name, one.key, one.summary, ...one.features]),
  );
  // What is called so comes before what only mentions it: QuickBooks is the alternative to Xero.
  const { named = [], mentioned = [] } = Object.groupBy(found, ({ name, key }) =>
    says([name, key]) ? 'named' : 'mentioned',
  );
  const shown = [...named, ...mentioned];
  const connected = Map.groupBy(integrations.list, ({ provider }) => provider);
  return (
    <Page title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-3">
        <SearchField
          text={q ?? ''}
          onSearch={(text) =>
            void navigate({
              search: (before) => ({
                ...(before.category === undefined ? {} : { category: before.category }),
                ...(text === '' ? {} : { q: text }),
              }),
              replace: true,
            })
          }
        />
        <CategoryChips
          categories={categories.filter((one) => all.some((provider) => provider.category === one))}
          chosen={category}
          onChoose={(next) =>
            void navigate({
              search: (before) => ({
                ...(before.q === undefined ? {} : { q: before.q }),
                ...(next === undefined ? {} : { category: next }),
              }),
              replace: true,
            })
          }
        />
      </div>
      {providers.isPending && <Skeleton lines={8} />}
      {providers.isError && <Problem error={providers.error} onRetry={() => void providers.refetch()} />}
      {providers.data !== undefined && (
        <>
          <p role="status" className="text-sm text-muted">
            {t('count', { count: shown.length })}
          </p>
          {shown.length === 0 && (
            <Card>
              <Empty
                title={t('nothing')}
                action={<Button onPress={() => void navigate({ search: {} })}>{t('reset')}</Button>}
              >
                {t('nothing_text')}
              </Empty>
            </Card>
          )}
          <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {shown.map((one) => (
              <li key={one.key} className="flex">
                <ProviderCard provider={one} integrations={connected.get(one.key) ?? []} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}
