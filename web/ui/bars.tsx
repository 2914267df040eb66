/** Counts over time as bars, with the part of them that went wrong. What it shows is also said in words beside it (`label`). */
import { classNames } from './class-names.ts';

export interface Bar {
  readonly key: string;
  /** What stands there, on hover. */
  readonly title: string;
  readonly value: number;
  /** Part of the value. */
  readonly bad: number;
}

export function Bars({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  const top = Math.max(1, ...bars.map(({ value }) => value));
  const share = (part: number) => `${(part / top) * 100}%`;
  return (
    <div role="img" aria-label={label} className="flex h-20 items-end gap-px border-b border-line">
      {bars.map(({ key, title, value, bad }) => (
        <div key={key} title={title} className="flex h-full grow flex-col justify-end">
          {bad > 0 && <div className="min-h-0.5 bg-bad" style={{ height: share(bad) }} />}
          <div
            className={classNames(value > bad && 'min-h-0.5', 'bg-accent/70')}
            style={{ height: share(value - bad) }}
          />
        </div>
      ))}
    </div>
  );
}
