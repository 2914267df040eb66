/** Making a tenant: what it is called, and the short name in addresses, which follows the name until it is typed. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api, isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { slugFor } from './slug-for.ts';

export function NewTenantForm({ onMade }: { readonly onMade: (made: Schema['Tenant']) => void | Promise<void> }) {
  const t = useTranslations('platform.new_tenant');
  const [name, setName] = useState('');
  const [typed, setTyped] = useState<string>();
  const create = api.useMutation('post', '/api/tenants');
  const slug = typed ?? slugFor(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { name, slug } }, { onSuccess: (made) => void onMade(made) });
  };
  const wrong = (path: string) =>
    isProblem(create.error) ? create.error.problems?.find((one) => one.path === path)?.message : undefined;
  const shown = wrong('name') !== undefined || wrong('slug') !== undefined;
  return (
    <form className="flex flex-col gap-4" onSubmit={submit} noValidate>
      {create.isError && !shown && <Problem error={create.error} />}
      <TextField
        label={t('name')}
        help={t('name_help')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="organization"
        autoFocus
        error={wrong('name')}
      />
      <TextField
        label={t('slug')}
        help={t('slug_help')}
        value={slug}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        mono
        error={wrong('slug')}
      />
      <Button kind="primary" type="submit" busy={create.isPending} full>
        {t('submit')}
      </Button>
    </form>
  );
}
