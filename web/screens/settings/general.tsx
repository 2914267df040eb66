/** What the tenant is called, and its end. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { DeleteByName } from '../../ui/delete-by-name.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tellDone } from '../../ui/toast.tsx';

export function GeneralScreen() {
  const { tenant, me, may } = useSession();
  const found = api.useQuery('get', '/api/tenants/{tenant}', { params: { path: { tenant } } });
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton lines={6} />;
  return (
    <>
      <Named key={found.data.name} tenant={found.data} />
      {may.admin && me.platform?.role === 'administrator' && <End tenant={found.data} />}
    </>
  );
}

function Named({ tenant }: { readonly tenant: Schema['Tenant'] }) {
  const t = useTranslations('settings.general');
  const { may } = useSession();
  const [name, setName] = useState(tenant.name);
  const change = api.useMutation('patch', '/api/tenants/{tenant}', {
    onSuccess: () => {
      tellDone(t('saved'));
      askAgain('/api/tenants/{tenant}', '/api/me');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ params: { path: { tenant: tenant.slug } }, body: { name } });
  };
  const wrong = isProblem(change.error)
    ? change.error.problems?.find(({ path }) => path === 'name')?.message
    : undefined;
  return (
    <Card title={t('title')}>
      <form className="flex max-w-lg flex-col gap-4" onSubmit={submit} noValidate>
        {change.isError && wrong === undefined && <Problem error={change.error} />}
        <TextField
          label={t('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          disabled={!may.admin}
          autoComplete="off"
          error={wrong}
        />
        <Facts
          rows={[
            { name: t('slug'), value: <Copyable text={tenant.slug} /> },
            { name: t('id'), value: <Copyable text={tenant.id} /> },
            { name: t('since'), value: <Moment at={tenant.created_at} /> },
          ]}
        />
        <p className="text-sm text-muted">{t('slug_help')}</p>
        {may.admin && (
          <div>
            <Button kind="primary" type="submit" busy={change.isPending} disabled={name.trim() === tenant.name}>
              {t('save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}

/** For the platform: a tenant does not end itself. */
function End({ tenant }: { readonly tenant: Schema['Tenant'] }) {
  const t = useTranslations('settings.general');
  const [asking, setAsking] = useState(false);
  const known = useQueryClient();
  const navigate = useNavigate();
  const remove = api.useMutation('delete', '/api/tenants/{tenant}', {
    onSuccess: async () => {
      tellDone(t('deleted', { name: tenant.name }));
      await navigate({ to: '/platform/tenants' });
      await known.invalidateQueries();
    },
  });
  return (
    <Card title={t('end')} description={t('end_text')}>
      <Button kind="danger" onPress={() => setAsking(true)}>
        {t('delete')}
      </Button>
      {asking && (
        <DeleteByName
          name={tenant.slug}
          title={t('delete_title', { name: tenant.name })}
          busy={remove.isPending}
          problem={remove.isError && <Problem error={remove.error} />}
          onDelete={() => remove.mutate({ params: { path: { tenant: tenant.slug }, query: { confirm: tenant.slug } } })}
          onClose={() => setAsking(false)}
        >
          {t('delete_text')}
        </DeleteByName>
      )}
    </Card>
  );
}
