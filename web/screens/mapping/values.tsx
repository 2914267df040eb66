/** A value of a record, short and in one line; what it is called in words where it is nothing. */
import { useTranslations } from 'use-intl';

/** Longer ones are cut; the whole is in the title. */
const longest = 120;

export function Shown({ value }: { readonly value: unknown }) {
  const t = useTranslations('mapping.value');
  if (value === null || value === undefined || value === '') return <span className="text-muted">{t('nothing')}</span>;
  if (typeof value === 'boolean') return <span>{value ? t('yes') : t('no')}</span>;
  const text = textOf(value);
  return (
    <span title={text.length > longest ? text.slice(0, 2_000) : undefined} className="font-mono text-sm break-all">
      {text.length > longest ? `${text.slice(0, longest)}…` : text}
    </span>
  );
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Before and after, each with its word. */
export function BeforeAfter({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const t = useTranslations('mapping.trial');
  return (
    <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-2">
      <div className="rounded-sm bg-bad-soft px-2 py-1">
        <dt className="text-xs font-medium text-bad">{t('before')}</dt>
        <dd>
          <Shown value={before} />
        </dd>
      </div>
      <div className="rounded-sm bg-good-soft px-2 py-1">
        <dt className="text-xs font-medium text-good">{t('after')}</dt>
        <dd>
          <Shown value={after} />
        </dd>
      </div>
    </dl>
  );
}
