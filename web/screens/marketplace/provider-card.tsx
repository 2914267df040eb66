/** One provider in the marketplace. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { IntegrationStatus } from '../../app/integration-status.tsx';
import type { KnownIntegration } from '../../app/known-integrations.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/status.tsx';
import { PriorityBadge, TruthBadge } from './badges.tsx';
import { QuickActs } from './quick-acts.tsx';
import { worstOf } from './standing.ts';

/** What does not fit on a card is on the page. */
const mostFeatures = 6;

export function ProviderCard({
  provider,
  integrations,
}: {
  readonly provider: Schema['ProviderSummary'];
  readonly integrations: readonly KnownIntegration[];
}) {
  const t = useTranslations('marketplace');
  const words = useTranslations('words.category');
  const { tenant, may } = useSession();
  const { key, name, category, features } = provider;
  const status = worstOf(integrations.map((one) => one.status));
  return (
    <article className="flex w-full flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-raised">
      <header className="flex items-start gap-3">
        <ProviderIcon provider={key} size="large" />
        <div className="min-w-0 grow">
          <h2 className="truncate text-lg font-semibold">
            <Link to="/$tenant/marketplace/$provider" params={{ tenant, provider: key }} className="hover:underline">
              {name}
            </Link>
          </h2>
          <p className="text-sm text-muted">{words(category)}</p>
        </div>
        <PriorityBadge priority={provider.priority} />
      </header>
      <p className="grow text-muted">{provider.summary}</p>
      <ul className="flex flex-wrap gap-1">
        {features.slice(0, mostFeatures).map((feature) => (
          <li key={feature}>
            <Badge>{feature}</Badge>
          </li>
        ))}
        {features.length > mostFeatures && (
          <li className="text-xs text-muted">{t('more_features', { count: features.length - mostFeatures })}</li>
        )}
      </ul>
      <TruthBadge truth={provider.truth} />
      <footer className="flex min-h-7 flex-wrap items-center justify-between gap-2">
        <span className="flex items-center gap-2 text-sm text-muted">
          {status !== undefined && <IntegrationStatus status={status} />}
          {integrations.length > 1 && t('others', { count: integrations.length - 1 })}
        </span>
        {status !== undefined && <QuickActs provider={key} name={name} integrations={integrations} />}
        {status === undefined && may.connect && (
          <Button
            size="small"
            kind="primary"
            render={<Link to="/$tenant/connect/$provider" params={{ tenant, provider: key }} search={{}} />}
          >
            {t('connect')}
          </Button>
        )}
      </footer>
    </article>
  );
}
