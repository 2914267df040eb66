/** Everything that can be said of an endpoint, for a new one and for one there is. The server checks it; what it says stands at its field. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { useEventTypes } from '../../app/event-types.ts';
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Many } from '../../ui/many.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Endpoint } from './endpoint-health.tsx';
import { HeadersField, type HeaderRow } from './headers-field.tsx';
import { TransformationField } from './transformation-field.tsx';

type Create = Schema['CreateEndpoint'];

export interface EndpointFormProps {
  /** The one that is changed; absent: a new one. */
  readonly endpoint?: Endpoint;
  readonly busy: boolean;
  /** What the server said. */
  readonly error: unknown;
  readonly submit: string;
  readonly onSubmit: (given: Create) => void;
  /** Beside the button that saves. */
  readonly actions?: ReactNode;
  readonly disabled?: boolean;
}

export function EndpointForm({
  endpoint,
  busy,
  error,
  submit,
  onSubmit,
  actions,
  disabled = false,
}: EndpointFormProps) {
  const t = useTranslations('endpoints.form');
  const types = useEventTypes();
  const known = useKnownIntegrations();
  const [name, setName] = useState(endpoint?.name ?? '');
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [wanted, setWanted] = useState<readonly string[]>((endpoint?.types ?? []).filter((type) => type !== '*'));
  const [models, setModels] = useState<readonly string[]>(endpoint?.models ?? []);
  const [integrations, setIntegrations] = useState<readonly string[]>(endpoint?.integrations ?? []);
  const [transformation, setTransformation] = useState(endpoint?.transformation ?? '');
  const [headers, setHeaders] = useState<readonly HeaderRow[]>();
  const [perMinute, setPerMinute] = useState(endpoint?.per_minute?.toString() ?? '');
  const [ordering, setOrdering] = useState(endpoint?.ordering ?? 'none');
  const problems = isProblem(error) ? (error.problems ?? []) : [];
  const wrong = (path: string) => problems.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.message;
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({
      url: url.trim(),
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      types: wanted.length === 0 ? ['*'] : [...wanted],
      models: [...models],
      integrations: [...integrations],
      transformation: transformation.trim() === '' ? null : transformation,
      per_minute: perMinute.trim() === '' ? null : Number(perMinute),
      ordering,
      ...(headers === undefined
        ? {}
        : {
            headers: Object.fromEntries(headers.filter((row) => row.name !== '').map((row) => [row.name, row.value])),
          }),
    });
  };
  return (
    <form className="flex flex-col gap-5" onSubmit={send} noValidate>
      {error !== undefined && error !== null && <Problem error={error} />}
      <Card title={t('where')}>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
          <TextField
            kind="url"
            mono
            label={t('url')}
            help={t('url_help')}
            error={wrong('url')}
            value={url}
            disabled={disabled}
            placeholder="https://example.com/hooks/plugboard"
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <TextField
            label={t('name')}
            optional
            help={t('name_help')}
            error={wrong('name')}
            value={name}
            disabled={disabled}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </div>
      </Card>
      <Card title={t('what')} description={t('what_help')}>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-3">
          <Many
            label={t('types')}
            optional
            help={t('types_help')}
            placeholder={wanted.length === 0 ? t('all_types') : t('add')}
            error={wrong('types')}
            choices={types.choices}
            values={wanted}
            disabled={disabled}
            onChange={setWanted}
          />
          <Many
            label={t('models')}
            optional
            help={t('models_help')}
            placeholder={models.length === 0 ? t('all_models') : t('add')}
            error={wrong('models')}
            choices={types.models.map((value) => ({ value, label: value }))}
            values={models}
            disabled={disabled}
            onChange={setModels}
          />
          <Many
            label={t('integrations')}
            optional
            help={t('integrations_help')}
            placeholder={integrations.length === 0 ? t('all_integrations') : t('add')}
            error={wrong('integrations')}
            choices={known.list.map(({ id, name: label, provider }) => ({ value: id, label, hint: provider }))}
            values={integrations}
            disabled={disabled}
            onChange={setIntegrations}
          />
        </div>
      </Card>
      <TransformationField
        value={transformation}
        onChange={setTransformation}
        error={wrong('transformation')}
        disabled={disabled}
      />
      <Card title={t('how')}>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
          <Select
            label={t('ordering')}
            help={t(`ordering_help.${ordering}`)}
            value={ordering}
            disabled={disabled}
            choices={(['none', 'strict'] as const).map((value) => ({ value, label: t(`orderings.${value}`) }))}
            onChange={setOrdering}
          />
          <TextField
            label={t('per_minute')}
            optional
            help={t('per_minute_help')}
            inputMode="numeric"
            error={wrong('per_minute')}
            value={perMinute}
            disabled={disabled}
            onChange={(event) => setPerMinute(event.currentTarget.value.replaceAll(/\D/g, ''))}
          />
          <div className="md:col-span-2">
            <HeadersField
              stored={endpoint?.headers ?? []}
              rows={headers}
              onChange={setHeaders}
              error={wrong('headers')}
              disabled={disabled}
            />
          </div>
        </div>
      </Card>
      {!disabled && (
        <div className="flex flex-wrap justify-end gap-2">
          {actions}
          <Button kind="primary" type="submit" busy={busy} disabled={url.trim() === ''}>
            {submit}
          </Button>
        </div>
      )}
    </form>
  );
}
