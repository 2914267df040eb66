/** What came of an action: what is stored of it, and what the provider answered. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { JsonView } from '../../ui/json-view.tsx';

export function ActionResult({
  answer,
  provider,
  onAgain,
}: {
  readonly answer: Schema['ActionAnswer'];
  readonly provider: string;
  readonly onAgain: () => void;
}) {
  const t = useTranslations('actions.result');
  const place = useRef<HTMLDivElement>(null);
  // The form it takes the place of held the focus.
  useEffect(() => place.current?.focus(), []);
  const { withheld, replayed, external_reference: reference } = answer;
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      <Card
        title={answer.action}
        actions={
          <Button size="small" onPress={onAgain}>
            {t('again')}
          </Button>
        }
      >
        <div className="flex flex-col gap-4">
          <Callout tone={replayed ? 'info' : 'good'} spoken title={t(replayed ? 'replayed' : 'done')} />
          <Facts
            rows={[
              { name: t('reference'), value: <Copyable text={reference} /> },
              { name: t('records'), value: <Stored answer={answer} /> },
            ]}
          />
          {withheld.length > 0 && <p className="text-sm">{t('withheld', { fields: withheld.join(', ') })}</p>}
          <section aria-label={t('output', { provider })} className="flex flex-col gap-1">
            <h3 className="font-medium">{t('output', { provider })}</h3>
            <JsonView value={answer.output} />
          </section>
        </div>
      </Card>
    </div>
  );
}

function Stored({ answer: { records } }: { readonly answer: Schema['ActionAnswer'] }) {
  const t = useTranslations('actions.result');
  const { tenant } = useSession();
  if (records.length === 0) return <span className="text-muted">{t('no_records')}</span>;
  return (
    <ul>
      {records.map(({ id, stream, model }) => (
        <li key={id} className="flex flex-wrap gap-x-2">
          <Link
            to="/$tenant/records/$model"
            params={{ tenant, model }}
            search={{ record: id }}
            className="break-all text-accent underline underline-offset-2"
          >
            {stream}: {id}
          </Link>
        </li>
      ))}
    </ul>
  );
}
