/** How far something is; without a known end it only says that it goes on. */
import { Progress as BaseProgress } from '@base-ui/react/progress';

export function Progress({
  label,
  done,
  of,
}: {
  readonly label: string;
  readonly done: number;
  readonly of?: number | undefined;
}) {
  const value = of === undefined || of === 0 ? null : Math.min(100, (done / of) * 100);
  return (
    <BaseProgress.Root value={value} className="flex flex-col gap-1">
      <div className="flex justify-between gap-4 text-sm">
        <BaseProgress.Label>{label}</BaseProgress.Label>
      </div>
      <BaseProgress.Track className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <BaseProgress.Indicator className="h-full rounded-full bg-accent transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
