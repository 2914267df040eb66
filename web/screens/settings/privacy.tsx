/** What is stored about somebody, and forgetting them. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card } from '../../ui/card.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { Erasures } from './erasures.tsx';

type Export = Schema['SubjectExport'];
type Subject = { readonly email: string } | { readonly record: string };

/** An id of a record names that person; everything else is an address. */
function subjectOf(text: string): Subject {
  const asked = text.trim();
  return asked.startsWith('rec_') ? { record: asked } : { email: asked };
}

export function PrivacyScreen() {
  const t = useTranslations('settings.privacy');
  const { tenant } = useSession();
  const [asked, setAsked] = useState('');
  const [erasing, setErasing] = useState(false);
  const find = api.useMutation('post', '/api/tenants/{tenant}/privacy/export');
  const erase = api.useMutation('post', '/api/tenants/{tenant}/privacy/erasures', {
    onSuccess: () => {
      tellDone(t('begun'));
      setErasing(false);
      askAgain('/api/tenants/{tenant}/privacy/erasures');
    },
  });
  const params = { path: { tenant } };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.reset();
    find.mutate({ params, body: subjectOf(asked) });
  };
  const wrong = isProblem(find.error) && find.error.code === 'invalid_request' ? find.error.detail : undefined;
  return (
    <>
      <Card title={t('find')} description={t('find_text')}>
        <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
          <div className="flex flex-wrap items-start gap-3">
            <div className="min-w-64 grow">
              <TextField
                label={t('who')}
                help={t('who_help')}
                value={asked}
                onChange={(event) => setAsked(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
                error={wrong}
              />
            </div>
            <div className="pt-6">
              <Button type="submit" kind="primary" busy={find.isPending} disabled={asked.trim() === ''}>
                {t('look')}
              </Button>
            </div>
          </div>
          {find.isPending && (
            <p role="status" className="text-sm text-muted">
              {t('looking')}
            </p>
          )}
          {find.isError && wrong === undefined && <Problem error={find.error} />}
          {find.data !== undefined && <Found found={find.data} onErase={() => setErasing(true)} />}
        </form>
      </Card>
      <Erasures />
      {erasing && (
        <DeleteByName
          name={asked.trim()}
          title={t('erase_title')}
          busy={erase.isPending}
          problem={erase.isError && <Problem error={erase.error} />}
          onDelete={() => erase.mutate({ params, body: subjectOf(asked) })}
          onClose={() => setErasing(false)}
        >
          {t('erase_text')}
        </DeleteByName>
      )}
    </>
  );
}

function Found({ found, onErase }: { readonly found: Export; readonly onErase: () => void }) {
  const t = useTranslations('settings.privacy');
  const total = Object.values(found.found).reduce((sum, count) => sum + count, 0);
  const save = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(found, undefined, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `personal-data-${found.generated_at.slice(0, 10)}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  if (total === 0)
    return (
      <Callout
        tone="info"
        title={t('nothing')}
        spoken
        actions={
          <Button size="small" kind="danger" onPress={onErase}>
            {t('erase_anyway')}
          </Button>
        }
      >
        {t('nothing_text')}
      </Callout>
    );
  return (
    <Callout
      tone="plain"
      title={t('found', { count: found.records.length, addresses: found.subject.emails.length })}
      spoken
      actions={
        <>
          <Button size="small" onPress={save}>
            {t('download')}
          </Button>
          <Button size="small" kind="danger" onPress={onErase}>
            {t('erase')}
          </Button>
        </>
      }
    >
      {Object.entries(found.found)
        .filter(([, count]) => count > 0)
        .map(([place, count]) => `${place.replaceAll('_', ' ')}: ${count}`)
        .join(' · ')}
    </Callout>
  );
}
