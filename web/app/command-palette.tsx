/** Ctrl-K: go anywhere by typing a part of its name. Screens, the tenant's integrations, and all providers. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Finder, type Finding, type FindingGroup } from '../ui/finder.tsx';
import { api } from './api.ts';
import { useNavigationGroups } from './navigation.tsx';
import { ProviderIcon } from './provider-icon.tsx';
import { usePresence } from './session.tsx';

export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('app');
  const { tenant } = usePresence();
  const navigate = useNavigate();
  const go = (address: string) => {
    onClose();
    void navigate({ href: address });
  };
  const screens = useNavigationGroups().map((group) => ({
    key: group.name,
    label: t(`places.groups.${group.name}`),
    items: group.places.map(({ to, name, icon: Icon }) => ({
      key: to,
      label: t(`places.${name}`),
      icon: <Icon className="size-4 text-muted" />,
      onChoose: () => go(to.replace('$tenant', tenant ?? '')),
    })),
  }));
  const found = useTenantFindings(tenant, go);
  return (
    <Finder
      title={t('palette.title')}
      placeholder={t('palette.placeholder')}
      groups={[...screens, ...found]}
      onClose={onClose}
    />
  );
}

function useTenantFindings(tenant: string | undefined, go: (address: string) => void): readonly FindingGroup[] {
  const t = useTranslations('app.palette');
  const known = { enabled: tenant !== undefined };
  const providers = api.useQuery('get', '/api/providers', {}, known);
  const integrations = api.useQuery(
    'get',
    '/api/tenants/{tenant}/integrations',
    { params: { path: { tenant: tenant ?? '' }, query: { limit: 200 } } },
    known,
  );
  const finding = (key: string, name: string, provider: string, address: string): Finding => ({
    key,
    label: name,
    icon: <ProviderIcon provider={provider} size="small" />,
    onChoose: () => go(`/${tenant}${address}`),
  });
  const groups = [
    {
      key: 'integrations',
      label: t('integrations'),
      items: (integrations.data?.data ?? []).map(({ id, name, provider }) =>
        finding(id, name, provider, `/integrations/${id}`),
      ),
    },
    {
      key: 'providers',
      label: t('providers'),
      items: (providers.data?.data ?? []).map(({ key, name }) => finding(key, name, key, `/marketplace/${key}`)),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
