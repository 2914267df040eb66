/** What came of trying or connecting. */
import { CheckCircle2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Failure } from '../ui/failure.tsx';
import type { TestAnswer } from './connector.ts';
import type { Trouble } from './use-connecting.ts';

/** What the server, or through it the vendor, said; whose turn it is, and what to do. */
export function TroubleShown({ trouble: { failure }, name }: { readonly trouble: Trouble; readonly name?: string }) {
  const t = useTranslations('connect');
  if (failure === undefined) return <Failure message={t('unreachable')} fault="us" next={t('unreachable_next')} />;
  const { message, fault, next, code, requestId } = failure;
  // Of credentials that were just typed there is more to say than that somebody should connect.
  const advice = code === 'auth_revoked' && name !== undefined ? t('check_fields', { name }) : next;
  return <Failure message={message} fault={fault} next={advice} requestId={requestId} />;
}

export function TestOutcome({ answer, name }: { readonly answer: TestAnswer; readonly name: string }) {
  const t = useTranslations('connect');
  if (!answer.success)
    return (
      <Failure
        message={`${t('not_accepted', { name })}: ${answer.message}`}
        fault="you"
        next={t('check_fields', { name })}
      />
    );
  return (
    <Good
      title={t('accepted', { name })}
      text={`${answer.message.replace(/\.$/, '')}. ${t('latency', { ms: answer.details.latency_ms })}`}
    />
  );
}

export function Good({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div role="status" className="flex gap-3 rounded-lg border border-good/30 bg-good-soft px-4 py-3">
      <CheckCircle2 className="mt-0.5 size-4 shrink-0 text-good" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="font-medium text-good">{title}</p>
        <p className="text-sm break-words">{text}</p>
      </div>
    </div>
  );
}
