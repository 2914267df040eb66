/** Where something will be in a moment. */
import { useTranslations } from 'use-intl';

export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const t = useTranslations('ui');
  return (
    <div role="status" data-loading className="flex flex-col gap-3 py-2">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} className={`h-4 animate-pulse rounded-sm bg-sunken ${i % 3 === 2 ? 'w-2/3' : 'w-full'}`} />
      ))}
    </div>
  );
}
