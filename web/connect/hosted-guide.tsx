/** The provider's setup guide, below the form; fetched, with what draws it, when somebody opens it. */
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Skeleton } from '../ui/skeleton.tsx';

const Guide = lazy(async () => ({ default: (await import('../app/guide.tsx')).Guide }));

export function HostedGuide({ load }: { readonly load: () => Promise<string> }) {
  const t = useTranslations('connect');
  const [text, setText] = useState<string>();
  const [failed, setFailed] = useState(false);
  const open = () => {
    if (text !== undefined) return;
    setFailed(false);
    load().then(setText, () => setFailed(true));
  };
  return (
    <details
      className="rounded-lg border border-line px-3.5 py-2.5"
      onToggle={(event) => event.currentTarget.open && open()}
    >
      <summary className="cursor-pointer font-medium">{t('hosted.where')}</summary>
      <div className="mt-3">
        {failed && <p role="alert">{t('guide_missing')}</p>}
        {!failed && text === undefined && <Skeleton lines={4} />}
        {text !== undefined && (
          <Suspense fallback={<Skeleton lines={4} />}>
            <Guide text={text} headings={2} />
          </Suspense>
        )}
      </div>
    </details>
  );
}
