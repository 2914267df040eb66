/** One deletion: what is missing, some of it to look at, and what follows from a yes or a no. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useKnownIntegrations } from '../../app/known-integrations.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { useRecords } from '../links/known-records.ts';
import { RecordName } from '../links/record-name.tsx';
import { DeletionState } from './deletion-state.tsx';

type Detail = Schema['DeletionDetail'];

export function DeletionDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useTranslations('deletions');
  const { tenant } = useSession();
  const known = useKnownIntegrations();
  const found = api.useQuery('get', '/api/tenants/{tenant}/deletions/{deletion}', {
    params: { path: { tenant, deletion: id } },
  });
  const deletion = found.data;
  return (
    <Dialog
      open
      place="side"
      onClose={onClose}
      title={
        deletion === undefined
          ? t('drawer.title')
          : t('drawer.heading', {
              found: deletion.found,
              stream: deletion.stream,
              integration: known.nameOf(deletion.integration_id),
            })
      }
      description={deletion !== undefined && <DeletionState state={deletion.state} />}
    >
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {deletion !== undefined && (
        <div className="flex flex-col gap-6 pb-4">
          <p>
            {t('drawer.why', {
              found: deletion.found,
              live: deletion.live,
              share: deletion.live === 0 ? 0 : deletion.found / deletion.live,
            })}
          </p>
          <About deletion={deletion} />
          <Sample deletion={deletion} />
          {(deletion.state === 'held' || deletion.state === 'applying') && (
            <Decide deletion={deletion} onDone={onClose} />
          )}
        </div>
      )}
    </Dialog>
  );
}

function About({ deletion }: { readonly deletion: Detail }) {
  const t = useTranslations('deletions.drawer');
  const { tenant } = useSession();
  return (
    <Facts
      rows={[
        { name: t('at'), value: <Moment at={deletion.created_at} exact /> },
        {
          name: t('run'),
          value: (
            <span className="flex flex-wrap items-center gap-x-3">
              <Copyable text={deletion.run_id} />
              <Link
                className="text-accent underline"
                to="/$tenant/integrations/$integration/logs"
                params={{ tenant, integration: deletion.integration_id }}
                search={{ log: 'calls', run: deletion.run_id }}
              >
                {t('calls')}
              </Link>
            </span>
          ),
        },
        ...(deletion.decided_at === null
          ? []
          : [
              {
                name: t('decided'),
                value: (
                  <>
                    <Moment at={deletion.decided_at} exact /> {deletion.decided_by}
                  </>
                ),
              },
            ]),
      ]}
    />
  );
}

function Sample({ deletion }: { readonly deletion: Detail }) {
  const t = useTranslations('deletions.drawer');
  const records = useRecords(deletion.sample);
  if (deletion.sample.length === 0) return null;
  return (
    <Section title={t('sample', { count: deletion.sample.length, found: deletion.found })}>
      {records === undefined && <Skeleton lines={4} />}
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {deletion.sample.map((id) => {
          const record = records?.get(id);
          return record === undefined ? null : (
            <li key={id} className="min-w-0">
              <RecordName of={{ ...record, record: id }} record={record} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Decide({ deletion, onDone }: { readonly deletion: Detail; readonly onDone: () => void }) {
  const t = useTranslations('deletions.decide');
  const { tenant, may } = useSession();
  const format = useFormatter();
  const [typed, setTyped] = useState('');
  const path = { tenant, deletion: deletion.id };
  const done = (text: string) => {
    askAgain(
      '/api/tenants/{tenant}/deletions',
      '/api/tenants/{tenant}/deletions/{deletion}',
      '/api/tenants/{tenant}/record_counts',
    );
    tellDone(text);
    onDone();
  };
  const approve = api.useMutation('post', '/api/tenants/{tenant}/deletions/{deletion}/approve', {
    onSuccess: () => done(t('approved')),
  });
  const reject = api.useMutation('post', '/api/tenants/{tenant}/deletions/{deletion}/reject', {
    onSuccess: () => done(t('rejected')),
  });
  if (!may.admin) return <p className="text-muted">{t('not_yours')}</p>;
  return (
    <Section title={t('title')}>
      {approve.isError && <Problem error={approve.error} />}
      {reject.isError && <Problem error={reject.error} />}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <div className="flex flex-col items-start gap-3 rounded-lg border border-line p-4">
          <p className="grow">{t('reject_text')}</p>
          <Button
            busy={reject.isPending}
            disabled={approve.isPending}
            onPress={() => reject.mutate({ params: { path } })}
          >
            {t('reject')}
          </Button>
        </div>
        <form
          className="flex flex-col items-start gap-3 rounded-lg border border-bad/40 p-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() === deletion.stream) approve.mutate({ params: { path } });
          }}
        >
          <p>{t('approve_text', { found: format.number(deletion.found) })}</p>
          <TextField
            label={t('type_name', { stream: deletion.stream })}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            kind="danger"
            type="submit"
            busy={approve.isPending}
            disabled={reject.isPending || typed.trim() !== deletion.stream}
          >
            {t('approve', { found: format.number(deletion.found) })}
          </Button>
        </form>
      </div>
    </Section>
  );
}
