/** The open menu of menu.tsx: apart, because placing it is a third of what a first look at the dashboard would have to fetch. */
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { floating, floatingRow } from './popup-look.ts';

export interface MenuEntry {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onPress: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** What is chosen now. */
  readonly current?: boolean;
}

export interface MenuProps {
  /** The `<button>` that opens it. */
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  readonly entries: readonly MenuEntry[];
  /** The edge it shares with its button. */
  readonly align?: 'start' | 'end';
}

/** Open from the start. */
export function MenuPopup({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <BaseMenu.Root defaultOpen>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="z-50">
          <BaseMenu.Popup className={classNames(floating, 'max-h-(--available-height) min-w-44 overflow-y-auto p-1')}>
            {entries.map((entry) => (
              <BaseMenu.Item
                key={entry.key}
                disabled={entry.disabled === true}
                aria-current={entry.current === true ? 'true' : undefined}
                onClick={entry.onPress}
                className={classNames(floatingRow, entry.danger === true && 'text-bad')}
              >
                {entry.icon}
                <span className="grow">{entry.label}</span>
                {entry.current === true && <Check className="size-4 text-accent" aria-hidden="true" />}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
