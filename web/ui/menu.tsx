/** A menu behind a button: what else can be done here. Until it is first opened there is only the button; the rest is fetched meanwhile. */
import { cloneElement, useState, type ComponentType, type KeyboardEvent } from 'react';
import type { MenuProps } from './menu-popup.tsx';

export type { MenuEntry } from './menu-popup.tsx';

const fetchPopup = async () => (await import('./menu-popup.tsx')).MenuPopup;

export function Menu(props: MenuProps) {
  const [Popup, setPopup] = useState<ComponentType<MenuProps>>();
  if (Popup !== undefined) return <Popup {...props} />;
  const open = () => void fetchPopup().then((found) => setPopup(() => found));
  return cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: open,
    // As a menu button does; Enter and Space press it.
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      open();
    },
    onPointerEnter: () => void fetchPopup(),
    onFocus: () => void fetchPopup(),
  });
}
