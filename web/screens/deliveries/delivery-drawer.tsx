/** One delivery: what is sent and how it is signed, every attempt with its answer, and what comes next. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownEndpoints } from '../../app/known-endpoints.ts';
import { whileWaiting } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { Attempts } from './attempts.tsx';
import { DeliveryStatus } from './delivery-status.tsx';
import { readable } from './readable.ts';

type Detail = Schema['DeliveryDetail'];

export function DeliveryDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useTranslations('deliveries.drawer');
  const { tenant, may } = useSession();
  const path = { tenant, delivery: id };
  const found = api.useQuery(
    'get',
    '/api/tenants/{tenant}/deliveries/{delivery}',
    { params: { path } },
    {
      refetchInterval: whileWaiting,
    },
  );
  const retry = api.useMutation('post', '/api/tenants/{tenant}/deliveries/{delivery}/retry', {
    onSuccess: () => {
      tellDone(t('retried'));
      askAgain('/api/tenants/{tenant}/deliveries', '/api/tenants/{tenant}/deliveries/{delivery}');
    },
  });
  const delivery = found.data;
  const stuck = delivery?.state === 'cancelled' || delivery?.waits_for === 'disabled';
  return (
    <Dialog
      open
      onClose={onClose}
      place="side"
      title={delivery?.type ?? t('title')}
      description={delivery !== undefined && <DeliveryStatus delivery={delivery} />}
      actions={
        delivery !== undefined &&
        may.act && (
          <Button
            kind="primary"
            busy={retry.isPending}
            disabled={stuck}
            onPress={() => retry.mutate({ params: { path } })}
          >
            {delivery.state === 'queued' ? t('now') : t('again')}
          </Button>
        )
      }
    >
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {delivery !== undefined && (
        <div className="flex flex-col gap-5 pb-3">
          {retry.isError && <Problem error={retry.error} />}
          <Waits delivery={delivery} />
          <What delivery={delivery} />
          <Section title={t('attempts')}>
            <Attempts attempts={delivery.history} mayRead={may.read} />
          </Section>
          <Section title={t('signed')}>
            <p className="text-muted">
              {t('signature', { what: 'webhook-id.webhook-timestamp.body', header: 'webhook-signature' })}
            </p>
          </Section>
          <Section title={t('body')}>
            <Body delivery={delivery} />
          </Section>
        </div>
      )}
    </Dialog>
  );
}

interface Of {
  readonly delivery: Detail;
}

/** Why it does not go, and what to do about it. */
function Waits({ delivery: { waits_for: waits, state, next_attempt_at: next, endpoint_id: endpoint, problem } }: Of) {
  const t = useTranslations('deliveries.drawer');
  const { tenant } = useSession();
  const toEndpoint = (
    <Link className="text-accent underline" to="/$tenant/endpoints/$endpoint" params={{ tenant, endpoint }}>
      {t('to_endpoint')}
    </Link>
  );
  if (waits === 'disabled')
    return (
      <p className="rounded-md bg-warn-soft px-3 py-2">
        {t('disabled')} {toEndpoint}
      </p>
    );
  if (waits === 'parked')
    return (
      <p className="rounded-md bg-warn-soft px-3 py-2">
        {t('parked')} {next !== null && <Moment at={next} />} {toEndpoint}
      </p>
    );
  if (state === 'failed' || state === 'cancelled')
    return (
      <p className="rounded-md bg-bad-soft px-3 py-2">
        <span className="font-medium">{problem}</span> {t(state)} {toEndpoint}
      </p>
    );
  return null;
}

function What({ delivery }: Of) {
  const t = useTranslations('deliveries.drawer');
  const { tenant } = useSession();
  const known = useKnownEndpoints();
  const { endpoint_id: endpoint, event_id: event, route_id: route, next_attempt_at: next } = delivery;
  return (
    <Facts
      rows={[
        { name: t('id'), value: <Copyable text={delivery.id} /> },
        {
          name: t('endpoint'),
          value: (
            <Link className="text-accent underline" to="/$tenant/endpoints/$endpoint" params={{ tenant, endpoint }}>
              {known.nameOf(endpoint)}
            </Link>
          ),
        },
        {
          name: t('event'),
          value: (
            <Link
              className="font-mono text-sm text-accent underline"
              to="/$tenant/events"
              params={{ tenant }}
              search={{ event }}
            >
              {event}
            </Link>
          ),
        },
        ...(route === null
          ? []
          : [
              {
                name: t('route'),
                value: (
                  <Link
                    className="font-mono text-sm text-accent underline"
                    to="/$tenant/routes/$route"
                    params={{ tenant, route }}
                  >
                    {route}
                  </Link>
                ),
              },
            ]),
        { name: t('message_id'), value: <Copyable text={delivery.message_id} /> },
        { name: t('queued'), value: <Moment at={delivery.created_at} exact /> },
        {
          name: t('attempts'),
          value: t('attempts_value', { count: delivery.attempts, replays: delivery.replays }),
        },
        ...(next === null ? [] : [{ name: t('next'), value: <Moment at={next} /> }]),
      ]}
    />
  );
}

function Body({ delivery: { body, bytes } }: Of) {
  const t = useTranslations('deliveries.drawer');
  const { may } = useSession();
  if (body === null)
    return <p className="text-muted">{may.read ? (bytes === null ? t('no_body') : t('body_gone')) : t('not_yours')}</p>;
  return <JsonView value={readable(body)} />;
}
