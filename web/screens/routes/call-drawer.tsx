/** One call of a route: what came of it, what is wrong with it and what to do, and having it made again. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { whileWaiting } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { CallStatus } from './call-status.tsx';

type Call = Schema['RouteCall'];

const path = '/api/tenants/{tenant}/routes/{route}/calls/{call}';

export function CallDrawer({
  route,
  id,
  onClose,
}: {
  readonly route: string;
  readonly id: string;
  readonly onClose: () => void;
}) {
  const t = useTranslations('routes.call');
  const { tenant, may } = useSession();
  const [notDone, setNotDone] = useState(false);
  const params = { path: { tenant, route, call: id } };
  const found = api.useQuery('get', path, { params }, { refetchInterval: whileWaiting });
  const retry = api.useMutation('post', `${path}/retry`, {
    onSuccess: () => {
      tellDone(t('retried'));
      askAgain(path, '/api/tenants/{tenant}/routes/{route}/calls', '/api/tenants/{tenant}/routes/{route}');
    },
  });
  const call = found.data;
  const again = call !== undefined && (call.state === 'failed' || call.state === 'cut');
  return (
    <Dialog
      open
      onClose={onClose}
      place="side"
      title={t('title')}
      description={call !== undefined && <CallStatus state={call.state} />}
      actions={
        again &&
        may.act && (
          <Button
            kind="primary"
            busy={retry.isPending}
            onPress={() => retry.mutate({ params, body: { not_done: notDone && call.in_doubt } })}
          >
            {t('retry')}
          </Button>
        )
      }
    >
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {call !== undefined && (
        <div className="flex flex-col gap-5 pb-3">
          {retry.isError && <Problem error={retry.error} />}
          <Trouble call={call} />
          {again && call.in_doubt && may.act && (
            <Switch label={t('not_done')} help={t('not_done_help')} on={notDone} onChange={setNotDone} />
          )}
          <What call={call} />
          {call.records.length > 0 && (
            <Section title={t('records')}>
              <ul>
                {call.records.map((record) => (
                  <li key={record}>
                    <Copyable text={record} />
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Trouble({ call: { error, reason, state, in_doubt: doubt } }: { readonly call: Call }) {
  const t = useTranslations('routes.call');
  return (
    <>
      {state === 'cut' && (
        <Callout tone="warn" title={t('cut')}>
          {reason !== null && <p>{reason}</p>}
          <p>{t('cut_text')}</p>
        </Callout>
      )}
      {state === 'skipped' && reason !== null && (
        <Callout tone="plain" title={t('skipped')}>
          {reason}
        </Callout>
      )}
      {error !== null && state !== 'done' && (
        <Callout tone="warn" title={error.message}>
          <p>{error.next}</p>
          {error.problems.length > 0 && (
            <ul className="list-disc ps-5">
              {error.problems.map(({ path: place, message }) => (
                <li key={`${place} ${message}`}>
                  <code className="font-mono text-sm">{place}</code>: {message}
                </li>
              ))}
            </ul>
          )}
        </Callout>
      )}
      {doubt && state !== 'done' && (
        <Callout tone="warn" title={t('doubt')}>
          {t('doubt_text')}
        </Callout>
      )}
    </>
  );
}

function What({ call }: { readonly call: Call }) {
  const t = useTranslations('routes.call');
  const { tenant } = useSession();
  const {
    event_id: event,
    delivery_id: delivery,
    record_id: record,
    external_reference: reference,
    next_at: next,
  } = call;
  return (
    <Facts
      rows={[
        { name: t('id'), value: <Copyable text={call.id} /> },
        {
          name: t('event'),
          value: (
            <Link
              className="font-mono text-sm break-all text-accent underline"
              to="/$tenant/events"
              params={{ tenant }}
              search={{ event }}
            >
              {event}
            </Link>
          ),
        },
        { name: t('at'), value: <Moment at={call.at} exact /> },
        ...(record === null ? [] : [{ name: t('record'), value: <Copyable text={record} /> }]),
        ...(call.version === null ? [] : [{ name: t('version'), value: call.version }]),
        { name: t('attempts'), value: t('attempts_value', { count: call.attempts, replays: call.replays }) },
        ...(next === null ? [] : [{ name: t('next'), value: <Moment at={next} /> }]),
        ...(reference === null ? [] : [{ name: t('reference'), value: <Copyable text={reference} /> }]),
        ...(delivery === null
          ? []
          : [
              {
                name: t('delivery'),
                value: (
                  <Link
                    className="font-mono text-sm break-all text-accent underline"
                    to="/$tenant/deliveries"
                    params={{ tenant }}
                    search={{ delivery }}
                  >
                    {delivery}
                  </Link>
                ),
              },
            ]),
        ...(call.finished_at === null ? [] : [{ name: t('finished'), value: <Moment at={call.finished_at} exact /> }]),
      ]}
    />
  );
}
