/** One event: what it says, where it was delivered, and what routes made of it. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DeliveryStatus } from '../deliveries/delivery-status.tsx';
import { CallStatus } from '../routes/call-status.tsx';

export function EventDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useTranslations('events.drawer');
  const { tenant, may } = useSession();
  const found = api.useQuery('get', '/api/tenants/{tenant}/events/{event}', {
    params: { path: { tenant, event: id } },
  });
  const event = found.data;
  return (
    <Dialog open onClose={onClose} place="side" title={event?.type ?? t('title')}>
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {event !== undefined && (
        <div className="flex flex-col gap-5 pb-3">
          <What event={event} />
          <Deliveries event={id} />
          <Calls event={id} />
          <Section title={t('data')}>
            {!may.read && event.model !== null && <p className="text-sm text-muted">{t('masked')}</p>}
            {event.data === null ? <p className="text-muted">{t('gone')}</p> : <JsonView value={event.data} />}
          </Section>
        </div>
      )}
    </Dialog>
  );
}

function What({ event }: { readonly event: Schema['EventDetail'] }) {
  const t = useTranslations('events.drawer');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const { integration_id: integration, record_id: record, model, routes } = event;
  return (
    <Facts
      rows={[
        { name: t('id'), value: <Copyable text={event.id} /> },
        { name: t('at'), value: <Moment at={event.timestamp} exact /> },
        ...(integration === null
          ? []
          : [
              {
                name: t('integration'),
                value: (
                  <Link
                    className="text-accent underline"
                    to="/$tenant/integrations/$integration"
                    params={{ tenant, integration }}
                  >
                    {known.nameOf(integration)}
                  </Link>
                ),
              },
            ]),
        ...(model === null ? [] : [{ name: t('model'), value: model }]),
        ...(record === null ? [] : [{ name: t('record'), value: <Copyable text={record} /> }]),
        ...(routes.length === 0
          ? []
          : [
              {
                name: t('by_routes'),
                value: routes.map((route) => (
                  <Link
                    key={route}
                    className="block text-accent underline"
                    to="/$tenant/routes/$route"
                    params={{ tenant, route }}
                  >
                    {route}
                  </Link>
                )),
              },
            ]),
      ]}
    />
  );
}

function Deliveries({ event }: { readonly event: string }) {
  const t = useTranslations('events.drawer');
  const { tenant } = useSession();
  const list = api.useQuery('get', '/api/tenants/{tenant}/deliveries', {
    params: { path: { tenant }, query: { event, limit: 200 } },
  });
  const endpoints = api.useQuery('get', '/api/tenants/{tenant}/endpoints', {
    params: { path: { tenant }, query: { limit: 200 } },
  });
  const names = new Map((endpoints.data?.data ?? []).map(({ id, name }) => [id, name]));
  if (list.isError) return <Problem error={list.error} />;
  return (
    <Section title={t('deliveries')}>
      {list.isPending && <Skeleton lines={1} />}
      {list.data?.data.length === 0 && <p className="text-muted">{t('no_deliveries')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {list.data?.data.map((delivery) => (
          <li key={delivery.id} className="flex items-center justify-between gap-3 py-1.5">
            <Link
              className="truncate text-accent underline"
              to="/$tenant/deliveries"
              params={{ tenant }}
              search={{ delivery: delivery.id }}
            >
              {names.get(delivery.endpoint_id) ?? delivery.endpoint_id}
            </Link>
            <DeliveryStatus delivery={delivery} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Calls({ event }: { readonly event: string }) {
  const t = useTranslations('events.drawer');
  const { tenant } = useSession();
  const list = api.useQuery('get', '/api/tenants/{tenant}/events/{event}/calls', {
    params: { path: { tenant, event } },
  });
  const routes = api.useQuery('get', '/api/tenants/{tenant}/routes', {
    params: { path: { tenant }, query: { limit: 200 } },
  });
  const names = new Map((routes.data?.data ?? []).map(({ id, name }) => [id, name]));
  if (list.isError) return <Problem error={list.error} />;
  return (
    <Section title={t('calls')}>
      {list.isPending && <Skeleton lines={1} />}
      {list.data?.data.length === 0 && <p className="text-muted">{t('no_calls')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {list.data?.data.map((call) => (
          <li key={call.id} className="flex items-center justify-between gap-3 py-1.5">
            <Link
              className="truncate text-accent underline"
              to="/$tenant/routes/$route"
              params={{ tenant, route: call.route_id }}
              search={{ tab: 'calls', call: call.id }}
            >
              {names.get(call.route_id) ?? call.route_id}
            </Link>
            <CallStatus state={call.state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
