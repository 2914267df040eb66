/** Notices on their way from whoever tells something to what shows it (toasts-shown.tsx), which may not be fetched yet. Told through toast.tsx. */

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

/** Called when there is one and nothing to show it. Answers how to end that. */
export function onUnshown(listener: () => void): () => void {
  onFirst = listener;
  return () => void (onFirst = undefined);
}

/** For what shows them: all that were not shown yet, then each as it comes. Answers how to end that. */
export function showNotices(show: (notice: Notice) => void): () => void {
  shows = show;
  for (const notice of untold.splice(0)) show(notice);
  return () => void (shows = undefined);
}
