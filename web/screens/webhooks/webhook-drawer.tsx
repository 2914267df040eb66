/** One webhook: what it says, what became of it, and what can be done about it. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { whileWaiting } from '../../app/pages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/failure.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { Mend } from './mend.tsx';
import { WebhookStatus } from './webhook-status.tsx';

type Detail = Schema['WebhookDetail'];

export function WebhookDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useTranslations('webhooks');
  const { tenant, may } = useSession();
  const [mending, setMending] = useState(false);
  const found = api.useQuery(
    'get',
    '/api/tenants/{tenant}/webhooks/{webhook}',
    { params: { path: { tenant, webhook: id } } },
    { refetchInterval: whileWaiting },
  );
  const replay = api.useMutation('post', '/api/tenants/{tenant}/webhooks/{webhook}/replay', {
    onSuccess: (_answer, { body }) => {
      const mended = body !== null && 'payload' in body;
      tellDone(mended ? t('drawer.mended') : t('drawer.replayed'));
      setMending(false);
      askAgain(
        '/api/tenants/{tenant}/webhooks',
        '/api/tenants/{tenant}/webhooks/{webhook}',
        '/api/tenants/{tenant}/integrations/{integration}/webhooks',
        '/api/tenants/{tenant}/integrations/{integration}/webhook-counts',
      );
    },
  });
  const webhook = found.data;
  const path = { tenant, webhook: id };
  const mendable = webhook?.state === 'failed' && !webhook.erased && may.act && may.read;
  return (
    <Dialog
      open
      onClose={onClose}
      place="side"
      title={webhook?.type ?? t('drawer.title')}
      description={webhook !== undefined && <WebhookStatus webhook={webhook} />}
      actions={
        webhook !== undefined &&
        may.act &&
        !mending && (
          <>
            {mendable && <Button onPress={() => setMending(true)}>{t('drawer.mend')}</Button>}
            <Button
              kind="primary"
              busy={replay.isPending}
              disabled={webhook.erased}
              onPress={() => replay.mutate({ params: { path }, body: null })}
            >
              {t('drawer.replay')}
            </Button>
          </>
        )
      }
    >
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {webhook !== undefined && (
        <div className="flex flex-col gap-5 pb-3">
          {replay.isError && <Problem error={replay.error} />}
          <Trouble webhook={webhook} />
          <What webhook={webhook} />
          <Effect webhook={webhook} />
          {mending ? (
            <Mend
              payload={webhook.payload}
              busy={replay.isPending}
              onCancel={() => setMending(false)}
              onReplay={(payload) => replay.mutate({ params: { path }, body: { payload } })}
            />
          ) : (
            <Payloads webhook={webhook} />
          )}
          <Section title={t('drawer.headers')}>
            {Object.keys(webhook.headers).length === 0 ? (
              <p className="text-muted">{t('drawer.no_headers')}</p>
            ) : (
              <JsonView value={webhook.headers} />
            )}
          </Section>
        </div>
      )}
    </Dialog>
  );
}

function Trouble({ webhook: { error, state, waits_for: waits, erased, integration_id: integration } }: Of) {
  const t = useTranslations('webhooks');
  const { tenant } = useSession();
  if (erased) return <p className="rounded-md bg-sunken px-3 py-2">{t('drawer.erased')}</p>;
  if (waits !== null)
    return (
      <p className="rounded-md bg-warn-soft px-3 py-2">
        {t(`waits.${waits}`)}{' '}
        <Link
          className="text-accent underline"
          to="/$tenant/integrations/$integration"
          params={{ tenant, integration }}
        >
          {t('drawer.to_integration')}
        </Link>
      </p>
    );
  if (error === null || state === 'processed') return null;
  return <Failure message={error.message} fault={error.fault} next={error.next} />;
}

interface Of {
  readonly webhook: Detail;
}

function What({ webhook }: Of) {
  const t = useTranslations('webhooks');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const format = useFormatter();
  const { integration_id: integration, vendor_id: vendorId, happened_at: happened, next_attempt_at: next } = webhook;
  return (
    <Facts
      rows={[
        { name: t('facts.id'), value: <Copyable text={webhook.id} /> },
        ...(vendorId === null ? [] : [{ name: t('facts.vendor_id'), value: <Copyable text={vendorId} /> }]),
        {
          name: t('facts.integration'),
          value: (
            <Link
              className="text-accent underline"
              to="/$tenant/integrations/$integration/webhooks"
              params={{ tenant, integration }}
            >
              {known.nameOf(integration)}
            </Link>
          ),
        },
        { name: t('facts.received'), value: <Moment at={webhook.received_at} exact /> },
        ...(happened === null ? [] : [{ name: t('facts.happened'), value: <Moment at={happened} exact /> }]),
        {
          name: t('facts.attempts'),
          value: t('facts.attempts_value', { count: webhook.attempts, replays: webhook.replays }),
        },
        ...(next === null || webhook.waits_for !== null
          ? []
          : [{ name: t('facts.next'), value: <Moment at={next} /> }]),
        ...(webhook.mended_at === null
          ? []
          : [
              {
                name: t('facts.mended'),
                value: (
                  <>
                    <Moment at={webhook.mended_at} /> {webhook.mended_by}
                  </>
                ),
              },
            ]),
        {
          name: t('facts.size'),
          value: t('facts.bytes', { bytes: format.number(webhook.bytes) }),
        },
      ]}
    />
  );
}

function Effect({ webhook: { effect } }: Of) {
  const t = useTranslations('webhooks.effect');
  if (effect === null) return null;
  const { records, runs, notes } = effect;
  return (
    <Section title={t('title')}>
      {records.length + runs.length + notes.length === 0 && <p className="text-muted">{t('nothing')}</p>}
      <Ids label={t('records', { count: records.length })} ids={records} />
      <Ids label={t('runs', { count: runs.length })} ids={runs} />
      {notes.length > 0 && (
        <ul className="flex list-disc flex-col gap-0.5 ps-5">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Ids({ label, ids }: { readonly label: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <div>
      <p className="text-sm text-muted">{label}</p>
      <ul className="flex flex-col">
        {ids.map((id) => (
          <li key={id}>
            <Copyable text={id} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Payloads({ webhook: { payload, original } }: Of) {
  const t = useTranslations('webhooks.drawer');
  const { may } = useSession();
  return (
    <>
      <Section title={t('payload')}>
        {!may.read && <p className="text-sm text-muted">{t('masked')}</p>}
        <JsonView value={payload} />
      </Section>
      {original !== undefined && (
        <Section title={t('original')}>
          <JsonView value={original} />
        </Section>
      )}
    </>
  );
}
