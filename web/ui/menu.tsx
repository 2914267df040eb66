/** A menu behind a button: what else can be done here. */
import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { floating, floatingRow } from './popup-look.ts';

export interface MenuEntry {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onPress: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
}

/** `trigger`: the button that opens it. */
export function Menu({ trigger, entries }: { readonly trigger: ReactElement; readonly entries: readonly MenuEntry[] }) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align="end" className="z-50">
          <BaseMenu.Popup className={classNames(floating, 'min-w-44 p-1')}>
            {entries.map((entry) => (
              <BaseMenu.Item
                key={entry.key}
                disabled={entry.disabled === true}
                onClick={entry.onPress}
                className={classNames(floatingRow, entry.danger === true && 'text-bad')}
              >
                {entry.icon}
                {entry.label}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
