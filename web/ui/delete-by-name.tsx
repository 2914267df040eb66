/** Deleting what cannot be brought back: its name is typed first. What goes with it is said above. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

export function DeleteByName({
  name,
  title,
  children,
  busy,
  problem,
  onDelete,
  onClose,
}: {
  readonly name: string;
  readonly title: string;
  /** What is lost, and what stays. */
  readonly children: ReactNode;
  readonly busy: boolean;
  /** Why it could not be done. */
  readonly problem?: ReactNode;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('ui.delete_by_name');
  const [typed, setTyped] = useState('');
  const right = typed === name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right) onDelete();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button kind="danger" busy={busy} disabled={!right} onPress={onDelete}>
            {t('delete')}
          </Button>
        </>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-3 pb-2">
        <div>{children}</div>
        <TextField
          label={t('type_name', { name })}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {problem}
      </form>
    </Dialog>
  );
}
