/** What happens at a vendor of its own accord: it sends webhooks, it comes to hold more. */
import { useState, type FormEvent } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { useVendorNames } from './faults.tsx';
import type { Sandbox } from './sandbox.tsx';

export function SendCard({ sandbox }: { readonly sandbox: Sandbox }) {
  const t = useTranslations('sandbox.send');
  const names = useVendorNames();
  const senders = sandbox.providers.flatMap(({ key, webhooks }) =>
    webhooks === null ? [] : [{ key, types: webhooks }],
  );
  const [provider, setProvider] = useState(senders[0]?.key);
  const [chosen, setChosen] = useState<string>();
  const [count, setCount] = useState('1');
  const types = senders.find(({ key }) => key === provider)?.types ?? [];
  const type = chosen !== undefined && types.includes(chosen) ? chosen : types[0];
  const send = api.useMutation('post', '/api/platform/sandbox/webhooks', {
    onSuccess: ({ sent, received }) => {
      if (sent === 0) tellFailed(t('nowhere'), t('nowhere_text'));
      else tellDone(t('sent', { sent, received }));
    },
    onError: (problem) => tellFailed(t('failed'), problem.detail),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (provider !== undefined && type !== undefined) send.mutate({ body: { provider, type, count: Number(count) } });
  };
  if (provider === undefined) return null;
  return (
    <Card title={t('title')} description={t('description')}>
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <Select
          label={t('vendor')}
          choices={senders.map(({ key }) => ({ value: key, label: names(key) }))}
          value={provider}
          onChange={setProvider}
        />
        <Select
          label={t('type')}
          choices={types.map((one) => ({ value: one, label: one }))}
          value={type ?? null}
          onChange={setChosen}
        />
        <TextField
          label={t('count')}
          inputMode="numeric"
          value={count}
          onChange={(event) => setCount(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" busy={send.isPending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export function GrowCard({ sandbox }: { readonly sandbox: Sandbox }) {
  const t = useTranslations('sandbox.grow');
  const format = useFormatter();
  const names = useVendorNames();
  const growing = sandbox.providers.filter(({ can_grow: streams }) => streams.length > 0);
  const [provider, setProvider] = useState(growing[0]?.key);
  const [chosen, setChosen] = useState<string>();
  const [records, setRecords] = useState('1000');
  const vendor = growing.find(({ key }) => key === provider);
  const streams = vendor?.can_grow ?? [];
  const stream = chosen !== undefined && streams.includes(chosen) ? chosen : streams[0];
  const now = vendor === undefined || stream === undefined ? undefined : vendor.grown[stream];
  const grow = api.useMutation('post', '/api/platform/sandbox/grow', {
    onSuccess: () => tellDone(t('grown')),
    onError: (problem) => tellFailed(t('failed'), problem.detail),
    onSettled: () => askAgain('/api/platform/sandbox'),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (provider !== undefined && stream !== undefined)
      grow.mutate({ body: { provider, stream, records: Number(records) } });
  };
  if (provider === undefined) return null;
  return (
    <Card title={t('title')} description={t('description')}>
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <Select
          label={t('vendor')}
          choices={growing.map(({ key }) => ({ value: key, label: names(key) }))}
          value={provider}
          onChange={setProvider}
        />
        <Select
          label={t('stream')}
          choices={streams.map((one) => ({ value: one, label: one }))}
          value={stream ?? null}
          onChange={setChosen}
        />
        <TextField
          label={t('records')}
          inputMode="numeric"
          help={now === undefined ? t('help') : t('now', { count: format.number(now) })}
          value={records}
          onChange={(event) => setRecords(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" busy={grow.isPending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
