/** The two logs of an integration, one at a time: what happened, for people, and every call to the vendor. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { classNames } from '../../ui/class-names.ts';
import { withChange } from '../records/address.ts';
import { Calls } from './calls.tsx';
import { Happenings } from './happenings.tsx';
import type { LogsSearch } from './places.ts';

const from = '/$tenant/integrations/$integration/logs';

export interface LogProps {
  readonly search: LogsSearch;
  /** Changes the address: what is undefined goes. */
  readonly onSearch: (change: { readonly [K in keyof LogsSearch]: LogsSearch[K] | undefined }) => void;
}

export function LogsTab() {
  const t = useTranslations('logs');
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  const calls = search.log === 'calls';
  const onSearch: LogProps['onSearch'] = (change) =>
    void navigate({
      search: (before) => withChange(before, 'line' in change ? change : { ...change, line: undefined }),
      replace: !('line' in change),
      resetScroll: false,
    });
  // What is asked of both stays; the rest means nothing to the other.
  const turnTo = (log: LogsSearch['log']) => onSearch({ log, level: undefined, action: undefined, outcome: undefined });
  return (
    <>
      <div role="group" aria-label={t('which')} className="flex w-fit rounded-md border border-line bg-surface p-0.5">
        <Half on={!calls} onPress={() => turnTo(undefined)}>
          {t('happenings.name')}
        </Half>
        <Half on={calls} onPress={() => turnTo('calls')}>
          {t('calls.name')}
        </Half>
      </div>
      {calls ? <Calls search={search} onSearch={onSearch} /> : <Happenings search={search} onSearch={onSearch} />}
    </>
  );
}

function Half({
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
        'min-h-8 cursor-pointer rounded-sm px-3 text-sm',
        on ? 'bg-accent-soft font-medium text-ink' : 'text-muted hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}
