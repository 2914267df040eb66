/** Parts of one thing, each with an address of its own: links, so that they can be opened beside each other and sent to somebody. */
import { Link, useRouterState, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';

export interface TabLink {
  readonly key: string;
  readonly label: string;
  readonly link: LinkProps;
}

export function TabLinks({ label, tabs }: { readonly label?: string; readonly tabs: readonly TabLink[] }) {
  const t = useTranslations('ui');
  const bar = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // On a narrow screen the one that is open may be out of sight. Only this bar is moved: the page stays where it is.
  useEffect(() => {
    const open = bar.current?.querySelector('[aria-current]');
    if (open instanceof HTMLElement) bar.current?.scrollTo({ left: open.offsetLeft - bar.current.offsetLeft - 24 });
    // Which one is open follows from the address.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [path]);
  return (
    <nav ref={bar} aria-label={label ?? t('parts')} className="-mb-px flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ key, label: text, link }) => (
        <Link
          key={key}
          {...link}
          className="shrink-0 border-b-2 border-transparent px-3 py-2 font-medium text-muted hover:text-ink"
          activeProps={{
            className: 'shrink-0 border-b-2 !border-accent px-3 py-2 font-medium !text-ink',
            'aria-current': 'page',
          }}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
