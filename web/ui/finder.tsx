/** Typing a part of a name and pressing Enter: a list to search in that has the whole window's attention. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names.ts';
import { floating, floatingRow } from './popup-look.ts';

export interface Finding {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onChoose: () => void;
}

export interface FindingGroup {
  readonly key: string;
  readonly label: string;
  readonly items: readonly Finding[];
}

export interface FinderProps {
  readonly title: string;
  readonly placeholder: string;
  readonly groups: readonly FindingGroup[];
  readonly onClose: () => void;
}

export function Finder({ title, placeholder, groups, onClose }: FinderProps) {
  const t = useTranslations('ui');
  const input = useRef<HTMLInputElement>(null);
  return (
    <BaseDialog.Root open onOpenChange={(open) => open || onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <BaseDialog.Popup
          aria-label={title}
          initialFocus={input}
          className={classNames(
            floating,
            'fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 flex-col',
          )}
        >
          <Autocomplete.Root
            inline
            open
            autoHighlight="always"
            items={groups}
            itemToStringValue={({ label }: Finding) => label}
          >
            <div className="flex items-center gap-2 border-b border-line px-4">
              <Search className="size-4 shrink-0 text-muted" aria-hidden="true" />
              <Autocomplete.Input
                ref={input}
                aria-label={title}
                placeholder={placeholder}
                className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-muted"
              />
            </div>
            <div className="overflow-y-auto p-1.5">
              <Autocomplete.Empty className="px-2 py-1.5 text-muted empty:p-0">{t('nothing_found')}</Autocomplete.Empty>
              <Autocomplete.List aria-label={title}>
                {(group: FindingGroup) => (
                  <Autocomplete.Group key={group.key} items={group.items}>
                    <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
                      {group.label}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(item: Finding) => (
                        <Autocomplete.Item
                          key={item.key}
                          value={item}
                          onClick={item.onChoose}
                          className={classNames(floatingRow, 'scroll-my-2')}
                        >
                          {item.icon}
                          <span className="truncate">{item.label}</span>
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </div>
          </Autocomplete.Root>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
