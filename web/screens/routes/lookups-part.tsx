/** Records that are needed besides the event's own: found by their fields, or by a link. In their order: a later one may use an earlier one. */
import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useEventTypes } from '../../app/event-types.ts';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { newKey, type FieldDraft, type LookupDraft } from './draft.ts';
import type { PartProps } from './part.ts';

/** The API takes no more. */
const most = 10;
const mostFields = 5;

export function LookupsPart({ draft: { lookups }, change, disabled, wrong }: PartProps) {
  const t = useTranslations('routes.lookups');
  const set = (next: readonly LookupDraft[]) => change({ lookups: next });
  const add = () =>
    set([
      ...lookups,
      {
        key: newKey(),
        name: '',
        optional: false,
        kind: 'find',
        integration: '',
        model: '',
        where: [{ key: newKey(), field: 'key', expression: '' }],
        from: '',
      },
    ]);
  return (
    <Card
      title={t('title')}
      description={t('description')}
      actions={
        !disabled && (
          <Button
            size="small"
            icon={<Plus className="size-4" aria-hidden="true" />}
            disabled={lookups.length >= most}
            onPress={add}
          >
            {t('add')}
          </Button>
        )
      }
    >
      {lookups.length === 0 && <p className="text-muted">{t('none')}</p>}
      <ol className="flex flex-col gap-4">
        {lookups.map((lookup, nth) => (
          <li key={lookup.key} className="rounded-md border border-line p-3">
            <Lookup
              lookup={lookup}
              place={`lookups.${nth}`}
              earlier={lookups.slice(0, nth).map(({ name }) => name)}
              disabled={disabled}
              wrong={wrong}
              onChange={(changed) => set(lookups.map((one) => (one.key === lookup.key ? { ...one, ...changed } : one)))}
              onUp={nth === 0 ? undefined : () => set(moved(lookups, nth))}
              onRemove={() => set(lookups.filter((one) => one.key !== lookup.key))}
            />
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The one at this place changes places with the one before it. */
function moved(lookups: readonly LookupDraft[], nth: number): readonly LookupDraft[] {
  const before = lookups[nth - 1];
  const one = lookups[nth];
  return before === undefined || one === undefined
    ? lookups
    : [...lookups.slice(0, nth - 1), one, before, ...lookups.slice(nth + 1)];
}

interface LookupProps {
  readonly lookup: LookupDraft;
  readonly place: string;
  readonly earlier: readonly string[];
  readonly disabled: boolean;
  readonly wrong: PartProps['wrong'];
  readonly onChange: (changed: Partial<LookupDraft>) => void;
  readonly onUp: (() => void) | undefined;
  readonly onRemove: () => void;
}

/** The event's own record: no name of a look-up is empty. */
const ofEvent = 'event record';

function Lookup({ lookup, place, earlier, disabled, wrong, onChange, onUp, onRemove }: LookupProps) {
  const t = useTranslations('routes.lookups');
  const known = useKnownIntegrations();
  const { models } = useEventTypes();
  const { kind, name, integration, model, from } = lookup;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid items-end gap-3 md:grid-cols-[1fr_1fr_auto]">
        <TextField
          label={t('name')}
          mono
          spellCheck={false}
          value={name}
          disabled={disabled}
          error={wrong(`${place}.name`)}
          onChange={(event) => onChange({ name: event.currentTarget.value.trim() })}
        />
        <Select
          label={t('how')}
          value={kind}
          disabled={disabled}
          choices={(['find', 'linked'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(value) => onChange({ kind: value })}
        />
        {!disabled && (
          <div className="flex">
            <IconButton
              label={t('up', { name })}
              icon={<ArrowUp className="size-4" aria-hidden="true" />}
              disabled={onUp === undefined}
              {...(onUp === undefined ? {} : { onPress: onUp })}
            />
            <IconButton
              label={t('remove', { name })}
              icon={<Trash2 className="size-4" aria-hidden="true" />}
              onPress={onRemove}
            />
          </div>
        )}
      </div>
      <div className="grid grid-cols-1 gap-3 md:grid-cols-3">
        {kind === 'linked' && (
          <Select
            label={t('from')}
            value={from === '' ? ofEvent : from}
            disabled={disabled}
            choices={[
              { value: ofEvent, label: t('event_record') },
              ...[...new Set([...earlier, from])].filter((one) => one !== '').map((value) => ({ value, label: value })),
            ]}
            onChange={(value) => onChange({ from: value === ofEvent ? '' : value })}
          />
        )}
        <Combobox
          label={t('integration')}
          value={integration === '' ? null : integration}
          disabled={disabled}
          error={wrong(`${place}.${kind}.integration`)}
          choices={known.list.map(({ id, name: label, provider }) => ({ value: id, label, hint: provider }))}
          onChange={(value) => onChange({ integration: value ?? '' })}
        />
        <Combobox
          label={t('model')}
          optional={kind === 'linked'}
          value={model === '' ? null : model}
          disabled={disabled}
          error={wrong(`${place}.${kind}.model`)}
          choices={models.map((value) => ({ value, label: value }))}
          onChange={(value) => onChange({ model: value ?? '' })}
        />
      </div>
      {kind === 'find' && (
        <Where
          fields={lookup.where}
          disabled={disabled}
          wrong={(field) => wrong(`${place}.find.where.${field}`)}
          onChange={(where) => onChange({ where })}
        />
      )}
      <Switch
        label={t('optional')}
        help={t('optional_help')}
        on={lookup.optional}
        disabled={disabled}
        onChange={(optional) => onChange({ optional })}
      />
    </div>
  );
}

function Where({
  fields,
  disabled,
  wrong,
  onChange,
}: {
  readonly fields: readonly FieldDraft[];
  readonly disabled: boolean;
  readonly wrong: (field: string) => string | undefined;
  readonly onChange: (fields: readonly FieldDraft[]) => void;
}) {
  const t = useTranslations('routes.lookups');
  const change = (key: string, changed: Partial<FieldDraft>) =>
    onChange(fields.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  return (
    <div className="flex flex-col gap-2">
      {fields.map(({ key, field, expression }) => (
        <div key={key} className="grid grid-cols-[minmax(6rem,1fr)_minmax(0,2fr)_auto] items-end gap-2">
          <TextField
            label={t('field')}
            mono
            spellCheck={false}
            value={field}
            disabled={disabled}
            onChange={(event) => change(key, { field: event.currentTarget.value.trim() })}
          />
          <TextField
            label={t('is')}
            mono
            spellCheck={false}
            placeholder="data.record.data.student_id"
            value={expression}
            disabled={disabled}
            error={wrong(field)}
            onChange={(event) => change(key, { expression: event.currentTarget.value })}
          />
          {!disabled && (
            <IconButton
              label={t('remove', { name: field })}
              icon={<Trash2 className="size-4" aria-hidden="true" />}
              disabled={fields.length === 1}
              onPress={() => onChange(fields.filter((one) => one.key !== key))}
            />
          )}
        </div>
      ))}
      <p className="text-sm text-muted">{t('where_help')}</p>
      {!disabled && (
        <div>
          <Button
            size="small"
            icon={<Plus className="size-4" aria-hidden="true" />}
            disabled={fields.length >= mostFields}
            onPress={() => onChange([...fields, { key: newKey(), field: '', expression: '' }])}
          >
            {t('add_field')}
          </Button>
        </div>
      )}
    </div>
  );
}
