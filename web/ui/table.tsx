/**
 * Rows of anything, page by page from the server: only those in sight are in the document, however many have been read. New rows are asked
 * for as the end comes near; `newer` says that there are some above without moving what somebody is reading. Rows that open something are
 * one stop of the Tab key; arrow keys, Page Up and Down, Home and End go from row to row (table-focus.ts).
 */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { Skeleton } from './skeleton.tsx';
import { useRowFocus } from './table-focus.ts';

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
  /** Left out on narrow screens; `very`: on all but wide ones. */
  readonly wideOnly?: boolean | 'very';
  render(row: Row): ReactNode;
}

export interface TableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  /** The same array as long as nothing changed: rows are drawn anew with another. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Pressing a row, or Enter on it. */
  readonly onOpen?: (row: Row) => void;
  /** The row that is open: it is lit, stays in sight, and has the focus again when it is closed. */
  readonly openKey?: string | undefined;
  readonly loading?: boolean;
  /** There are more behind the last one. */
  readonly more?: boolean;
  readonly onMore?: () => void;
  /** Rows that came in meanwhile and are not shown yet. */
  readonly newer?: { readonly count: number; readonly onShow: () => void };
  /** Pixels, for rows that are all of one height: they are not measured. For lists that may be very long. */
  readonly rowHeight?: number;
  readonly empty: ReactNode;
}

/** Taken for a row that was not measured yet, pixels. */
const usualHeight = 41;
/** Rows kept above and below what is in sight. */
const overscan = 12;
/** What covers the top of the window: the head of the page and that of the table, pixels. */
const covered = 100;

export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, onOpen, openKey, loading = false, more = false, onMore, newer, empty } = props;
  const t = useTranslations('ui');
  const [body, setBody] = useState<HTMLElement | null>(null);
  const top = useTop(body);
  const getItemKey = useCallback((i: number) => keyAt(rows, i, rowKey), [rows, rowKey]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => props.rowHeight ?? usualHeight,
    overscan,
    scrollMargin: top,
    scrollPaddingStart: covered,
    scrollPaddingEnd: 12,
    getItemKey,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useLayoutEffect(() => {
    if (more && !loading && last >= rows.length - overscan) onMore?.();
  }, [more, loading, last, rows.length, onMore]);
  const show = useCallback((index: number) => virtual.scrollToIndex(index, { align: 'auto' }), [virtual]);
  const openIndex = openKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === openKey);
  const focus = useRowFocus({ count: rows.length, body, show, openIndex });
  const latest = useRef(onOpen);
  useEffect(() => {
    latest.current = onOpen;
  });
  const open = useCallback((row: Row) => latest.current?.(row), []);

  if (rows.length === 0)
    return loading ? (
      <div className="px-4 pb-4">
        <Skeleton lines={6} />
      </div>
    ) : (
      <>{empty}</>
    );
  const openable = onOpen !== undefined;
  return (
    <div
      role={openable ? 'grid' : 'table'}
      aria-label={label}
      aria-rowcount={more ? -1 : rows.length + 1}
      className="relative min-w-0"
      style={tracksOf(columns)}
    >
      {newer !== undefined && newer.count > 0 && (
        <div className="sticky top-26 z-20 flex h-0 justify-center">
          <span className="-mt-9 inline-flex h-7 rounded-md shadow-raised">
            <Button size="small" kind="primary" onPress={newer.onShow}>
              {t('newer', { count: newer.count })}
            </Button>
          </span>
        </div>
      )}
      <Head columns={columns} />
      <div role="rowgroup" ref={setBody} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <TableRow
              key={item.key}
              row={row}
              index={item.index}
              offset={item.start - top}
              columns={columns}
              measure={props.rowHeight === undefined ? virtual.measureElement : undefined}
              height={props.rowHeight}
              isOpen={item.index === openIndex}
              isStop={item.index === focus.stop}
              {...(openable ? { open, onKey: focus.onKeyDown, onFocus: focus.onFocus } : {})}
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

/** Where the rows begin in the document, pixels; follows what changes above them. */
function useTop(body: HTMLElement | null): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body === null) return;
    const look = () => setTop(Math.round(body.getBoundingClientRect().top + scrollY));
    look();
    const changes = new ResizeObserver(look);
    changes.observe(document.body);
    return () => changes.disconnect();
  }, [body]);
  return top;
}

function tracksOf<Row>(columns: readonly Column<Row>[]) {
  const tracks = (some: readonly Column<Row>[]) => some.map(({ width }) => width).join(' ');
  return {
    '--wide-tracks': tracks(columns),
    '--tracks': tracks(columns.filter(({ wideOnly }) => wideOnly !== 'very')),
    // Shrunk rather than wider than the window, which would make the whole page scroll sideways.
    '--narrow-tracks': tracks(columns.filter(({ wideOnly = false }) => wideOnly === false)).replaceAll(
      /minmax\([^,]+,/g,
      'minmax(0,',
    ),
  };
}

const rowTracks =
  'grid grid-cols-(--narrow-tracks) items-center gap-x-4 px-4 md:grid-cols-(--tracks) xl:grid-cols-(--wide-tracks)';

function Head<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return (
    <div role="rowgroup" className="sticky top-14 z-10 rounded-t-lg bg-surface">
      <div role="row" aria-rowindex={1} className={classNames(rowTracks, 'border-b border-line text-sm text-muted')}>
        {columns.map((column) => (
          <span key={column.key} role="columnheader" className={cellLook(column)}>
            {column.label}
          </span>
        ))}
      </div>
    </div>
  );
}

function cellLook<Row>({ align, wideOnly }: Column<Row>): string {
  return classNames(
    'min-w-0 py-2',
    align === 'end' && 'text-end tabular-nums',
    wideOnly === true && 'max-md:hidden',
    wideOnly === 'very' && 'max-xl:hidden',
  );
}

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string | number {
  const row = rows[index];
  return row === undefined ? index : rowKey(row);
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly offset: number;
  readonly columns: readonly Column<Row>[];
  readonly measure: ((element: Element | null) => void) | undefined;
  readonly height: number | undefined;
  readonly isOpen: boolean;
  /** The one the Tab key comes to. */
  readonly isStop: boolean;
  open?(row: Row): void;
  onKey?(event: KeyboardEvent<HTMLElement>): void;
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void;
}

function PlainRow<Row>(props: TableRowProps<Row>): ReactNode {
  const { row, index, offset, columns, measure, height, isOpen, isStop, open, onKey, onFocus } = props;
  const openable = open !== undefined;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={openable ? isOpen : undefined}
      data-index={index}
      ref={measure}
      tabIndex={openable ? (isStop ? 0 : -1) : undefined}
      onClick={openable ? () => open(row) : undefined}
      onFocus={onFocus}
      onKeyDown={
        openable
          ? (event) => {
              if (event.key === 'Enter' && event.target === event.currentTarget) open(row);
              else onKey?.(event);
            }
          : undefined
      }
      style={{ transform: `translateY(${offset}px)`, ...(height === undefined ? {} : { height }) }}
      className={classNames(
        rowTracks,
        'absolute inset-x-0 top-0 scroll-mt-24 border-b border-line focus-visible:-outline-offset-2',
        height !== undefined && 'overflow-hidden',
        openable && 'cursor-pointer hover:bg-sunken',
        isOpen && 'bg-accent-soft',
      )}
    >
      {columns.map((column) => (
        <div key={column.key} role={openable ? 'gridcell' : 'cell'} className={cellLook(column)}>
          {column.render(row)}
        </div>
      ))}
    </div>
  );
}

/** A row in sight is drawn once, not with every step of a scroll. */
const TableRow: typeof PlainRow = memo(PlainRow);
