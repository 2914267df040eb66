/** What is shown where no screen is, or where one failed. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import { isProblem } from './api.ts';

export function NotFound() {
  const t = useTranslations('app');
  return (
    <Page title={t('not_found.title')}>
      <Empty title={t('not_found.heading')} action={<Button render={<Link to="/" />}>{t('not_found.home')}</Button>}>
        {t('not_found.text')}
      </Empty>
    </Page>
  );
}

export function ScreenFailed({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const t = useTranslations('app');
  return (
    <Page title={t('failed.title')}>
      <Problem error={error} onRetry={reset} />
    </Page>
  );
}

/** Any error of a query or a mutation. */
export function Problem({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useTranslations('app');
  const retry =
    onRetry === undefined ? undefined : (
      <Button size="small" onPress={onRetry}>
        {t('failed.again')}
      </Button>
    );
  if (isProblem(error))
    return (
      <Failure
        message={error.detail}
        fault={error.fault}
        next={error.next}
        requestId={error.request_id}
        actions={retry}
      />
    );
  return <Failure message={t('failed.unreachable')} fault="us" next={t('failed.unreachable_next')} actions={retry} />;
}
