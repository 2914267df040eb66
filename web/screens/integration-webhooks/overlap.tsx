/** How long what is replaced goes on counting: a day, so that nothing is lost while the vendor is told; or not at all, after a leak. */
import { useTranslations } from 'use-intl';
import { Select } from '../../ui/select.tsx';

export const overlapSeconds = { day: 86_400, hour: 3_600, now: 0 } as const;
export type OverlapChoice = keyof typeof overlapSeconds;
const choices = ['day', 'hour', 'now'] as const;

export function Overlap({
  value,
  onChange,
}: {
  readonly value: OverlapChoice;
  readonly onChange: (value: OverlapChoice) => void;
}) {
  const t = useTranslations('integration_webhooks.overlap');
  return (
    <Select
      label={t('label')}
      help={t(`help.${value}`)}
      value={value}
      choices={choices.map((one) => ({ value: one, label: t(`choices.${one}`) }))}
      onChange={onChange}
    />
  );
}
