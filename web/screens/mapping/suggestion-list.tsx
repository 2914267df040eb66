/** Rules somebody may want, each with why and with a value; taken with one press. */
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import type { DraftActs } from './editing.ts';
import type { Suggestion } from './suggestions.ts';
import { Shown } from './values.tsx';

export function SuggestionList({
  provider,
  suggestions,
  change,
}: {
  readonly provider: string;
  readonly suggestions: readonly Suggestion[];
  readonly change: DraftActs;
}) {
  const t = useTranslations('mapping.suggestions');
  if (suggestions.length === 0) return null;
  return (
    <Card title={t('title')} flush>
      <ul>
        {suggestions.map(({ target, expression, field, reason }) => (
          <li key={target} className="flex items-start gap-3 border-t border-line px-4 py-2.5">
            <div className="min-w-0 grow">
              <p className="break-all">
                <code className="font-mono text-sm font-medium">{target}</code>{' '}
                <span className="text-muted" aria-hidden="true">
                  ←
                </span>{' '}
                <code className="font-mono text-sm">{expression}</code>
              </p>
              <p className="text-sm text-muted">
                {t(reason, { provider })} <Shown value={field.samples[0]} />
              </p>
            </div>
            <Button
              size="small"
              icon={<Plus className="size-3.5" aria-hidden="true" />}
              onPress={() =>
                change({
                  kind: 'add',
                  rule: { target, expression, as: expression === field.path ? 'field' : 'expression' },
                })
              }
            >
              <span className="sr-only">{t('accept_named', { target })}</span>
              <span aria-hidden="true">{t('accept')}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
