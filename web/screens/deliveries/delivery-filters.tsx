/** Which deliveries are shown; what is chosen is in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useEventTypes } from '../../app/event-types.ts';
import { useKnownEndpoints } from '../../app/known-endpoints.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Filter, FilterRow } from '../../ui/filter-row.tsx';
import { Select } from '../../ui/select.tsx';
import { deliveryStates, type DeliveriesSearch } from './places.ts';

const from = '/$tenant/deliveries';
const all = 'all';

export function DeliveryFilters() {
  const t = useTranslations('deliveries');
  const { endpoint, type, state } = useSearch({ from });
  const navigate = useNavigate({ from });
  const known = useKnownEndpoints();
  const { choices } = useEventTypes();
  const set = (name: keyof DeliveriesSearch) => (value: string | null) =>
    void navigate({
      search: ({ [name]: _before, delivery: _closed, ...others }) =>
        value === null || value === all ? others : { ...others, [name]: value },
      replace: true,
    });
  const clear = () => void navigate({ search: {}, replace: true });
  return (
    <FilterRow
      label={t('filters.label')}
      onClear={[endpoint, type, state].some((one) => one !== undefined) ? clear : undefined}
    >
      <Filter>
        <Select
          bare
          label={t('filters.state')}
          value={state ?? all}
          choices={[
            { value: all, label: t('filters.any_state') },
            ...deliveryStates.map((value) => ({ value, label: t(`states.${value}`) })),
          ]}
          onChange={set('state')}
        />
      </Filter>
      <Filter wide>
        <Combobox
          bare
          label={t('filters.endpoint')}
          placeholder={t('filters.any_endpoint')}
          value={endpoint ?? null}
          choices={known.list.map(({ id, name, url }) => ({ value: id, label: name, hint: url }))}
          onChange={set('endpoint')}
        />
      </Filter>
      <Filter wide>
        <Combobox
          bare
          label={t('filters.type')}
          placeholder={t('filters.any_type')}
          value={type ?? null}
          choices={choices}
          onChange={set('type')}
        />
      </Filter>
    </FilterRow>
  );
}
