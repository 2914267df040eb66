/** A call that one of these errors came of, in the log of calls: its request and its answer. Nothing where they came of no call, or it is kept no longer. */
import { useTranslations } from 'use-intl';
import { Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { useIntegration } from './current.tsx';
import type { StreamError } from './troubles.ts';

export function FailedCall({ errors }: { readonly errors: readonly StreamError[] }) {
  const t = useTranslations('integration.trouble');
  const { tenant } = useSession();
  const { id } = useIntegration();
  const failed = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/exchanges', {
    params: { path: { tenant, integration: id }, query: { failed: 'true', limit: 20 } },
  });
  const calls = failed.data?.data ?? [];
  const call =
    calls.find(({ request_id: request }) => request !== null && errors.some((error) => error.request_id === request)) ??
    calls.find(({ operation, error: code }) =>
      errors.some((error) => error.operation === operation && error.code === code),
    );
  if (call === undefined) return null;
  return (
    <Button
      size="small"
      kind="quiet"
      render={
        <Link
          to="/$tenant/integrations/$integration/logs"
          params={{ tenant, integration: id }}
          search={{ log: 'calls', outcome: 'failed', line: call.id }}
        />
      }
    >
      {t('acts.see_call')}
    </Button>
  );
}
