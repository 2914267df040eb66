/** From when to when, in the viewer's own zone; in the address as moments, the same for whoever it is sent to. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { controlLook } from '../../ui/field.tsx';
import type { LogProps } from './logs.tsx';

export function TimeSpan({ search, onSearch }: LogProps) {
  const t = useTranslations('logs.span');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Moment label={t('since')} value={search.since} onChange={(since) => onSearch({ since })} />
      <Moment label={t('until')} value={search.until} onChange={(until) => onSearch({ until })} />
    </div>
  );
}

function Moment({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (moment: string | undefined) => void;
}) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <input
        id={id}
        type="datetime-local"
        value={value === undefined ? '' : localText(value)}
        onChange={(event) => onChange(momentOf(event.currentTarget.value))}
        className={`${controlLook} max-w-52`}
      />
    </span>
  );
}

/** `2026-11-21T22:15`, as the control has it. */
function localText(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function momentOf(local: string): string | undefined {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
