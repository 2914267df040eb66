/** A part of a page with a heading of its own. */
import { useId, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface CardProps {
  readonly title?: string;
  readonly description?: ReactNode;
  /** At the end of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Children come up to the edge: tables, lists. */
  readonly flush?: boolean;
}

export function Card({ title, description, actions, children, flush = false }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title === undefined ? undefined : id}
      className="min-w-0 rounded-lg border border-line bg-surface shadow-raised"
    >
      {(title !== undefined || actions !== undefined) && (
        <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3.5 pb-2">
          <div className="min-w-0 grow">
            {title !== undefined && (
              <h2 id={id} className="text-lg font-semibold">
                {title}
              </h2>
            )}
            {description !== undefined && <p className="text-sm text-muted">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      <div
        className={classNames(!flush && 'px-4 pb-4', !flush && title === undefined && actions === undefined && 'pt-4')}
      >
        {children}
      </div>
    </section>
  );
}

/** A number with what it counts. */
export function Figure({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
      {note !== undefined && <dd className="text-sm text-muted">{note}</dd>}
    </div>
  );
}

/** Facts about one thing: names and values in two columns. */
export function Facts({ rows }: { readonly rows: readonly { readonly name: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5">
      {rows.map(({ name, value }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid max-sm:block">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
