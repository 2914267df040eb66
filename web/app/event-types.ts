/** The types of events there are, for filters: single ones, and all that begin alike. */
import { useTranslations } from 'use-intl';
import type { ComboboxChoice } from '../ui/combobox.tsx';
import { api } from './api.ts';

export interface EventTypes {
  /** `record.*` before `record.created`, with what each says. Without `*`: filters that are left out mean that. */
  readonly choices: readonly ComboboxChoice[];
  readonly models: readonly string[];
}

export function useEventTypes(): EventTypes {
  const t = useTranslations('events');
  const { data } = api.useQuery('get', '/api/event-types', {}, { staleTime: Infinity });
  const groups = Map.groupBy(data?.data ?? [], ({ type }) => type.split('.')[0] ?? type);
  const choices = [...groups].flatMap(([group, types]) => [
    ...(types.length > 1
      ? [{ value: `${group}.*`, label: `${group}.*`, hint: t('all_of_kind', { kind: group }) }]
      : []),
    ...types.map(({ type, says }) => ({ value: type, label: type, hint: says })),
  ]);
  return { choices, models: data?.models ?? [] };
}
