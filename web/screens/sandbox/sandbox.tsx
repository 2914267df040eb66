/** The sandbox: its clock, what its vendors do wrong, what they send, how much they hold. For administrators, where there is one. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ClockCard } from './clock.tsx';
import { FaultsCard } from './faults.tsx';
import { GrowCard, SendCard } from './vendors.tsx';

export type Sandbox = Schema['Sandbox'];

export function SandboxScreen() {
  const t = useTranslations('sandbox');
  const sandbox = api.useQuery('get', '/api/platform/sandbox', {}, { refetchInterval: 5_000 });
  return (
    <Page title={t('title')} description={t('description')}>
      {sandbox.isPending && <Skeleton lines={8} />}
      {sandbox.isError && <Problem error={sandbox.error} onRetry={() => void sandbox.refetch()} />}
      {sandbox.data !== undefined && !sandbox.isError && (
        <div className="grid items-start gap-5 *:min-w-0 lg:grid-cols-2">
          <ClockCard clock={sandbox.data.clock} />
          <FaultsCard sandbox={sandbox.data} />
          <SendCard sandbox={sandbox.data} />
          <GrowCard sandbox={sandbox.data} />
        </div>
      )}
    </Page>
  );
}
