/** A diff: how many records would change, in which fields, and some of them before and after. */
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Figure } from '../../ui/card.tsx';
import { Badge } from '../../ui/status.tsx';
import { BeforeAfter } from './values.tsx';

/** Of the examples; more than that nobody reads before pressing the button. */
const shown = 8;

export function FoundChanges({ diff }: { readonly diff: Schema['MappingDiff'] }) {
  const t = useTranslations('mapping.changes');
  const format = useFormatter();
  const fields = Object.entries(diff.fields).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <dl className="grid grid-cols-3 gap-4">
        <Figure
          label={t('examined')}
          value={format.number(diff.examined)}
          note={diff.complete ? undefined : t('examined_more')}
        />
        <Figure label={t('would_change')} value={format.number(diff.would_change)} />
        <Figure label={t('would_fail')} value={format.number(diff.would_fail)} />
      </dl>
      {diff.would_change === 0 && <p>{t('none')}</p>}
      {fields.length > 0 && (
        <ul aria-label={t('fields')} className="flex flex-wrap gap-1.5">
          {fields.map(([field, count]) => (
            <li key={field}>
              <Badge tone="info">{t('field_count', { field, count })}</Badge>
            </li>
          ))}
        </ul>
      )}
      {diff.sample.length > 0 && (
        <section aria-label={t('examples')} className="flex flex-col gap-3">
          <h3 className="font-medium">{t('examples')}</h3>
          {diff.sample.slice(0, shown).map((record) => (
            <article key={record.id} className="flex flex-col gap-1.5 rounded-md border border-line p-3">
              <code className="font-mono text-xs break-all text-muted">{record.key}</code>
              {record.problem !== null && (
                <p className="text-sm text-bad">{t('problem', { problem: record.problem })}</p>
              )}
              {record.changes.map((change) => (
                <div key={change.field} className="grid gap-1 sm:grid-cols-[10rem_1fr]">
                  <code className="font-mono text-sm break-all">{change.field}</code>
                  <BeforeAfter before={change.before} after={change.after} />
                </div>
              ))}
            </article>
          ))}
        </section>
      )}
    </>
  );
}
