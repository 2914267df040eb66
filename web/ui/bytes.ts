/** Amounts of data as people say them, in the language of the page. */
import { useFormatter } from 'use-intl';

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** In steps of a thousand: 1,700,000 is 1.7 MB. */
export function useBytes(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const step = bytes < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3));
    const unit = sizes[step] ?? 'byte';
    return format.number(bytes / 1000 ** step, { style: 'unit', unit, maximumFractionDigits: step === 0 ? 0 : 1 });
  };
}
