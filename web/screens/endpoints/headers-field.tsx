/** Headers of one's own that go along with every delivery. Those that are stored are not shown again: they are replaced as a whole. */
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button, IconButton } from '../../ui/button.tsx';
import { Badge } from '../../ui/status.tsx';
import { SecretField, TextField } from '../../ui/text-field.tsx';

export interface HeaderRow {
  readonly name: string;
  readonly value: string;
}

export function HeadersField({
  stored,
  rows,
  onChange,
  error,
  disabled,
}: {
  /** Names of those there are. */
  readonly stored: readonly string[];
  /** Those that replace them; undefined: they stay. */
  readonly rows: readonly HeaderRow[] | undefined;
  readonly onChange: (rows: readonly HeaderRow[] | undefined) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}) {
  const t = useTranslations('endpoints.headers');
  const change = (nth: number, changed: Partial<HeaderRow>) =>
    onChange(rows?.map((row, at) => (at === nth ? { ...row, ...changed } : row)));
  const add = () => onChange([...(rows ?? []), { name: '', value: '' }]);
  return (
    <fieldset className="flex flex-col gap-2" disabled={disabled}>
      <legend className="font-medium">{t('title')}</legend>
      <p className="text-sm text-muted">{t('help')}</p>
      {rows === undefined && stored.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          {stored.map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
        </div>
      )}
      {rows?.map((row, nth) => (
        // Rows have no name of their own while they are typed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={nth} className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
          <TextField
            label={t('name')}
            mono
            spellCheck={false}
            placeholder="Authorization"
            value={row.name}
            onChange={(event) => change(nth, { name: event.currentTarget.value.trim() })}
          />
          <SecretField
            label={t('value')}
            value={row.value}
            onChange={(event) => change(nth, { value: event.currentTarget.value })}
          />
          <IconButton
            label={t('remove', { name: row.name === '' ? t('name') : row.name })}
            icon={<Trash2 className="size-4" aria-hidden="true" />}
            onPress={() => onChange(rows.filter((_row, at) => at !== nth))}
          />
        </div>
      ))}
      {error !== undefined && <p className="text-sm text-bad">{error}</p>}
      {rows !== undefined && stored.length > 0 && <p className="text-sm text-muted">{t('replaces')}</p>}
      {!disabled && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" icon={<Plus className="size-4" aria-hidden="true" />} onPress={add}>
            {stored.length > 0 && rows === undefined ? t('replace') : t('add')}
          </Button>
          {rows !== undefined && stored.length > 0 && (
            <Button size="small" kind="quiet" onPress={() => onChange(undefined)}>
              {t('keep')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}
