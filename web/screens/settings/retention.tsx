/** How long what is kept, in words; changed number by number. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';

type Kept = Schema['RetentionView'];

const data = ['history_days', 'deleted_record_days', 'raw_days', 'action_call_days', 'webhook_days'] as const;
const logs = ['integration_log_days', 'exchange_log_days'] as const;
type Name = (typeof data)[number] | (typeof logs)[number];

export function RetentionScreen() {
  const { tenant } = useSession();
  const found = api.useQuery('get', '/api/tenants/{tenant}/retention', { params: { path: { tenant } } });
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton lines={10} />;
  return <Retention key={JSON.stringify(found.data)} kept={found.data} />;
}

function Retention({ kept }: { readonly kept: Kept }) {
  const t = useTranslations('settings.retention');
  const { tenant, may } = useSession();
  const [typed, setTyped] = useState<Readonly<Partial<Record<Name, string>>>>({});
  const change = api.useMutation('put', '/api/tenants/{tenant}/retention', {
    onSuccess: () => {
      tellDone(t('saved'));
      askAgain('/api/tenants/{tenant}/retention');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = Object.fromEntries(
      Object.entries(typed).map(([name, text]) => [name, text.trim() === '' ? null : Number(text)]),
    );
    change.mutate({ params: { path: { tenant } }, body });
  };
  const problems = isProblem(change.error) ? (change.error.problems ?? []) : [];
  const field = (name: Name, most?: number) => (
    <TextField
      key={name}
      label={t(`${name}.label`)}
      help={
        <>
          {t(`${name}.help`)} {saidOf(t, kept[name], most)}
        </>
      }
      value={typed[name] ?? kept[name]?.toString() ?? ''}
      placeholder={most === undefined ? t('until_deleted') : String(most)}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      inputMode="numeric"
      autoComplete="off"
      disabled={!may.admin}
      error={problems.find(({ path }) => path === name)?.message}
    />
  );
  return (
    <form className="flex flex-col gap-5" onSubmit={submit} noValidate>
      {change.isError && problems.length === 0 && <Problem error={change.error} />}
      <Card title={t('data')} description={t('data_text')}>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">{data.map((name) => field(name))}</div>
      </Card>
      <Card title={t('logs')} description={t('logs_text')}>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
          {logs.map((name) => field(name, kept.platform[name]))}
        </div>
      </Card>
      {may.admin ? (
        <div>
          <Button kind="primary" type="submit" busy={change.isPending} disabled={Object.keys(typed).length === 0}>
            {t('save')}
          </Button>
        </div>
      ) : (
        <p className="text-sm text-muted">{t('read_only')}</p>
      )}
    </form>
  );
}

/** What counts now, as a sentence. `most`: what the platform keeps where the tenant says nothing. */
function saidOf(
  t: ReturnType<typeof useTranslations<'settings.retention'>>,
  days: number | null,
  most: number | undefined,
): string {
  if (days !== null) return t('now_days', { count: days });
  return most === undefined ? t('now_kept') : t('now_platform', { count: most });
}
