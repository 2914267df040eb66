/** What was refused at the address within a day: why, how often, what to do, and the headers of the last one. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import type { Messages } from '../../app/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Status } from '../../ui/status.tsx';

type Refusal = Schema['WebhookRefusal'];
type Known = keyof Messages['integration_webhooks']['refusals']['next'];

const known: readonly string[] = [
  'no_secret',
  'missing',
  'malformed',
  'wrong',
  'stale',
  'early',
  'address',
  'rate',
  'too_large',
  'unreadable',
  'unknown_account',
  'other_content',
] satisfies readonly Known[];

function isKnown(reason: string): reason is Known {
  return known.includes(reason);
}

export function Refusals({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const t = useTranslations('integration_webhooks.refusals');
  return (
    <Card title={t('title')} description={t('description')}>
      {refusals.length === 0 ? (
        <p className="text-muted">{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {refusals.map((refusal) => (
            <li key={refusal.reason} className="py-2.5">
              <One refusal={refusal} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function One({ refusal: { reason, count, last } }: { readonly refusal: Refusal }) {
  const t = useTranslations('integration_webhooks.refusals');
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status tone="bad" icon="refused">
          {t('count', { count })}
        </Status>
        <code className="font-mono text-sm">{reason}</code>
        {last !== null && (
          <span className="text-sm text-muted">
            {t('last')} <Moment at={last.at} />
          </span>
        )}
        {last !== null && (
          <span className="ms-auto">
            <Button size="small" kind="quiet" onPress={() => setOpen(!open)}>
              {open ? t('hide') : t('show')}
            </Button>
          </span>
        )}
      </div>
      {last !== null && <p className="break-words">{last.message}</p>}
      {isKnown(reason) && <p className="text-sm text-muted">{t(`next.${reason}`)}</p>}
      {open && last !== null && <JsonView value={last.headers} />}
    </div>
  );
}
