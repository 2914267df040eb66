/** Which record the rules are tried on: the latest, or one that is searched for. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Combobox } from '../../ui/combobox.tsx';
import type { Mapping } from './editing.ts';
import { useRecordChoices } from './record-choices.ts';

const from = '/$tenant/integrations/$integration/mapping';

export function SampleChoice({ mapping }: { readonly mapping: Mapping }) {
  const t = useTranslations('mapping.sample');
  const { record } = useSearch({ from });
  const navigate = useNavigate({ from });
  const { choices, onSearch } = useRecordChoices({
    integration: mapping.integration_id,
    stream: mapping.stream,
    value: 'id',
  });
  return (
    <div className="w-64 max-w-full">
      <Combobox
        bare
        label={t('label')}
        placeholder={t('latest')}
        choices={choices}
        value={record ?? null}
        onSearch={onSearch}
        onChange={(id) =>
          void navigate({
            search: ({ stream }) => ({
              ...(stream === undefined ? {} : { stream }),
              ...(id === null ? {} : { record: id }),
            }),
            replace: true,
          })
        }
      />
    </div>
  );
}
