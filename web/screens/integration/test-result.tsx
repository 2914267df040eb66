/** Trying the credentials of an integration: what the other system said, and how long it took. */
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Callout } from '../../ui/callout.tsx';
import type { Integration } from './current.tsx';

interface ConnectionTest {
  readonly run: () => void;
  readonly busy: boolean;
  readonly answer: Schema['ConnectionTest'] | undefined;
  readonly error: unknown;
  readonly forget: () => void;
}

export function useConnectionTest({ id }: Integration): ConnectionTest {
  const { tenant } = useSession();
  const test = api.useMutation('post', '/api/tenants/{tenant}/integrations/{integration}/test_connection', {
    // It may have found that a stream is absent, or that the sign-in is over.
    onSettled: () =>
      askAgain(
        '/api/tenants/{tenant}/integrations/{integration}',
        '/api/tenants/{tenant}/integrations/{integration}/exchanges',
      ),
  });
  return {
    run: () => test.mutate({ params: { path: { tenant, integration: id } } }),
    busy: test.isPending,
    answer: test.data,
    error: test.error,
    forget: test.reset,
  };
}

export function TestResult({ test }: { readonly test: ConnectionTest }) {
  const t = useTranslations('integration.test');
  const format = useFormatter();
  const { answer, error } = test;
  if (error !== null && error !== undefined) return <Problem error={error} onRetry={test.run} />;
  if (answer === undefined) return null;
  const { latency_ms: ms, tested_at: at } = answer.details;
  return (
    <Callout
      spoken
      tone={answer.success ? 'good' : 'warn'}
      title={answer.success ? t('yes') : t('no')}
      onClose={test.forget}
    >
      <p>{answer.message}</p>
      <p className="text-muted">
        {t('took', { ms: format.number(ms), at: format.dateTime(new Date(at), { timeStyle: 'medium' }) })}
      </p>
    </Callout>
  );
}
