/** A moment: how long ago or how soon, with the exact time on hover and for screen readers. Follows the clock by itself. */
import { useFormatter, useNow } from 'use-intl';

/** The clock that is followed may be this far behind: what has just happened must not seem to be to come. */
const followMs = 15_000;

export function Moment({ at, exact = false }: { readonly at: string; readonly exact?: boolean }) {
  // Lists of exact moments are the long ones: nothing ticks in them.
  return exact ? <Exact at={at} /> : <Relative at={at} />;
}

function Exact({ at }: { readonly at: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  );
}

function Relative({ at }: { readonly at: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: followMs });
  const date = new Date(at);
  const isNow = Math.abs(date.getTime() - now.getTime()) < followMs;
  const full = format.dateTime(date, { dateStyle: 'medium', timeStyle: 'long' });
  return (
    <time dateTime={at} title={full} className="whitespace-nowrap">
      {format.relativeTime(isNow ? now : date, now)}
    </time>
  );
}
