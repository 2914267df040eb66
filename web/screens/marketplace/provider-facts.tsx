/** Of a provider: category, features, what it may reach and how often, and how well it is known. */
import { useTranslations } from 'use-intl';
import { Card, Facts } from '../../ui/card.tsx';
import { TruthBadge, truthWords } from './badges.tsx';
import type { Provider } from './provider.tsx';

type Limit = Provider['limits'][number];

export function ProviderFacts({ provider }: { readonly provider: Provider }) {
  const t = useTranslations('marketplace.provider');
  const words = useTranslations('words.category');
  const { hosts, limits, truth } = provider;
  const limitText = ({ calls, per, together }: Limit) => {
    const limit = t(`limit.${per ?? 'at_once'}`, { count: calls });
    return together ? t('limit.together', { limit }) : limit;
  };
  return (
    <Card title={t('parts.facts')}>
      <div className="flex flex-col gap-4">
        <Facts
          rows={[
            { name: t('category'), value: words(provider.category) },
            { name: t('features'), value: provider.features.join(', ') },
            {
              name: t('limits'),
              value: limits.length === 0 ? t('no_limits') : <Lines lines={limits.map(limitText)} />,
            },
            { name: t('hosts'), value: hosts === null ? t('hosts_by_settings') : <Lines lines={hosts} /> },
            { name: t('truth'), value: <TruthBadge truth={truth} always /> },
          ]}
        />
        <p className="text-sm text-muted">{t(`truth_explained.${truthWords[truth]}`)}</p>
      </div>
    </Card>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul>
      {lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
}
