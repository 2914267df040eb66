/** JSON to read: what is long or deep is folded, and texts are shown as texts, whatever they hold. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';

/** Deeper parts are folded at first. */
const openTo = 2;
/** Longer lists are shown in pieces. */
const atOnce = 100;

export function JsonView({ value }: { readonly value: unknown }) {
  return (
    <div
      className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm leading-6"
      tabIndex={0}
    >
      <Node value={value} depth={0} />
    </div>
  );
}

function Node({ name, value, depth }: { readonly name?: string; readonly value: unknown; readonly depth: number }) {
  if (typeof value !== 'object' || value === null) {
    return (
      <div className="flex gap-2 ps-4">
        {name !== undefined && <span className="shrink-0 text-muted">{name}:</span>}
        <span className={classNames('break-all whitespace-pre-wrap', lookOf(value))}>
          {typeof value === 'string' ? `"${value}"` : String(value)}
        </span>
      </div>
    );
  }
  return <Branch {...(name === undefined ? {} : { name })} value={value} depth={depth} />;
}

function lookOf(value: unknown): string {
  if (typeof value === 'string') return 'text-ink';
  return value === null ? 'text-muted' : 'text-info';
}

function Branch({ name, value, depth }: { readonly name?: string; readonly value: object; readonly depth: number }) {
  const t = useTranslations('ui');
  const [open, setOpen] = useState(depth < openTo);
  const [shown, setShown] = useState(atOnce);
  const entries = Object.entries(value);
  const brackets = Array.isArray(value) ? '[]' : '{}';
  return (
    <div className="ps-4">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ms-4 cursor-pointer rounded-sm text-start"
      >
        <span aria-hidden="true" className="inline-block w-4 text-muted">
          {open ? '▾' : '▸'}
        </span>
        {name !== undefined && <span className="text-muted">{name}: </span>}
        <span className="text-muted">
          {brackets[0]}
          {open ? '' : `${entries.length}`}
          {open ? '' : brackets[1]}
        </span>
      </button>
      {open && (
        <>
          {entries.slice(0, shown).map(([key, item]) => (
            <Node key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button
              type="button"
              className="ms-4 cursor-pointer text-accent underline"
              onClick={() => setShown(shown + atOnce)}
            >
              {t('more', { count: entries.length - shown })}
            </button>
          )}
          <span className="text-muted">{brackets[1]}</span>
        </>
      )}
    </div>
  );
}
