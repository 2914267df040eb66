/**
 * Plain controls for the connect form: the browser's own, dressed like those of web/ui. The hosted page counts its bytes, and the parts that
 * web/ui is built on weigh more than the whole form.
 */
import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type ChangeEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from '../ui/class-names.ts';
import { Spinner } from '../ui/spinner.tsx';

const controlLook =
  'min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-base text-ink placeholder:text-muted disabled:opacity-60 aria-invalid:border-bad';

type PressKind = 'primary' | 'secondary' | 'quiet';

const pressLooks: Readonly<Record<PressKind, string>> = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-strong',
  secondary: 'bg-surface text-ink border-edge/50 hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
};

export function pressLook(kind: PressKind = 'secondary'): string {
  return classNames(
    'inline-flex min-h-9 cursor-pointer items-center justify-center gap-1.5 rounded-md border px-3.5 text-base font-medium select-none',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    pressLooks[kind],
  );
}

/** `busy` and `disabled` leave it in the tab order, so that nobody loses his place. */
export function Press({
  children,
  kind = 'secondary',
  busy = false,
  disabled = false,
  type = 'button',
  onPress,
}: {
  readonly children: ReactNode;
  readonly kind?: PressKind;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly type?: 'button' | 'submit';
  readonly onPress?: () => void;
}) {
  const off = busy || disabled;
  return (
    <button
      type={type}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onPress?.();
      }}
      className={pressLook(kind)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

interface InputProps {
  readonly name: string;
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  /** False also where a stored value stays when nothing is typed. */
  readonly required: boolean;
  /** Can be done without altogether. */
  readonly optional: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

/** A label, a control, what helps and what is wrong, tied together for screen readers. */
function Labelled({
  input: { name, label, help, error, optional },
  render,
}: {
  readonly input: InputProps;
  readonly render: (tied: { id: string; 'aria-describedby': string | undefined }) => ReactNode;
}) {
  const t = useTranslations('ui');
  const id = useId();
  const described = classNames(help !== undefined && `${id}-help`, error !== undefined && `${id}-error`);
  return (
    <div className="flex min-w-0 flex-col gap-1" data-field={name}>
      <label htmlFor={id} className="font-medium">
        {label}
        {optional && <span className="ms-1.5 font-normal text-muted">{t('optional')}</span>}
      </label>
      {render({ id, 'aria-describedby': described === '' ? undefined : described })}
      {help !== undefined && (
        <p id={`${id}-help`} className="text-sm text-muted">
          {help}
        </p>
      )}
      <p id={`${id}-error`} aria-live="polite" className="text-sm text-bad empty:hidden">
        {error}
      </p>
    </div>
  );
}

export interface TextInputProps extends InputProps {
  readonly autoComplete: string;
  readonly placeholder?: string | undefined;
}

export function TextInput(props: TextInputProps) {
  return <Labelled input={props} render={(tied) => <input {...tied} {...attributes(props)} type="text" />} />;
}

/** Dots until it is asked to show. `stored`: there is a value already; leaving the field empty keeps it. */
export function SecretInput({ stored, ...props }: TextInputProps & { readonly stored: boolean }) {
  const t = useTranslations('ui');
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  // A certificate or a key file keeps its line ends, which a single line would drop.
  const long = props.value.includes('\n') || /pem|certificate|private_key/.test(props.name);
  const paste = { placeholder: stored ? t('secret_kept') : props.placeholder };
  return (
    <Labelled
      input={props}
      render={(tied) => (
        <div className="relative">
          {long ? (
            <textarea
              {...tied}
              {...attributes(props)}
              {...paste}
              rows={4}
              className={classNames(
                controlLook,
                'py-2 pe-10 font-mono text-sm',
                !shown && '[-webkit-text-security:disc]',
              )}
            />
          ) : (
            <input
              {...tied}
              {...attributes(props)}
              {...paste}
              type={shown ? 'text' : 'password'}
              className={classNames(controlLook, 'pe-10 font-mono text-sm')}
            />
          )}
          <button
            type="button"
            aria-pressed={shown}
            aria-label={t(shown ? 'hide_secret' : 'show_secret', { label: props.label })}
            onClick={() => setShown(!shown)}
            className="absolute end-0 top-0 inline-flex size-9 cursor-pointer items-center justify-center rounded-md text-muted hover:text-ink"
          >
            <Icon className="size-4" aria-hidden="true" />
          </button>
        </div>
      )}
    />
  );
}

/** One of a few, by the browser's own list. */
export function ChoiceInput({
  choices,
  empty,
  ...props
}: InputProps & { readonly choices: readonly string[]; readonly empty: string }) {
  return (
    <Labelled
      input={props}
      render={(tied) => (
        <select {...tied} {...attributes(props)} className={classNames(controlLook, 'cursor-pointer')}>
          {(props.value === '' || !props.required) && <option value="">{empty}</option>}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      )}
    />
  );
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function attributes(props: InputProps & Partial<Pick<TextInputProps, 'autoComplete' | 'placeholder'>>) {
  return {
    name: props.name,
    value: props.value,
    required: props.required,
    placeholder: props.placeholder,
    autoComplete: props.autoComplete,
    spellCheck: false,
    autoCapitalize: 'none',
    'aria-invalid': props.error !== undefined,
    onChange: (event: ChangeEvent<Control>) => props.onChange(event.currentTarget.value),
    onBlur: props.onLeave,
    className: controlLook,
  } as const;
}

export interface Card {
  readonly value: string;
  readonly title: string;
  readonly text?: string;
  /** At the end of the title. */
  readonly note?: ReactNode;
  /** Before it. */
  readonly mark?: ReactNode;
}

/** One of a few, each with a sentence about when to take it. */
export function RadioCards({
  name,
  label,
  labelHidden = false,
  cards,
  value,
  onChange,
}: {
  readonly name: string;
  readonly label: string;
  /** For screen readers only: the heading says it already. */
  readonly labelHidden?: boolean;
  readonly cards: readonly Card[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className={labelHidden ? 'sr-only' : 'mb-1.5 font-medium'}>{label}</legend>
      {cards.map((card) => (
        <label
          key={card.value}
          className="flex cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface px-3.5 py-2.5 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={card.value}
            checked={card.value === value}
            onChange={() => onChange(card.value)}
            className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
          />
          {card.mark}
          <span className="flex min-w-0 grow flex-col">
            <span className="flex flex-wrap items-center gap-x-2 font-medium">
              {card.title} {card.note}
            </span>
            {card.text !== undefined && <span className="text-sm text-muted">{card.text}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
