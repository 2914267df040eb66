/** Which runs are shown; what is chosen is in the address. */
import { useTranslations } from 'use-intl';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { controlLook } from '../../ui/field.tsx';
import { FilterRow } from '../../ui/filter-row.tsx';
import { Select } from '../../ui/select.tsx';
import { runStates, triggers, type AllRunsSearch } from './places.ts';

const all = 'all';

export function RunFilters({
  search,
  streams,
  everywhere,
  onChange,
}: {
  readonly search: AllRunsSearch;
  /** Those there are to choose from. */
  readonly streams: readonly string[];
  /** Over all integrations: which one can be chosen, too. */
  readonly everywhere: boolean;
  readonly onChange: (search: AllRunsSearch) => void;
}) {
  const t = useTranslations('runs');
  const set = (name: keyof AllRunsSearch) => (value: string | null) => {
    const { [name]: _before, ...others } = search;
    onChange(value === null || value === all || value === '' ? others : { ...others, [name]: value });
  };
  return (
    <FilterRow label={t('filters.label')} onClear={Object.keys(search).length > 0 ? () => onChange({}) : undefined}>
      {everywhere && <WhichIntegration value={search.integration ?? null} onChange={set('integration')} />}
      {streams.length > 0 && (
        <div className="w-40 max-sm:w-full">
          <Combobox
            bare
            label={t('filters.stream')}
            placeholder={t('filters.any_stream')}
            value={search.stream ?? null}
            choices={streams.map((value) => ({ value, label: value }))}
            onChange={set('stream')}
          />
        </div>
      )}
      <Select
        bare
        label={t('filters.state')}
        value={search.state ?? all}
        choices={[
          { value: all, label: t('filters.any_state') },
          ...runStates.map((value) => ({ value, label: t(`states.${value}`) })),
        ]}
        onChange={set('state')}
      />
      <Select
        bare
        label={t('filters.trigger')}
        value={search.trigger ?? all}
        choices={[
          { value: all, label: t('filters.any_trigger') },
          ...triggers.map((value) => ({ value, label: t(`triggers.${value}`) })),
        ]}
        onChange={set('trigger')}
      />
      <span className="flex flex-wrap items-center gap-2">
        <Day label={t('filters.from')} value={search.from} onChange={set('from')} />
        <Day label={t('filters.to')} value={search.to} onChange={set('to')} />
      </span>
    </FilterRow>
  );
}

function WhichIntegration({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  const t = useTranslations('runs.filters');
  const known = useKnownIntegrations();
  return (
    <div className="w-48 max-sm:w-full">
      <Combobox
        bare
        label={t('integration')}
        placeholder={t('any_integration')}
        value={value}
        choices={known.list.map(({ id, name, provider }) => ({ value: id, label: name, hint: provider }))}
        onChange={onChange}
      />
    </div>
  );
}

function Day({
  label,
  value = '',
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className="flex items-center gap-1.5 text-sm text-muted">
      {label}
      <span className="w-36">
        <input
          type="date"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          className={controlLook}
        />
      </span>
    </label>
  );
}
