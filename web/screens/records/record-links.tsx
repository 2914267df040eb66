/** The same person, course or company in other systems. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { ProviderIcon } from '../../app/provider-icon.tsx';
import { useSession } from '../../app/session.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** Models whose records may be somebody or something that other systems know, too. */
const linked: ReadonlySet<string> = new Set(['student', 'contact', 'course', 'qualification', 'unit']);

export function RecordLinks({ record }: { readonly record: Schema['RecordDetail'] }) {
  if (!linked.has(record.model) || record.deleted_at !== null) return null;
  return <Links record={record} />;
}

function Links({ record }: { readonly record: Schema['RecordDetail'] }) {
  const t = useTranslations('records.links');
  const rules = useTranslations('links.rules');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const found = api.useQuery('post', '/api/tenants/{tenant}/links/find', {
    params: { path: { tenant } },
    body: { record: record.id },
  });
  const group = found.data?.data[0]?.group ?? null;
  const others = group?.members.filter((member) => member.record !== record.id) ?? [];
  return (
    <Section
      title={t('title')}
      beside={
        group !== null && (
          <Link className="text-accent underline" to="/$tenant/links" params={{ tenant }} search={{ group: group.id }}>
            {t('why')}
          </Link>
        )
      }
    >
      {found.isPending && <Skeleton lines={2} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data !== undefined && others.length === 0 && <p className="text-muted">{t('none')}</p>}
      <ul className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        {others.map((other) => (
          <li key={other.record} className="flex items-center gap-2.5 rounded-md border border-line px-3 py-2">
            <ProviderIcon provider={other.provider} />
            <span className="min-w-0">
              <Link
                className="block truncate font-medium text-accent underline"
                to="/$tenant/records/$model"
                params={{ tenant, model: other.model }}
                search={{ record: other.record }}
              >
                {known.nameOf(other.integration_id)}
              </Link>
              <span className="block truncate text-sm text-muted">
                {t('by', { rule: rules(other.rule), key: other.key })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
