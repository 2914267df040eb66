/** Tables of values a shape looks things up in: the word of one system and that of the other, a code and its fee. */
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { newKey, type EntryDraft, type MapDraft } from './draft.ts';
import type { PartProps } from './part.ts';

const newEntry = (): EntryDraft => ({ key: newKey(), from: '', to: '' });

export function MapsPart({ draft: { maps }, change, disabled, wrong }: PartProps) {
  const t = useTranslations('routes.maps');
  const set = (next: readonly MapDraft[]) => change({ maps: next });
  return (
    <Card
      title={t('title')}
      description={t('description')}
      actions={
        !disabled && (
          <Button
            size="small"
            icon={<Plus className="size-4" aria-hidden="true" />}
            onPress={() => set([...maps, { key: newKey(), name: '', entries: [newEntry()] }])}
          >
            {t('add')}
          </Button>
        )
      }
    >
      {maps.length === 0 && <p className="text-muted">{t('none')}</p>}
      {wrong('maps') !== undefined && <p className="text-bad">{wrong('maps')}</p>}
      <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        {maps.map((map) => (
          <li key={map.key} className="rounded-md border border-line p-3">
            <ValueMap
              map={map}
              disabled={disabled}
              onChange={(changed) => set(maps.map((one) => (one.key === map.key ? { ...one, ...changed } : one)))}
              onRemove={() => set(maps.filter((one) => one.key !== map.key))}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ValueMap({
  map: { name, entries },
  disabled,
  onChange,
  onRemove,
}: {
  readonly map: MapDraft;
  readonly disabled: boolean;
  readonly onChange: (changed: Partial<MapDraft>) => void;
  readonly onRemove: () => void;
}) {
  const t = useTranslations('routes.maps');
  const change = (key: string, changed: Partial<EntryDraft>) =>
    onChange({ entries: entries.map((one) => (one.key === key ? { ...one, ...changed } : one)) });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="grow">
          <TextField
            label={t('name')}
            mono
            spellCheck={false}
            value={name}
            disabled={disabled}
            onChange={(event) => onChange({ name: event.currentTarget.value.trim() })}
          />
        </div>
        {!disabled && (
          <IconButton
            label={t('remove', { name })}
            icon={<Trash2 className="size-4" aria-hidden="true" />}
            onPress={onRemove}
          />
        )}
      </div>
      <table className="w-full border-separate border-spacing-y-1">
        <thead className="text-start text-sm text-muted">
          <tr>
            <th scope="col" className="text-start font-normal">
              {t('from')}
            </th>
            <th scope="col" className="text-start font-normal">
              {t('to')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ key, from, to }) => (
            <tr key={key}>
              <td className="pe-2">
                <Cell
                  label={t('from')}
                  value={from}
                  disabled={disabled}
                  onChange={(text) => change(key, { from: text })}
                />
              </td>
              <td className="pe-2">
                <Cell
                  label={t('to_for', { from })}
                  value={String(to)}
                  disabled={disabled}
                  onChange={(text) => change(key, { to: text })}
                />
              </td>
              <td className="w-8">
                {!disabled && (
                  <IconButton
                    label={t('remove', { name: from })}
                    icon={<Trash2 className="size-4" aria-hidden="true" />}
                    onPress={() => onChange({ entries: entries.filter((one) => one.key !== key) })}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!disabled && (
        <div>
          <Button
            size="small"
            icon={<Plus className="size-4" aria-hidden="true" />}
            onPress={() => onChange({ entries: [...entries, newEntry()] })}
          >
            {t('add_entry')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Cell({
  label,
  value,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (text: string) => void;
}) {
  return (
    <input
      aria-label={label}
      value={value}
      disabled={disabled}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
      className="min-h-8 w-full rounded-md border border-edge bg-surface px-2 font-mono text-sm text-ink disabled:opacity-60"
    />
  );
}
