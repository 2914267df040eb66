/** What narrows the marketplace: a text, a category. */
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Category } from '../../app/categories.ts';
import { classNames } from '../../ui/class-names.ts';
import { controlLook } from '../../ui/field.tsx';

/** Somebody who types has paused. */
const pauseMs = 250;

/** `text`: as the address has it. */
export function SearchField({ text, onSearch }: { readonly text: string; readonly onSearch: (text: string) => void }) {
  const t = useTranslations('marketplace');
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  // The address was changed by something else: a link, the way back, "show all".
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onSearch(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, text, onSearch]);
  return (
    <label className="relative max-w-md">
      <span className="sr-only">{t('search')}</span>
      <Search className="absolute start-2.5 top-2.5 size-4 text-muted" aria-hidden="true" />
      <input
        type="search"
        value={typed}
        placeholder={t('search')}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(typed);
        }}
        className={classNames(controlLook, 'ps-9')}
      />
    </label>
  );
}

export function CategoryChips({
  categories,
  chosen,
  onChoose,
}: {
  readonly categories: readonly Category[];
  readonly chosen: Category | undefined;
  readonly onChoose: (category: Category | undefined) => void;
}) {
  const t = useTranslations('marketplace');
  const words = useTranslations('words.category');
  return (
    <div role="group" aria-label={t('categories')} className="flex flex-wrap gap-1.5">
      <Chip on={chosen === undefined} onPress={() => onChoose(undefined)}>
        {t('all')}
      </Chip>
      {categories.map((one) => (
        <Chip key={one} on={chosen === one} onPress={() => onChoose(one)}>
          {words(one)}
        </Chip>
      ))}
    </div>
  );
}

function Chip({
  on,
  onPress,
  children,
}: {
  readonly on: boolean;
  readonly onPress: () => void;
  readonly children: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={classNames(
        'min-h-7 cursor-pointer rounded-full border px-3 text-sm',
        on ? 'border-accent bg-accent-soft font-medium text-ink' : 'border-line bg-surface text-muted hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}
