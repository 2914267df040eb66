/** What everything that floats looks like; one place, so that menus, lists and pop-ups agree. */
export const floating =
  'rounded-lg border border-line bg-surface text-ink shadow-floating outline-none transition-[opacity,transform] duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0';

/** A row of a menu or list. */
export const floatingRow =
  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-base outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50';
