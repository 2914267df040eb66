/** Cmd-K: go anywhere by typing a part of its name. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Combobox } from '../ui/combobox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { api } from './api.ts';
import { usePresence } from './session.tsx';

export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('app.palette');
  return (
    <Dialog open onClose={onClose} title={t('title')}>
      <Places onClose={onClose} />
    </Dialog>
  );
}

function Places({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('app');
  const { me, tenant } = usePresence();
  const navigate = useNavigate();
  const [value] = useState<string | null>(null);
  const providers = api.useQuery('get', '/api/providers');
  const ofTenant =
    tenant === undefined
      ? []
      : [
          { value: `/${tenant}`, label: t('places.overview') },
          { value: `/${tenant}/marketplace`, label: t('places.marketplace') },
          ...(providers.data?.data ?? []).map(({ key, name }) => ({
            value: `/${tenant}/marketplace?q=${key}`,
            label: name,
            hint: t('palette.provider'),
          })),
        ];
  const ofPlatform = me.platform === null ? [] : [{ value: '/platform/tenants', label: t('places.tenants') }];
  const choices = [...ofTenant, ...ofPlatform];
  return (
    <Combobox
      bare
      label={t('palette.title')}
      placeholder={t('palette.placeholder')}
      choices={choices}
      value={value}
      onChange={(chosen) => {
        if (chosen === null) return;
        onClose();
        void navigate({ href: chosen });
      }}
    />
  );
}
