/**
 * Short notices of what was done, at the edge; read out by screen readers. Mistakes stay until they are closed. What shows them is fetched
 * with the first one (toasts-shown.tsx).
 */
import { useEffect, useState, type ReactNode } from 'react';
import type { ToastsShown } from './toasts-shown.tsx';

export interface Notice {
  readonly kind: 'good' | 'bad';
  readonly title: string;
  readonly description: string | undefined;
}

const untold: Notice[] = [];
let shows: ((notice: Notice) => void) | undefined;
let onFirst: (() => void) | undefined;

export function tellDone(title: string, description?: string): void {
  tell({ kind: 'good', title, description });
}

export function tellFailed(title: string, description?: string): void {
  tell({ kind: 'bad', title, description });
}

function tell(notice: Notice): void {
  if (shows !== undefined) return shows(notice);
  untold.push(notice);
  onFirst?.();
}

/** For what shows them: all that were not shown yet, then each as it comes. Answers how to end that. */
export function showNotices(show: (notice: Notice) => void): () => void {
  shows = show;
  for (const notice of untold.splice(0)) show(notice);
  return () => void (shows = undefined);
}

/** Around the whole application, once. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [Shown, setShown] = useState<typeof ToastsShown>();
  useEffect(() => {
    onFirst = () => void import('./toasts-shown.tsx').then((found) => setShown(() => found.ToastsShown));
    return () => void (onFirst = undefined);
  }, []);
  return (
    <>
      {children}
      {Shown !== undefined && <Shown />}
    </>
  );
}
