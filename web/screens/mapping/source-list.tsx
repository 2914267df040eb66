/** What the provider gives: its fields with types and values of real records, each ready to be made a rule. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge } from '../../ui/status.tsx';
import type { DraftRule } from './draft.ts';
import { useDrift } from './drift.ts';
import type { Mapping } from './editing.ts';
import type { SourceField } from './source-fields.ts';
import { customTarget } from './suggestions.ts';
import { Shown, textOf } from './values.tsx';

export function SourceList({
  provider,
  mapping,
  fields,
  records,
  loading,
  onUse,
}: {
  readonly provider: string;
  readonly mapping: Mapping;
  readonly fields: readonly SourceField[];
  /** How many were looked at. */
  readonly records: number;
  readonly loading: boolean;
  readonly onUse: (rule: Partial<DraftRule>) => void;
}) {
  const t = useTranslations('mapping.source');
  const [q, setQ] = useState('');
  const drift = useDrift(mapping);
  const wanted = q.toLowerCase();
  const shown = fields.filter(
    ({ path, samples }) =>
      wanted === '' ||
      path.toLowerCase().includes(wanted) ||
      samples.some((value) => textOf(value).toLowerCase().includes(wanted)),
  );
  return (
    <Card
      title={t('title', { provider })}
      description={records === 0 ? undefined : t('help', { count: records })}
      flush
    >
      <div className="flex flex-col gap-3 px-4 pb-3">
        {loading && <Skeleton lines={6} />}
        {!loading && records === 0 && <p className="text-muted">{t('none')}</p>}
        {records > 0 && <SearchBox label={t('search')} value={q} onSearch={setQ} />}
        {records > 0 && shown.length === 0 && <p className="text-muted">{t('nothing')}</p>}
      </div>
      <div
        role="region"
        aria-label={t('fields')}
        tabIndex={0}
        className="relative max-h-[60vh] overflow-y-auto rounded-b-lg"
      >
        {(['raw', 'unified'] as const).map((origin) => {
          const own = shown.filter((field) => field.origin === origin);
          return own.length === 0 ? null : (
            <section key={origin} aria-label={t(origin, { provider })}>
              <h3 className="sticky top-0 z-1 border-y border-line bg-sunken px-4 py-1.5 text-sm font-medium">
                {t(origin, { provider })}
              </h3>
              <ul>
                {own.map((field) => (
                  <Row
                    key={field.path}
                    field={field}
                    records={records}
                    changedAt={drift.get(field.path)}
                    onUse={() =>
                      onUse({ target: customTarget(field.name), expression: field.path, as: 'field', enabled: true })
                    }
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Card>
  );
}

function Row({
  field,
  records,
  changedAt,
  onUse,
}: {
  readonly field: SourceField;
  readonly records: number;
  readonly changedAt: string | undefined;
  readonly onUse: () => void;
}) {
  const t = useTranslations('mapping');
  const format = useFormatter();
  const { path, type, samples, filled, custom } = field;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-2 last:border-b-0">
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <code className="font-mono text-sm break-all">{path}</code>
          <span className="text-xs text-muted">{t(`types.${type}`)}</span>
          {custom && <Badge tone="info">{t('source.custom')}</Badge>}
          {changedAt !== undefined && (
            <span
              title={t('source.drift_help', { when: format.dateTime(new Date(changedAt), { dateStyle: 'medium' }) })}
            >
              <Badge tone="warn">{t('source.drift')}</Badge>
            </span>
          )}
        </div>
        <p className="truncate text-sm text-muted">
          {filled === 0 ? (
            t('source.never')
          ) : (
            <>
              <Shown value={samples[0]} />
              {filled < records && <span> · {t('source.filled', { filled, count: records })}</span>}
            </>
          )}
        </p>
      </div>
      <Button size="small" kind="quiet" icon={<Plus className="size-3.5" aria-hidden="true" />} onPress={onUse}>
        <span className="sr-only">{t('source.use', { path })}</span>
        <span aria-hidden="true">{t('source.use_short')}</span>
      </Button>
    </li>
  );
}
