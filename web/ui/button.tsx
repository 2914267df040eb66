/** Buttons: one look for acting (`primary`), one for everything else, one for what cannot be undone. */
import { Button as BaseButton } from '@base-ui/react/button';
import { cloneElement, type ReactElement, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly kind?: ButtonKind;
  readonly size?: 'small' | 'normal';
  readonly icon?: ReactNode;
  /** Under way: it cannot be pressed again, and says so to screen readers. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  readonly onPress?: () => void;
  readonly full?: boolean;
  /** What it is called where its text alone does not say of what; holds that text. */
  readonly label?: string;
  /** A link in its place, which takes the look and the words. */
  readonly render?: ReactElement<{ className?: string; children?: ReactNode }>;
}

const looks: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong',
  secondary: 'bg-surface text-ink border-edge/50 hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad/50 hover:bg-bad-soft',
};

export function buttonLook(kind: ButtonKind, size: 'small' | 'normal'): string {
  return classNames(
    'inline-flex max-w-full items-center justify-center gap-1.5 rounded-md border font-medium transition-colors select-none sm:whitespace-nowrap',
    'data-disabled:cursor-not-allowed data-disabled:opacity-50 cursor-pointer',
    size === 'small' ? 'min-h-7 px-2 text-sm' : 'min-h-9 px-3.5 text-base',
    looks[kind],
  );
}

export function Button(props: ButtonProps) {
  const { children, kind = 'secondary', size = 'normal', icon, busy = false, disabled = false, onPress } = props;
  const look = classNames(buttonLook(kind, size), props.full === true && 'w-full');
  // A link that looks like a button is a link still: it can be opened beside, and is read out as what it is.
  if (props.render !== undefined)
    return cloneElement(
      props.render,
      { className: look },
      <>
        {icon}
        {children}
      </>,
    );
  return (
    <BaseButton
      className={look}
      type={props.type ?? 'button'}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      aria-label={props.label}
      onClick={onPress}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </BaseButton>
  );
}

/** A button that is an icon alone; `label` is what it is called. */
export function IconButton({
  label,
  icon,
  onPress,
  disabled = false,
  pressed,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress?: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}) {
  return (
    <BaseButton
      className="inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-muted transition-colors hover:bg-sunken hover:text-ink data-disabled:cursor-not-allowed data-disabled:opacity-50"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      disabled={disabled}
      onClick={onPress}
    >
      {icon}
    </BaseButton>
  );
}
