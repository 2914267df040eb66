/** Nothing here yet, and what to do about it. */
import type { ReactNode } from 'react';

export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <svg
        viewBox="0 0 48 32"
        className="h-8 text-edge"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        aria-hidden="true"
      >
        <path d="M2 16h12m20 0h12" strokeLinecap="round" strokeDasharray="1 5" />
        <rect x="14" y="8" width="9" height="16" rx="2" />
        <path d="M27 8h3a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4h-3z" />
      </svg>
      <p className="text-lg font-medium">{title}</p>
      {children !== undefined && <p className="max-w-md text-muted">{children}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
