/** What a stream is told not to keep: it is taken out before anything is stored, and out of what is. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useStreamChange } from './change-stream.ts';

export function DroppedFields({
  stream: { name, dropped_fields: dropped },
}: {
  readonly stream: Pick<Schema['Stream'], 'name' | 'dropped_fields'>;
}) {
  const t = useTranslations('streams.drawer');
  const { may } = useSession();
  const [path, setPath] = useState('');
  const [sure, setSure] = useState<string>();
  const { change, busy, error } = useStreamChange(name);
  const save = (fields: readonly string[]) =>
    change({ dropped_fields: [...fields] }, t('dropped_saved', { stream: name, count: fields.length }));
  return (
    <Section title={t('dropped')}>
      {dropped.length === 0 && <p className="text-muted">{t('dropped_none')}</p>}
      <ul className="flex flex-col gap-1 empty:hidden">
        {dropped.map((field) => (
          <li key={field} className="flex items-center justify-between gap-2 rounded-md bg-sunken ps-3">
            <code className="font-mono text-sm break-all">{field}</code>
            {may.admin && (
              <IconButton
                label={t('dropped_remove', { path: field })}
                icon={<X className="size-4" aria-hidden="true" />}
                disabled={busy}
                onPress={() => save(dropped.filter((one) => one !== field))}
              />
            )}
          </li>
        ))}
      </ul>
      {may.admin && (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (path.trim() !== '') setSure(path.trim());
          }}
        >
          <TextField
            label={t('dropped_add')}
            help={t('dropped_help')}
            mono
            value={path}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setPath(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" busy={busy} disabled={path.trim() === '' || dropped.includes(path.trim())}>
              {t('dropped_add_action')}
            </Button>
          </div>
        </form>
      )}
      {error !== null && <Problem error={error} />}
      {sure !== undefined && (
        <Dialog
          open
          title={t('dropped_confirm', { path: sure })}
          onClose={() => setSure(undefined)}
          actions={
            <>
              <Button onPress={() => setSure(undefined)}>{t('cancel')}</Button>
              <Button
                kind="danger"
                onPress={() => {
                  save([...dropped, sure]);
                  setSure(undefined);
                  setPath('');
                }}
              >
                {t('dropped_add_action')}
              </Button>
            </>
          }
        >
          <p>{t('dropped_confirm_text')}</p>
        </Dialog>
      )}
    </Section>
  );
}
