/** All providers there are: found by name or category, with what is connected already. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Empty } from '../../ui/empty.tsx';
import { controlLook } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge, Status, type Tone } from '../../ui/status.tsx';

type Provider = Schema['ProviderSummary'];

const from = '/$tenant/marketplace';

export function MarketplaceScreen() {
  const t = useTranslations('marketplace');
  const words = useTranslations('words');
  const { tenant } = useSession();
  const { q = '', category } = useSearch({ from });
  const navigate = useNavigate({ from });
  const wanted = useDeferredValue(q.trim().toLowerCase());
  const providers = api.useQuery('get', '/api/providers');
  const integrations = api.useQuery('get', '/api/tenants/{tenant}/integrations', {
    params: { path: { tenant }, query: { limit: 200 } },
  });
  const all = providers.data?.data ?? [];
  const categories = [...new Set(all.map((one) => one.category))];
  const shown = all.filter(
    (one) =>
      (category === undefined || one.category === category) &&
      (wanted === '' ||
        [one.name, one.key, one.summary, ...one.features].some((text) => text.toLowerCase().includes(wanted))),
  );
  const connected = Map.groupBy(integrations.data?.data ?? [], ({ provider }) => provider);
  const pick = (next: string | undefined) =>
    void navigate({
      search: (before) => ({
        ...(before.q === undefined ? {} : { q: before.q }),
        ...(next === undefined ? {} : { category: next }),
      }),
      replace: true,
    });
  return (
    <Page title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-3">
        <label className="relative max-w-md">
          <span className="sr-only">{t('search')}</span>
          <Search className="absolute start-2.5 top-2.5 size-4 text-muted" aria-hidden="true" />
          <input
            type="search"
            value={q}
            placeholder={t('search')}
            onChange={(event) => {
              const text = event.currentTarget.value;
              void navigate({
                search: (before) => ({
                  ...(before.category === undefined ? {} : { category: before.category }),
                  ...(text === '' ? {} : { q: text }),
                }),
                replace: true,
              });
            }}
            className={classNames(controlLook, 'ps-9')}
          />
        </label>
        <div role="group" aria-label={t('title')} className="flex flex-wrap gap-1.5">
          <Chip on={category === undefined} onPress={() => pick(undefined)}>
            {t('all')}
          </Chip>
          {categories.map((one) => (
            <Chip key={one} on={category === one} onPress={() => pick(one)}>
              {words(`category.${one}`)}
            </Chip>
          ))}
        </div>
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
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {shown.map((one) => (
              <li key={one.key} className="flex">
                <ProviderCard provider={one} integrations={connected.get(one.key)?.length ?? 0} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}

function Chip({
  on,
  onPress,
  children,
}: {
  readonly on: boolean;
  readonly onPress: () => void;
  readonly children: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={classNames(
        'min-h-7 cursor-pointer rounded-full border px-3 text-sm',
        on ? 'border-accent bg-accent-soft font-medium text-ink' : 'border-line bg-surface text-muted hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}

const priorityTones: Readonly<Record<Provider['priority'], Tone>> = { high: 'good', medium: 'info', emerging: 'warn' };

function ProviderCard({ provider, integrations }: { readonly provider: Provider; readonly integrations: number }) {
  const t = useTranslations('marketplace');
  const words = useTranslations('words');
  const { tenant, may } = useSession();
  return (
    <article className="flex w-full flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-raised">
      <header className="flex items-start gap-3">
        <ProviderIcon provider={provider.key} size="large" />
        <div className="min-w-0 grow">
          <h2 className="truncate text-lg font-semibold">{provider.name}</h2>
          <p className="text-sm text-muted">{words(`category.${provider.category}`)}</p>
        </div>
        <Badge tone={priorityTones[provider.priority]}>{words(`priority.${provider.priority}`)}</Badge>
      </header>
      <p className="grow text-muted">{provider.summary}</p>
      <ul className="flex flex-wrap gap-1">
        {provider.features.slice(0, 6).map((feature) => (
          <li key={feature}>
            <Badge>{feature}</Badge>
          </li>
        ))}
      </ul>
      <footer className="flex min-h-7 items-center justify-between gap-2">
        {integrations > 0 ? (
          <Status tone="good" icon="done">
            {t('connected', { count: integrations })}
          </Status>
        ) : (
          <span />
        )}
        {may.connect && (
          <Button
            size="small"
            kind="primary"
            render={<Link to={from} params={{ tenant }} search={{ q: provider.key }} />}
          >
            {t('connect')}
          </Button>
        )}
      </footer>
    </article>
  );
}
