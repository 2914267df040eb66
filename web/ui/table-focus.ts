/**
 * The focus within the rows of a table: one row is the stop of the Tab key, arrow keys move from it. Rows that are not in the document are
 * scrolled to first, and take the focus when they are there. Used by table.tsx.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';

export interface RowFocusParts {
  readonly count: number;
  /** Around the rows. */
  readonly body: HTMLElement | null;
  /** Brings a row in sight. */
  readonly show: (index: number) => void;
  /** -1: none is open. */
  readonly openIndex: number;
}

/** Rows that Page Up and Page Down pass. */
const page = 10;
/** Frames until a row that was scrolled to must be there. */
const patience = 20;

export function useRowFocus({ count, body, show, openIndex }: RowFocusParts) {
  const [wanted, setWanted] = useState(0);
  const stop = Math.min(wanted, count - 1);

  const goTo = useCallback(
    (index: number) => {
      setWanted(index);
      show(index);
      focusWhenThere(body, index, patience);
    },
    [body, show],
  );

  /** For each row. */
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      // In a button or link of a row the keys are its own.
      if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
      const at = Number(event.currentTarget.dataset['index']);
      const next = nextIndex(event.key, at, count);
      if (next === undefined) return;
      event.preventDefault();
      if (next !== at) goTo(next);
    },
    [goTo, count],
  );
  const onFocus = useCallback(
    (event: FocusEvent<HTMLElement>) => setWanted(Number(event.currentTarget.dataset['index'])),
    [],
  );

  // What is open may be changed from within (previous, next): its row stays in sight, and is where one is when it is closed.
  const wasOpen = useRef(openIndex);
  useLayoutEffect(() => {
    if (openIndex >= 0 && wasOpen.current >= 0 && openIndex !== wasOpen.current) show(openIndex);
  }, [openIndex, show]);
  useEffect(() => {
    const before = wasOpen.current;
    wasOpen.current = openIndex;
    if (openIndex >= 0 || before < 0) return;
    show(before);
    setWanted(before);
    focusWhenThere(body, before, patience);
  }, [openIndex, body, show]);

  return { stop, onKeyDown, onFocus };
}

/** Undefined: the key means nothing here. */
export function nextIndex(key: string, at: number, count: number): number | undefined {
  const steps = new Map([
    ['ArrowDown', at + 1],
    ['ArrowUp', at - 1],
    ['PageDown', at + page],
    ['PageUp', at - page],
    ['Home', 0],
    ['End', count - 1],
  ]);
  const next = steps.get(key);
  return next === undefined ? undefined : Math.max(0, Math.min(next, count - 1));
}

function focusWhenThere(body: HTMLElement | null, index: number, frames: number): void {
  requestAnimationFrame(() => {
    const row = body?.querySelector(`[data-index="${index}"]`);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
    else if (frames > 0) focusWhenThere(body, index, frames - 1);
  });
}
