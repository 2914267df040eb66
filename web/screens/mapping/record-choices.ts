/** Records to choose from, found at the server as somebody types. Used by the mapping and actions tabs. */
import { keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import type { ComboboxChoice } from '../../ui/combobox.tsx';
import { nameIn } from '../records/model-columns.ts';

const shown = 20;
const patienceMs = 250;

/**
 * `value`: of what is chosen: our id of the record, the vendor's (`key`), or a field of its data (`code`). `onSearch` is for
 * `Combobox`.
 */
export function useRecordChoices({
  integration,
  stream,
  value,
}: {
  readonly integration: string;
  readonly stream: string;
  readonly value: 'id' | 'key' | 'code';
}) {
  const { tenant } = useSession();
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setWanted(text.trim()), patienceMs);
    return () => clearTimeout(timer);
  }, [text]);
  const found = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/records',
    {
      params: {
        path: { tenant, integration },
        query: { stream, limit: shown, ...(wanted === '' ? {} : { search: wanted }) },
      },
    },
    { placeholderData: keepPreviousData },
  );
  const choices = (found.data?.data ?? []).flatMap((record): ComboboxChoice[] => {
    const code = record.data?.[value];
    const own = value === 'id' ? record.id : value === 'key' ? record.key : code;
    const label = nameIn(record.model, record.data);
    return typeof own === 'string' && own !== ''
      ? [
          {
            value: own,
            label: label ?? own,
            ...(label === undefined ? {} : { hint: value === 'id' ? record.key : own }),
          },
        ]
      : [];
  });
  return { choices, onSearch: setText };
}
