/** A moment: how long ago or how soon, with the exact time on hover and for screen readers. Follows the clock by itself. */
import { useFormatter, useNow } from 'use-intl';

export function Moment({ at, exact = false }: { readonly at: string; readonly exact?: boolean }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 15_000 });
  const date = new Date(at);
  const full = format.dateTime(date, { dateStyle: 'medium', timeStyle: 'long' });
  return (
    <time dateTime={at} title={full} className="whitespace-nowrap">
      {exact ? format.dateTime(date, { dateStyle: 'medium', timeStyle: 'medium' }) : format.relativeTime(date, now)}
    </time>
  );
}
