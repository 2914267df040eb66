/** Which records are shown; what is chosen is in the address. */
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Select } from '../../ui/select.tsx';
import { showNames, spanNames } from './places.ts';
import type { RecordListProps } from './record-list.tsx';

const all = 'all';

export function Filters({
  search,
  onSearch,
  ofOne,
  model,
}: Pick<RecordListProps, 'search' | 'onSearch' | 'model'> & { readonly ofOne: boolean }) {
  const t = useTranslations('records.filters');
  const { q = '', integration, since, show } = search;
  const some = [q === '' ? undefined : q, ofOne ? undefined : integration, since, show].some(
    (one) => one !== undefined,
  );
  return (
    <>
      <SearchBox label={t('search')} value={q} onSearch={(text) => onSearch({ q: text === '' ? undefined : text })} />
      {!ofOne && <FromWhere model={model} search={search} onSearch={onSearch} />}
      <Select
        bare
        label={t('since')}
        value={since ?? all}
        choices={[
          { value: all, label: t('any_time') },
          ...spanNames.map((value) => ({ value, label: t(`spans.${value}`) })),
        ]}
        onChange={(value) => onSearch({ since: spanNames.find((one) => one === value) })}
      />
      <Select
        bare
        label={t('show')}
        value={show ?? all}
        choices={[
          { value: all, label: t('shows.there') },
          ...showNames.map((value) => ({ value, label: t(`shows.${value}`) })),
        ]}
        onChange={(value) => onSearch({ show: showNames.find((one) => one === value) })}
      />
      {some && (
        <Button
          kind="quiet"
          onPress={() =>
            onSearch({ q: undefined, since: undefined, show: undefined, ...(ofOne ? {} : { integration: undefined }) })
          }
        >
          {t('clear')}
        </Button>
      )}
    </>
  );
}

/** Integrations that hold records of this model. */
function FromWhere({ model, search, onSearch }: Pick<RecordListProps, 'search' | 'onSearch' | 'model'>) {
  const t = useTranslations('records.filters');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const counts = api.useQuery('get', '/api/tenants/{tenant}/record_counts', { params: { path: { tenant } } });
  const ids = new Set(
    (counts.data?.data ?? []).filter((one) => one.model === model).map(({ integration_id: id }) => id),
  );
  if (search.integration !== undefined) ids.add(search.integration);
  if (ids.size < 2 && search.integration === undefined) return null;
  return (
    <Select
      bare
      label={t('integration')}
      value={search.integration ?? all}
      choices={[
        { value: all, label: t('any_integration') },
        ...[...ids].map((value) => ({ value, label: known.nameOf(value) })),
      ]}
      onChange={(value) => onSearch({ integration: value === all ? undefined : value })}
    />
  );
}
