/** Who is that, everywhere? By a key people know. It is posted, and never in the address: keys are personal. */
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { controlLook } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useRecords } from './known-records.ts';
import { RecordName } from './record-name.tsx';

const keys = ['email', 'usi', 'abn', 'student_number', 'course_code', 'course_id'] as const;
type Key = (typeof keys)[number];

export function FindSomebody() {
  const t = useTranslations('links.find');
  const rules = useTranslations('links.rules');
  const { tenant } = useSession();
  const [by, setBy] = useState<Key>('email');
  const [value, setValue] = useState('');
  const find = api.useMutation('post', '/api/tenants/{tenant}/links/find');
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3">
      <form
        role="search"
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') find.mutate({ params: { path: { tenant } }, body: { [by]: value.trim() } });
        }}
      >
        <Select
          bare
          label={t('by')}
          value={by}
          choices={keys.map((key) => ({ value: key, label: t('by_key', { rule: rules(key) }) }))}
          onChange={setBy}
        />
        <label className="min-w-40 grow sm:max-w-72">
          <span className="sr-only">{t('value')}</span>
          <input
            value={value}
            placeholder={t('value')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setValue(event.currentTarget.value);
              find.reset();
            }}
            className={controlLook}
          />
        </label>
        <Button type="submit" busy={find.isPending} icon={<Search className="size-4" aria-hidden="true" />}>
          {t('action')}
        </Button>
      </form>
      {find.isError && <Problem error={find.error} />}
      <div aria-live="polite">{find.data !== undefined && <Found found={find.data} />}</div>
    </section>
  );
}

function Found({ found: { data, more } }: { readonly found: Schema['FoundLinks'] }) {
  const t = useTranslations('links.find');
  const { tenant } = useSession();
  const records = useRecords(data.map(({ record }) => record));
  if (data.length === 0) return <p className="text-muted">{t('none')}</p>;
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-4 py-3">
      <p className="text-sm text-muted">{t('found', { count: data.length })}</p>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {data.map((one) => (
          <li key={one.record} className="min-w-0">
            <RecordName of={one} record={records?.get(one.record)} />
            {one.group !== null && (
              <Link
                className="ms-8.5 text-sm text-accent underline"
                to="/$tenant/links"
                params={{ tenant }}
                search={{ group: one.group.id }}
              >
                {t('group', { count: one.group.members.length })}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {more && <p className="text-sm text-muted">{t('more')}</p>}
    </div>
  );
}
