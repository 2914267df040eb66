/** That only one run is shown, and the way back to all. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import type { LogProps } from './logs.tsx';

export function RunFilter({ search: { run }, onSearch }: LogProps) {
  const t = useTranslations('logs');
  if (run === undefined) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 rounded-md bg-info-soft px-3 py-1.5">
      <span>{t('of_run')}</span>
      <Copyable text={run} />
      <Button
        size="small"
        kind="quiet"
        icon={<X className="size-4" aria-hidden="true" />}
        onPress={() => onSearch({ run: undefined })}
      >
        {t('all_runs')}
      </Button>
    </p>
  );
}
