/** What every screen stands in: the heading (which is also the window's title), what can be done, then the content. */
import { useEffect, type ReactNode } from 'react';

export interface PageProps {
  readonly title: string;
  /** Before the title: an icon. */
  readonly mark?: ReactNode;
  /** Beside it: a status. */
  readonly beside?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, mark, beside, description, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Plugboard`;
  }, [title]);
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col gap-5 px-4 py-6 sm:px-6">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {mark}
        <div className="min-w-0 grow">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-2xl font-semibold">{title}</h1>
            {beside}
          </div>
          {description !== undefined && <p className="mt-0.5 max-w-3xl text-muted">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
