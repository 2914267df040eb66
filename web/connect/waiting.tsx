/** Somebody signs in at the vendor, in a window of its own: what to do meanwhile, when it was blocked, and when it was closed. */
import { ExternalLink } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Spinner } from '../ui/spinner.tsx';
import { Press, pressLook } from './controls.tsx';
import type { Step } from './use-connecting.ts';

export function Waiting({
  name,
  step,
  busy,
  onAgain,
  onBack,
}: {
  readonly name: string;
  readonly step: Extract<Step, { at: 'waiting' }>;
  readonly busy: boolean;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}) {
  const t = useTranslations('connect.waiting');
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone: the focus goes to what took its place.
  useEffect(() => heading.current?.focus(), []);
  const state = !step.opened ? 'blocked' : step.closed ? 'closed' : 'open';
  return (
    <section className="flex flex-col items-start gap-3" aria-live="polite">
      <h2 ref={heading} tabIndex={-1} className="flex items-center gap-2 text-lg font-semibold outline-none">
        {state === 'open' && <Spinner />}
        {state === 'open' ? t('title') : t(`${state}_title`)}
      </h2>
      <p className="text-muted">{state === 'open' ? t('text', { name }) : t(`${state}_text`)}</p>
      <div className="flex flex-wrap gap-2">
        {state === 'blocked' ? (
          // With its opener: the page at the end tells this one how it went.
          <a href={step.url} target="_blank" rel="opener" className={pressLook('primary')}>
            <ExternalLink className="size-4" aria-hidden="true" />
            {t('link', { name })}
          </a>
        ) : (
          <Press kind={state === 'closed' ? 'primary' : 'secondary'} busy={busy} onPress={onAgain}>
            {t('again')}
          </Press>
        )}
        <Press kind="quiet" onPress={onBack}>
          {t('back')}
        </Press>
      </div>
    </section>
  );
}
