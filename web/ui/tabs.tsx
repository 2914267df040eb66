/** Parts of one thing, each with an address of its own: links, so that they can be opened beside each other and sent to somebody. */
import { Link, type LinkProps } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';

export interface TabLink {
  readonly key: string;
  readonly label: string;
  readonly link: LinkProps;
}

export function TabLinks({ label, tabs }: { readonly label?: string; readonly tabs: readonly TabLink[] }) {
  const t = useTranslations('ui');
  return (
    <nav aria-label={label ?? t('parts')} className="-mb-px flex gap-1 overflow-x-auto border-b border-line">
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
