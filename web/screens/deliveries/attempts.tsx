/** The attempts of one delivery, newest first: what was answered, how long it took, and what was sent. */
import { useState, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status } from '../../ui/status.tsx';

type Attempt = Schema['DeliveryAttempt'];

export function Attempts({
  attempts,
  mayRead,
}: {
  readonly attempts: readonly Attempt[];
  /** Requests and answers are shown to those who see personal data. */
  readonly mayRead: boolean;
}) {
  const t = useTranslations('deliveries.attempts');
  if (attempts.length === 0) return <p className="text-muted">{t('none')}</p>;
  return (
    <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
      {attempts.map((attempt, nth) => (
        <One key={attempt.number} attempt={attempt} first={nth === 0} mayRead={mayRead} />
      ))}
    </ol>
  );
}

function One({
  attempt: { number, at, duration_ms: duration, status, problem, request, response },
  first,
  mayRead,
}: {
  readonly attempt: Attempt;
  readonly first: boolean;
  readonly mayRead: boolean;
}) {
  const t = useTranslations('deliveries.attempts');
  const format = useFormatter();
  const [open, setOpen] = useState(first);
  return (
    <li className="flex flex-col">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-1.5 text-start hover:bg-sunken"
      >
        <span aria-hidden="true" className="w-3 text-muted">
          {open ? '▾' : '▸'}
        </span>
        <span className="font-medium">{t('number', { number })}</span>
        <Status tone={problem === null ? 'good' : 'bad'} icon={problem === null ? 'done' : 'failed'}>
          {status === null ? t('no_answer') : t('answered', { status })}
        </Status>
        <span className="text-sm text-muted tabular-nums">{t('took', { ms: format.number(duration) })}</span>
        <span className="ms-auto text-sm text-muted">
          <Moment at={at} />
        </span>
      </button>
      {open && (
        <div className="flex flex-col gap-3 px-3 pb-3">
          {problem !== null && <p className="break-words text-bad">{problem}</p>}
          {request !== null && (
            <Part title={t('request')}>
              <p className="font-mono text-sm break-all">{`POST ${request.url}`}</p>
              <JsonView value={request.headers} />
            </Part>
          )}
          {response !== null && (
            <Part title={t('response')}>
              <JsonView value={response.headers} />
              {response.body === '' ? (
                <p className="text-sm text-muted">{t('empty')}</p>
              ) : (
                <pre
                  tabIndex={0}
                  className="max-h-60 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm break-all whitespace-pre-wrap"
                >
                  {response.body}
                </pre>
              )}
              {response.cut && <p className="text-sm text-muted">{t('cut')}</p>}
            </Part>
          )}
          {request === null && <p className="text-sm text-muted">{mayRead ? t('kept_no_longer') : t('not_yours')}</p>}
        </div>
      )}
    </li>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h4 className="text-sm text-muted">{title}</h4>
      {children}
    </div>
  );
}
