/**
 * Rows of anything, page by page from the server: only those in sight are in the document, however many have been read. New rows are asked
 * for as the end comes near; `newer` says that there are some above without moving what somebody is reading.
 */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { Skeleton } from './skeleton.tsx';

declare module 'react' {
  interface CSSProperties {
    [variable: `--${string}`]: string | undefined;
  }
}

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** CSS grid track: `minmax(8rem, 2fr)`, `7rem`. */
  readonly width: string;
  readonly align?: 'end';
  /** Left out on narrow screens. */
  readonly wideOnly?: boolean;
  render(row: Row): ReactNode;
}

export interface TableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Pressing a row, or Enter on it. */
  readonly onOpen?: (row: Row) => void;
  readonly openKey?: string | undefined;
  readonly loading?: boolean;
  /** There are more behind the last one. */
  readonly more?: boolean;
  readonly onMore?: () => void;
  /** Rows that came in meanwhile and are not shown yet. */
  readonly newer?: { readonly count: number; readonly onShow: () => void };
  readonly empty: ReactNode;
}

/** Taken for a row that was not measured yet, pixels. */
const usualHeight = 41;
/** Rows kept above and below what is in sight. */
const overscan = 12;

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, loading = false, more = false, onMore, newer, empty } = props;
  const t = useTranslations('ui');
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(body.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => usualHeight,
    overscan,
    scrollMargin: top,
    getItemKey: (i) => keyAt(rows, i, rowKey),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useLayoutEffect(() => {
    if (more && !loading && last >= rows.length - overscan) onMore?.();
  }, [more, loading, last, rows.length, onMore]);

  if (rows.length === 0)
    return loading ? (
      <div className="px-4 pb-4">
        <Skeleton lines={6} />
      </div>
    ) : (
      <>{empty}</>
    );
  const tracks = {
    '--tracks': columns.map(({ width }) => width).join(' '),
    '--narrow-tracks': columns
      .filter(({ wideOnly }) => wideOnly !== true)
      .map(({ width }) => width)
      .join(' '),
  };
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={more ? -1 : rows.length + 1}
      className="relative min-w-0"
      style={tracks}
    >
      {newer !== undefined && newer.count > 0 && (
        <div className="sticky top-16 z-10 flex justify-center py-1">
          <Button size="small" kind="primary" onPress={newer.onShow}>
            {t('newer', { count: newer.count })}
          </Button>
        </div>
      )}
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classNames(rowTracks, 'border-b border-line text-sm text-muted')}>
          {columns.map((column) => (
            <span key={column.key} role="columnheader" className={cellLook(column)}>
              {column.label}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <TableRow
              key={item.key}
              {...props}
              row={row}
              index={item.index}
              measure={virtual.measureElement}
              offset={item.start - top}
            />
          );
        })}
      </div>
      {loading && (
        <div className="px-4 py-2">
          <Skeleton lines={2} />
        </div>
      )}
    </div>
  );
}

const rowTracks = 'grid grid-cols-(--narrow-tracks) items-center gap-x-4 px-4 md:grid-cols-(--tracks)';

function cellLook<Row>({ align, wideOnly }: Column<Row>): string {
  return classNames('min-w-0 py-2', align === 'end' && 'text-end tabular-nums', wideOnly === true && 'max-md:hidden');
}

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string | number {
  const row = rows[index];
  return row === undefined ? index : rowKey(row);
}

interface TableRowProps<Row> extends TableProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly offset: number;
  readonly measure: (element: Element | null) => void;
}

function TableRow<Row>({ row, index, offset, measure, columns, rowKey, onOpen, openKey }: TableRowProps<Row>) {
  const open = onOpen === undefined ? undefined : () => onOpen(row);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) open?.();
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      ref={measure}
      tabIndex={open === undefined ? undefined : 0}
      onClick={open}
      onKeyDown={open === undefined ? undefined : onKey}
      style={{ transform: `translateY(${offset}px)` }}
      className={classNames(
        rowTracks,
        'absolute inset-x-0 top-0 border-b border-line',
        open !== undefined && 'cursor-pointer hover:bg-sunken',
        openKey === rowKey(row) && 'bg-accent-soft',
      )}
    >
      {columns.map((column) => (
        <div key={column.key} role="cell" className={cellLook(column)}>
          {column.render(row)}
        </div>
      ))}
    </div>
  );
}
