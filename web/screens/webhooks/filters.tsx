/** Which webhooks are shown; what is chosen is in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Filter, FilterRow } from '../../ui/filter-row.tsx';
import { Select } from '../../ui/select.tsx';
import { spanNames, webhookStates, type Span, type WebhooksSearch } from './places.ts';

/** In milliseconds. */
const spans: Readonly<Record<Span, number>> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** The moment so long before now. */
export function sinceOf(span: Span): string {
  return new Date(Date.now() - spans[span]).toISOString();
}

const from = '/$tenant/webhooks';
const all = 'all';

export function Filters() {
  const t = useTranslations('webhooks');
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const known = useKnownIntegrations();
  const types = useSeenTypes(search.integration);
  const providers = [...new Set(known.list.map(({ provider }) => provider))].toSorted();
  const set = (name: keyof WebhooksSearch) => (value: string | null) =>
    void navigate({
      search: ({ [name]: _before, webhook: _closed, ...others }) =>
        value === null || value === all ? others : { ...others, [name]: value },
      replace: true,
    });
  const some = [search.state, search.since, search.provider, search.integration, search.type].some(
    (one) => one !== undefined,
  );
  const clear = () =>
    void navigate({ search: ({ webhook }) => (webhook === undefined ? {} : { webhook }), replace: true });
  return (
    <FilterRow label={t('filters.label')} onClear={some ? clear : undefined}>
      <Filter>
        <Select
          bare
          label={t('filters.state')}
          value={search.state ?? all}
          choices={[
            { value: all, label: t('filters.any_state') },
            ...webhookStates.map((value) => ({ value, label: t(`states.${value}`) })),
          ]}
          onChange={set('state')}
        />
      </Filter>
      <Filter>
        <Select
          bare
          label={t('filters.since')}
          value={search.since ?? all}
          choices={[
            { value: all, label: t('filters.any_time') },
            ...spanNames.map((value) => ({ value, label: t(`spans.${value}`) })),
          ]}
          onChange={set('since')}
        />
      </Filter>
      {providers.length > 1 && (
        <Filter>
          <Select
            bare
            label={t('filters.provider')}
            value={search.provider ?? all}
            choices={[
              { value: all, label: t('filters.any_provider') },
              ...providers.map((value) => ({ value, label: value })),
            ]}
            onChange={set('provider')}
          />
        </Filter>
      )}
      <Filter wide>
        <Combobox
          bare
          label={t('filters.integration')}
          placeholder={t('filters.any_integration')}
          value={search.integration ?? null}
          choices={known.list.map(({ id, name, provider }) => ({ value: id, label: name, hint: provider }))}
          onChange={set('integration')}
        />
      </Filter>
      <Filter wide>
        <Combobox
          bare
          label={t('filters.type')}
          placeholder={t('filters.any_type')}
          value={search.type ?? null}
          choices={[...new Set([...(search.type === undefined ? [] : [search.type]), ...types])].map((value) => ({
            value,
            label: value,
          }))}
          onChange={set('type')}
        />
      </Filter>
    </FilterRow>
  );
}

/** Types among those that came last: vendors have hundreds, and most of them never come. */
export function useSeenTypes(integration: string | undefined): readonly string[] {
  const { tenant } = useSession();
  const latest = api.useQuery('get', '/api/tenants/{tenant}/webhooks', {
    params: { path: { tenant }, query: { limit: 200, ...(integration === undefined ? {} : { integration }) } },
  });
  return [...new Set((latest.data?.data ?? []).map(({ type }) => type))].toSorted();
}
