/** A field of an action that names one of the provider's records: chosen among those stored here, or typed as it is. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Combobox } from '../../ui/combobox.tsx';
import type { ReferenceProps } from '../../ui/schema-form.tsx';
import { useIntegration } from '../integration/current.tsx';
import { useRecordChoices } from '../mapping/record-choices.ts';

export function RecordField({
  field,
  value,
  onChange,
  error,
  disabled,
  stream,
}: ReferenceProps & { readonly stream: string }) {
  const t = useTranslations('actions.search');
  const { id: integration } = useIntegration();
  const [typed, setTyped] = useState('');
  const { choices, onSearch } = useRecordChoices({ integration, stream, value: field.reference?.by ?? 'key' });
  const own = typed.trim();
  // Not everything that is there is stored here: what was made a minute ago, what a filter leaves out.
  const asIs =
    own === '' || choices.some((one) => one.value === own) ? [] : [{ value: own, label: own, hint: t('as_is') }];
  return (
    <Combobox
      label={field.label}
      help={field.help}
      optional={!field.required}
      error={error}
      disabled={disabled}
      placeholder={t('placeholder', { stream: stream.replaceAll('_', ' ') })}
      choices={[...choices, ...asIs]}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      onSearch={(text) => {
        setTyped(text);
        onSearch(text);
      }}
    />
  );
}
