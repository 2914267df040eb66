/** Which entries are shown: by whom, what was done to, since when. */
import { useTranslations } from 'use-intl';
import { Combobox } from '../../ui/combobox.tsx';
import { Filter, FilterRow } from '../../ui/filter-row.tsx';
import { Select } from '../../ui/select.tsx';
import { useActorKind } from './actor-name.tsx';
import type { Entry } from './audit-calls.ts';
import { spans, type AuditSearch } from './places.ts';

const all = 'all';

export function AuditFilters({
  nouns,
  filters,
  actors,
  onChange,
}: {
  readonly nouns: readonly string[];
  readonly filters: Omit<AuditSearch, 'entry'>;
  /** Those seen so far: whom one can choose. */
  readonly actors: readonly Pick<Entry, 'actor' | 'actor_name'>[];
  readonly onChange: (filters: AuditSearch) => void;
}) {
  const t = useTranslations('audit.filters');
  const kindOf = useActorKind();
  const { actor, action, since } = filters;
  const known = new Map(actors.map((one) => [one.actor, one.actor_name]));
  if (actor !== undefined && !known.has(actor)) known.set(actor, null);
  const noun = action?.split('.', 1)[0];
  return (
    <FilterRow label={t('label')} onClear={(actor ?? action ?? since) === undefined ? undefined : () => onChange({})}>
      <Filter wide>
        <Combobox
          bare
          label={t('actor')}
          placeholder={t('any_actor')}
          value={actor ?? null}
          choices={[...known].map(([value, name]) => ({ value, label: name ?? kindOf(value), hint: value }))}
          onChange={(value) =>
            onChange({
              ...(action === undefined ? {} : { action }),
              ...(since === undefined ? {} : { since }),
              ...(value === null ? {} : { actor: value }),
            })
          }
        />
      </Filter>
      <Filter>
        <Select
          bare
          label={t('action')}
          value={noun ?? all}
          choices={[
            { value: all, label: t('any_action') },
            ...[...new Set([...nouns, ...(noun === undefined ? [] : [noun])])].map((value) => ({
              value,
              label: value.replaceAll('_', ' '),
            })),
          ]}
          onChange={(value) =>
            onChange({
              ...(actor === undefined ? {} : { actor }),
              ...(since === undefined ? {} : { since }),
              ...(value === all ? {} : { action: value }),
            })
          }
        />
      </Filter>
      <Filter>
        <Select
          bare
          label={t('since')}
          value={since ?? all}
          choices={[
            { value: all, label: t('any_time') },
            ...spans.map((value) => ({ value, label: t(`spans.${value}`) })),
          ]}
          onChange={(value) =>
            onChange({
              ...(actor === undefined ? {} : { actor }),
              ...(action === undefined ? {} : { action }),
              ...(value === all ? {} : { since: value }),
            })
          }
        />
      </Filter>
    </FilterRow>
  );
}
