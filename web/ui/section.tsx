/** A part of a drawer or a card, with a small heading. */
import { useId, type ReactNode } from 'react';

export function Section({
  title,
  beside,
  children,
}: {
  readonly title: string;
  /** At the end of the heading. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-semibold">
          {title}
        </h3>
        {beside}
      </div>
      {children}
    </section>
  );
}
