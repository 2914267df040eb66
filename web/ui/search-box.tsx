/** Searching as one types: what is typed is told when the typing pauses, and at once with Enter or when it is emptied. */
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { controlLook } from './field.tsx';

const pauseMs = 300;

export function SearchBox({
  label,
  value,
  onSearch,
}: {
  readonly label: string;
  /** What is searched for now. Changed from elsewhere, it is shown. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed by something else than this box: Back, a link, a filter that was taken away.
  if (shown !== value) {
    setShown(value);
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => () => clearTimeout(waiting.current), []);
  const tell = (text: string, afterMs: number) => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => onSearch(text.trim()), afterMs);
  };
  return (
    <label className="relative min-w-40 grow sm:max-w-72">
      <span className="sr-only">{label}</span>
      <Search className="absolute start-2.5 top-2.5 size-4 text-muted" aria-hidden="true" />
      <input
        type="search"
        value={typed}
        placeholder={label}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          tell(text, text === '' ? 0 : pauseMs);
        }}
        onKeyDown={(event) => event.key === 'Enter' && tell(typed, 0)}
        className={classNames(controlLook, 'ps-9')}
      />
    </label>
  );
}
