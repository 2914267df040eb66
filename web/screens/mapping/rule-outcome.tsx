/** What one rule makes of the record it is tried on. */
import { useTranslations } from 'use-intl';
import { Status } from '../../ui/status.tsx';
import type { DraftRule } from './draft.ts';
import type { Trial } from './editing.ts';
import { isRecord } from './source-fields.ts';
import { BeforeAfter, Shown } from './values.tsx';

export function RuleOutcome({ rule, record }: { readonly rule: DraftRule; readonly record: Trial | undefined }) {
  const t = useTranslations('mapping.rule');
  if (!rule.enabled) return <p className="text-sm text-muted">{t('off')}</p>;
  if (record === undefined) return null;
  const error = record.errors.find(({ target }) => target === rule.target);
  if (error !== undefined)
    return (
      <p className="flex flex-wrap items-baseline gap-2 text-sm text-bad">
        <Status tone="bad" icon="failed">
          {error.message}
        </Status>
      </p>
    );
  if (record.unset.includes(rule.target)) return <p className="text-sm text-warn">{t('keeps')}</p>;
  const change = record.changes.find(({ field }) => field === rule.target);
  if (change !== undefined) return <BeforeAfter before={change.before} after={change.after} />;
  return (
    <p className="text-sm text-muted">
      {t('same')} <Shown value={valueAt(record.after, rule.target)} />
    </p>
  );
}

function valueAt(data: Trial['after'], target: string): unknown {
  const custom = data?.['custom'];
  if (target.startsWith('custom.')) return isRecord(custom) ? custom[target.slice('custom.'.length)] : undefined;
  return data?.[target];
}
