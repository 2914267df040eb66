/** What a route does: an action at an integration, with the fields it takes, or telling an endpoint. */
import { useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { useKnownEndpoints } from '../../app/known-endpoints.ts';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Card } from '../../ui/card.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { Badge } from '../../ui/status.tsx';
import { inputFields } from './input-fields.ts';
import type { PartProps } from './part.ts';

export function DoPart({ draft, change, disabled, wrong }: PartProps) {
  const t = useTranslations('routes.do');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const endpoints = useKnownEndpoints();
  const { kind, integration, action, endpoint } = draft;
  const actions = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations/{integration}/actions',
    { params: { path: { tenant, integration } } },
    { enabled: kind === 'action' && integration !== '' },
  );
  const chosen = actions.data?.data.find(({ name }) => name === action);
  return (
    <Card title={t('title')} description={t('description')}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-1 gap-4 md:grid-cols-3">
          <Select
            label={t('kind')}
            value={kind}
            disabled={disabled}
            choices={(['action', 'endpoint'] as const).map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={(value) => change({ kind: value })}
          />
          {kind === 'endpoint' ? (
            <Combobox
              label={t('endpoint')}
              value={endpoint === '' ? null : endpoint}
              disabled={disabled}
              error={wrong('do.endpoint')}
              choices={endpoints.list.map(({ id, name, url }) => ({ value: id, label: name, hint: url }))}
              onChange={(value) => change({ endpoint: value ?? '' })}
            />
          ) : (
            <>
              <Combobox
                label={t('integration')}
                value={integration === '' ? null : integration}
                disabled={disabled}
                error={wrong('do.integration')}
                choices={known.list.map(({ id, name, provider }) => ({ value: id, label: name, hint: provider }))}
                onChange={(value) => change({ integration: value ?? '', action: '' })}
              />
              <Combobox
                key={`${integration} ${actions.data === undefined ? 'asked' : 'known'}`}
                label={t('action')}
                value={action === '' ? null : action}
                disabled={disabled || integration === ''}
                error={wrong('do.action')}
                choices={(actions.data?.data ?? []).map(({ name, summary }) => ({
                  value: name,
                  label: name,
                  hint: summary,
                }))}
                onChange={(value) => change({ action: value ?? '' })}
              />
            </>
          )}
        </div>
        {kind === 'action' && chosen !== undefined && <Fields schema={chosen.input} summary={chosen.summary} />}
      </div>
    </Card>
  );
}

function Fields({ schema, summary }: { readonly schema: unknown; readonly summary: string }) {
  const t = useTranslations('routes.do');
  const fields = inputFields(schema);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">{summary}</p>
      {fields.length === 0 ? (
        <p className="text-muted">{t('no_fields')}</p>
      ) : (
        <div
          className="max-h-72 overflow-auto rounded-md border border-line"
          tabIndex={0}
          role="region"
          aria-label={t('fields')}
        >
          <table className="w-full text-sm">
            <thead className="text-muted">
              <tr className="border-b border-line">
                <th scope="col" className="px-3 py-1.5 text-start font-normal">
                  {t('field')}
                </th>
                <th scope="col" className="px-3 py-1.5 text-start font-normal">
                  {t('type')}
                </th>
                <th scope="col" className="px-3 py-1.5 text-start font-normal">
                  {t('about')}
                </th>
              </tr>
            </thead>
            <tbody>
              {fields.map(({ path, type, required, about }) => (
                <tr key={path} className="border-b border-line last:border-b-0">
                  <td className="px-3 py-1 font-mono">{path}</td>
                  <td className="px-3 py-1 text-muted">{type}</td>
                  <td className="px-3 py-1">
                    {required && <Badge tone="info">{t('required')}</Badge>} {about}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
