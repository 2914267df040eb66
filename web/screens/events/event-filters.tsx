/** Which events are shown; what is chosen is in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useEventTypes } from '../../app/event-types.ts';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Filter, FilterRow } from '../../ui/filter-row.tsx';
import type { EventsSearch } from './places.ts';

const from = '/$tenant/events';

export function EventFilters() {
  const t = useTranslations('events.filters');
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const known = useKnownIntegrations();
  const { choices, models } = useEventTypes();
  const set = (name: keyof EventsSearch) => (value: string | null) =>
    void navigate({
      search: ({ [name]: _before, event: _closed, ...others }) =>
        value === null ? others : { ...others, [name]: value },
      replace: true,
    });
  const some = [search.type, search.model, search.integration].some((one) => one !== undefined);
  const clear = () => void navigate({ search: {}, replace: true });
  return (
    <FilterRow label={t('label')} onClear={some ? clear : undefined}>
      <Filter wide>
        <Combobox
          bare
          label={t('type')}
          placeholder={t('any_type')}
          value={search.type ?? null}
          choices={choices}
          onChange={set('type')}
        />
      </Filter>
      <Filter wide>
        <Combobox
          bare
          label={t('model')}
          placeholder={t('any_model')}
          value={search.model ?? null}
          choices={models.map((value) => ({ value, label: value }))}
          onChange={set('model')}
        />
      </Filter>
      <Filter wide>
        <Combobox
          bare
          label={t('integration')}
          placeholder={t('any_integration')}
          value={search.integration ?? null}
          choices={known.list.map(({ id, name, provider }) => ({ value: id, label: name, hint: provider }))}
          onChange={set('integration')}
        />
      </Filter>
    </FilterRow>
  );
}
