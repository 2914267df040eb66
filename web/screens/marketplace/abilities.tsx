/** What a provider can: the streams it syncs, the actions it takes, the webhooks it sends, the ways in. */
import { useTranslations } from 'use-intl';
import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import type { Provider } from './provider.tsx';

export function Streams({ provider }: { readonly provider: Provider }) {
  const t = useTranslations('marketplace.provider');
  const head = [t('stream'), t('model'), t('later'), t('deletions')];
  return (
    <Card title={t('parts.streams')} flush>
      <div className="overflow-x-auto" role="group" aria-label={t('parts.streams')} tabIndex={0}>
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line text-muted">
              {head.map((name) => (
                <th key={name} scope="col" className="px-4 py-2 text-start font-normal whitespace-nowrap">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {provider.streams.map(({ name, model, summary, incremental, deletions }) => (
              <tr key={name} className="border-b border-line align-top last:border-b-0">
                <th scope="row" className="px-4 py-2 text-start font-normal">
                  <code className="font-medium">{name}</code>
                  <span className="block min-w-40 text-muted">{summary}</span>
                </th>
                <td className="px-4 py-2">
                  <code>{model}</code>
                </td>
                <td className="px-4 py-2">{t(`incremental.${incremental}`)}</td>
                <td className="px-4 py-2">{t(`deletion.${deletions}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** Names of an action's inputs, from its JSON Schema. */
function inputsOf(schema: Provider['actions'][number]['input']): readonly { name: string; needed: boolean }[] {
  const { properties, required } = schema;
  if (typeof properties !== 'object' || properties === null) return [];
  const needed = Array.isArray(required) ? required : [];
  return Object.keys(properties).map((name) => ({ name, needed: needed.includes(name) }));
}

export function Actions({ provider }: { readonly provider: Provider }) {
  const t = useTranslations('marketplace.provider');
  return (
    <Card title={t('parts.actions')}>
      {provider.actions.length === 0 && <p className="text-muted">{t('no_actions')}</p>}
      <dl className="flex flex-col gap-3">
        {provider.actions.map(({ name, summary, input }) => {
          const inputs = inputsOf(input).map((one) => (one.needed ? t('needed', { name: one.name }) : one.name));
          return (
            <div key={name}>
              <dt>
                <code className="font-medium">{name}</code>
              </dt>
              <dd>{summary}</dd>
              <dd className="text-sm break-words text-muted">
                <Labelled label={t('takes')}>{inputs.length === 0 ? t('takes_nothing') : inputs.join(', ')}</Labelled>
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <span className="font-medium">{label}</span> {children}
    </>
  );
}

export function Webhooks({ provider: { webhooks } }: { readonly provider: Provider }) {
  const t = useTranslations('marketplace.provider');
  return (
    <Card title={t('parts.webhooks')}>
      {webhooks === null ? (
        <p className="text-muted">{t('no_webhooks')}</p>
      ) : (
        <div className="flex flex-col gap-2">
          <ul className="list-disc ps-5">
            {webhooks.addresses.map((address) => (
              <li key={address}>{t(`webhook_ways.${address}`)}</li>
            ))}
            <li>{t(`proof.${webhooks.proof}`)}</li>
            <li>{t(webhooks.registers_itself ? 'registered.yes' : 'registered.no')}</li>
          </ul>
          <p className="text-sm break-words text-muted">
            <Labelled label={t('webhook_types')}>{webhooks.types.join(', ')}</Labelled>
          </p>
        </div>
      )}
    </Card>
  );
}

export function WaysIn({ provider }: { readonly provider: Provider }) {
  const t = useTranslations('marketplace.provider');
  return (
    <Card title={t('parts.ways_in')}>
      <dl className="flex flex-col gap-3">
        {provider.auth.map(({ key, kind, label, summary, fields }) => (
          <div key={key}>
            <dt className="font-medium">{label}</dt>
            <dd>{summary}</dd>
            <dd className="text-sm text-muted">
              <Labelled label={t('needs')}>
                {kind === 'oauth2' ? t('needs_nothing') : fields.map((field) => field.label).join(', ')}
              </Labelled>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
