/** What went wrong, whose fault it is, and what to do: every error of the API and of an integration is shown with this. */
import { AlertTriangle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Copyable } from './copyable.tsx';

export interface FailureProps {
  readonly message: string;
  /** Left out where it is whoever reads this. */
  readonly fault?: 'you' | 'provider' | 'us';
  /** What to do next. */
  readonly next?: ReactNode;
  /** To tell the support. */
  readonly requestId?: string | undefined;
  readonly actions?: ReactNode;
}

export function Failure({ message, fault, next, requestId, actions }: FailureProps) {
  const t = useTranslations('ui.failure');
  return (
    <div role="alert" className="flex gap-3 rounded-lg border border-bad/30 bg-bad-soft px-4 py-3">
      <AlertTriangle className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="font-medium break-words text-bad">{message}</p>
        {fault !== undefined && (
          <p className="mt-1 text-sm">
            <span className="text-muted">{t('fault')} </span>
            {t(`faults.${fault}`)}
          </p>
        )}
        {next !== undefined && (
          <p className="text-sm">
            <span className="text-muted">{t('next')} </span>
            {next}
          </p>
        )}
        {requestId !== undefined && (
          <p className="mt-1 text-sm text-muted">
            {t('request')} <Copyable text={requestId} />
          </p>
        )}
        {actions !== undefined && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
