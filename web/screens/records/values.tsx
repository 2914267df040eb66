/** Single values of records, each kind shown in one way everywhere. */
import { EyeOff } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import { Moment } from '../../ui/moment.tsx';
import { Badge } from '../../ui/status.tsx';
import { amountText } from './amounts.ts';
import { masked, readable, toneOf, type Data, type Kind } from './model-columns.ts';

/** A value of a record's data; what is not there is a dash, what one may not see says so. */
export function Value({ kind, value, data }: { readonly kind: Kind; readonly value: unknown; readonly data: Data }) {
  const t = useTranslations('records.values');
  if (value === null || value === undefined || value === '')
    return (
      <span className="text-muted">
        <span aria-hidden="true">–</span>
        <span className="sr-only">{t('nothing')}</span>
      </span>
    );
  if (value === masked) return <Masked />;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  return <Shown kind={kind} text={text} currency={data?.['currency']} />;
}

/** Not for this viewer. */
export function Masked() {
  const t = useTranslations('records.values');
  return (
    <span className="inline-flex items-center gap-1 text-muted">
      <EyeOff className="size-3.5" aria-hidden="true" />
      {t('masked')}
    </span>
  );
}

function Shown({ kind, text, currency }: { readonly kind: Kind; readonly text: string; readonly currency: unknown }) {
  const locale = useLocale();
  switch (kind) {
    case 'amount':
      return <span>{amountText(text, typeof currency === 'string' ? currency : null, locale)}</span>;
    case 'percent':
      return <span>{`${amountText(text, null, locale)} %`}</span>;
    case 'day':
      return <Day date={text} />;
    case 'moment':
      return Number.isNaN(Date.parse(text)) ? <span>{text}</span> : <Moment at={text} />;
    case 'state':
      return <Badge tone={toneOf(text)}>{readable(text)}</Badge>;
    case 'code':
      return <span className="block truncate font-mono text-sm">{text}</span>;
    case 'end_only':
      return <span className="font-mono text-sm">{`••• ${text.slice(-3)}`}</span>;
    case 'text':
      return <span className="block truncate">{text}</span>;
  }
}

/** A date without a zone stays that date wherever it is read. */
function Day({ date }: { readonly date: string }) {
  const format = useFormatter();
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at)) return <span>{date}</span>;
  return (
    <time dateTime={date} title={date} className="whitespace-nowrap">
      {format.dateTime(at, { dateStyle: 'medium', timeZone: 'UTC' })}
    </time>
  );
}
