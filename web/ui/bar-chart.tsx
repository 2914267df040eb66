/** Counts over time as stacked bars, drawn by hand: a few dozen bars need no library. What it shows is also there as a table. */
import { Table2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import type { Tone } from './status.tsx';

export interface BarSeries {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
}

export interface Bar {
  readonly key: string;
  readonly label: string;
  /** One for each series, the lowest first. */
  readonly values: readonly number[];
}

export interface BarChartProps {
  /** What is counted over what: the heading of the table. */
  readonly label: string;
  /** The same in a sentence, with the numbers that matter. */
  readonly summary: string;
  readonly series: readonly BarSeries[];
  readonly bars: readonly Bar[];
  /** Heading of the column that names the bars. */
  readonly over: string;
}

const fills: Readonly<Record<Tone, string>> = {
  good: 'fill-good',
  warn: 'fill-warn',
  bad: 'fill-bad',
  info: 'fill-info',
  plain: 'fill-edge',
};
const dots: Readonly<Record<Tone, string>> = {
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
  info: 'bg-info',
  plain: 'bg-edge',
};

export function BarChart(props: BarChartProps) {
  const { summary, series, bars } = props;
  const t = useTranslations('ui.chart');
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure aria-labelledby={id} className="flex flex-col gap-2">
      <figcaption className="flex items-start gap-2">
        <span id={id} className="grow text-sm text-muted">
          {summary}
        </span>
        <IconButton
          label={asTable ? t('as_bars') : t('as_table')}
          pressed={asTable}
          icon={<Table2 className="size-4" aria-hidden="true" />}
          onPress={() => setAsTable(!asTable)}
        />
      </figcaption>
      {asTable ? <AsTable {...props} /> : <Bars {...props} />}
      {!asTable && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
          {series.map(({ key, label, tone }, index) => (
            <li key={key} className="flex items-center gap-1.5">
              <span className={classNames('size-2.5 rounded-xs', dots[tone])} aria-hidden="true" />
              {label}{' '}
              <span className="tabular-nums">{bars.reduce((sum, bar) => sum + (bar.values[index] ?? 0), 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

/** Units of the drawing, which is stretched to the width there is. */
const step = 10;
const width = 8;
const height = 64;

function Bars({ summary, series, bars }: BarChartProps) {
  const most = Math.max(1, ...bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <div>
      <svg
        viewBox={`0 0 ${bars.length * step} ${height}`}
        preserveAspectRatio="none"
        className="h-24 w-full border-b border-line"
        role="img"
        aria-label={summary}
      >
        {bars.map((bar, index) => (
          <g key={bar.key} transform={`translate(${index * step + (step - width) / 2} 0)`}>
            <title>{`${bar.label}: ${series.map(({ label }, i) => `${label} ${bar.values[i] ?? 0}`).join(', ')}`}</title>
            <rect width={width} height={height} className="fill-sunken" />
            {series.map(({ key, tone }, i) => {
              const below = bar.values.slice(0, i).reduce((sum, value) => sum + value, 0);
              const part = ((bar.values[i] ?? 0) / most) * height;
              return (
                <rect
                  key={key}
                  y={height - (below / most) * height - part}
                  width={width}
                  height={part}
                  className={fills[tone]}
                />
              );
            })}
          </g>
        ))}
      </svg>
      <p className="flex justify-between pt-1 text-xs text-muted" aria-hidden="true">
        <span>{first?.label}</span>
        <span>{last?.label}</span>
      </p>
    </div>
  );
}

function AsTable({ label, over, series, bars }: BarChartProps) {
  return (
    <div className="max-h-72 overflow-auto" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full text-sm tabular-nums">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line text-start text-muted">
            <th scope="col" className="py-1 pe-4 text-start font-normal">
              {over}
            </th>
            {series.map(({ key, label: name }) => (
              <th key={key} scope="col" className="py-1 ps-4 text-end font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.key} className="border-b border-line">
              <th scope="row" className="py-1 pe-4 text-start font-normal">
                {bar.label}
              </th>
              {series.map(({ key }, index) => (
                <td key={key} className="py-1 ps-4 text-end">
                  {bar.values[index] ?? 0}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
