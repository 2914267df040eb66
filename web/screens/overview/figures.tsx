/** What there is in numbers, each with the way to what it counts. */
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Button, type ButtonProps } from '../../ui/button.tsx';
import { Card, Figure } from '../../ui/card.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { Overview } from './overview.tsx';

/** Models shown; the rest are on the screen of records. */
const mostModels = 6;

export function TotalFigures({ overview: { totals, records } }: { readonly overview: Overview }) {
  const t = useTranslations('overview.figures');
  const format = useFormatter();
  const changes = records.changes_last_day;
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label={t('connected')} value={totals.connected} note={t('of_available', { count: totals.available })} />
        <Figure label={t('failing')} value={totals.failing} />
        <Figure
          label={t('finance')}
          value={totals.finance.connected}
          note={t('finance_note', { count: totals.finance.available })}
        />
        <Figure
          label={t('records')}
          value={format.number(records.total)}
          note={changes === null ? undefined : t('changes', { count: changes })}
        />
      </dl>
    </Card>
  );
}

export function Models({ records }: { readonly records: Overview['records'] }) {
  const t = useTranslations('overview.models');
  const { tenant } = useSession();
  return (
    <Card title={t('title')} actions={<More to={<Link to="/$tenant/records" params={{ tenant }} />}>{t('all')}</More>}>
      {records.models.length === 0 && <p className="text-muted">{t('none')}</p>}
      <dl className="flex flex-col gap-1.5">
        {records.models.slice(0, mostModels).map(({ model, records: count }) => (
          <Line key={model} name={<code className="text-sm">{model}</code>} count={count} />
        ))}
      </dl>
    </Card>
  );
}

export function Categories({ totals }: { readonly totals: Overview['totals'] }) {
  const t = useTranslations('overview.categories');
  const words = useTranslations('words.category');
  return (
    <Card title={t('title')} description={t('explained')}>
      <dl className="flex flex-col gap-1.5">
        {totals.categories.map(({ category, connected, available }) => (
          <div key={category} className="flex justify-between gap-4">
            <dt className="text-muted">{words(category)}</dt>
            <dd className="tabular-nums">{t('row', { connected, available })}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function WebhookFigures({ webhooks }: { readonly webhooks: Overview['webhooks'] }) {
  const t = useTranslations('overview.webhooks');
  const { tenant } = useSession();
  return (
    <Card title={t('title')} actions={<More to={<Link to="/$tenant/webhooks" params={{ tenant }} />}>{t('all')}</More>}>
      <dl className="flex flex-col gap-1.5">
        <Line name={t('received')} count={webhooks.received_last_day} />
        <Line name={t('refused')} count={webhooks.refused_last_day} />
        <Line name={t('waiting')} count={webhooks.waiting} />
        <Line name={t('failed')} count={webhooks.failed} bad />
      </dl>
    </Card>
  );
}

export function DeliveryFigures({ deliveries }: { readonly deliveries: Overview['deliveries'] }) {
  const t = useTranslations('overview.deliveries');
  const { tenant } = useSession();
  return (
    <Card
      title={t('title')}
      actions={<More to={<Link to="/$tenant/deliveries" params={{ tenant }} />}>{t('all')}</More>}
    >
      <dl className="flex flex-col gap-1.5">
        <Line name={t('delivered')} count={deliveries.delivered_last_day} />
        <Line name={t('waiting')} count={deliveries.waiting} />
        <Line name={t('failed')} count={deliveries.failed} bad />
        <Line name={t('endpoints')} count={deliveries.endpoints} />
        <Line name={t('parked')} count={deliveries.endpoints_parked} bad />
        <Line name={t('disabled')} count={deliveries.endpoints_disabled} bad />
      </dl>
    </Card>
  );
}

function More({ to, children }: { readonly to: NonNullable<ButtonProps['render']>; readonly children: string }) {
  return (
    <Button size="small" kind="quiet" render={to}>
      {children}
    </Button>
  );
}

/** `bad`: more than none of these is somebody's business. */
function Line({
  name,
  count,
  bad = false,
}: {
  readonly name: string | ReactElement;
  readonly count: number;
  readonly bad?: boolean;
}) {
  const format = useFormatter();
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className={classNames('tabular-nums', bad && count > 0 && 'font-semibold text-bad')}>
        {format.number(count)}
      </dd>
    </div>
  );
}
