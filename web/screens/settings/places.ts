import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { tenant } from '../../app/places.tsx';

const settings = createRoute({
  getParentRoute: () => tenant,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'SettingsScreen'),
});

const first = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$tenant/settings/members', params });
  },
});

const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(() => import('./members.tsx'), 'MembersScreen'),
});

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys.tsx'), 'KeysScreen'),
});

const providerApps = createRoute({
  getParentRoute: () => settings,
  path: '/provider-apps',
  component: lazyRouteComponent(() => import('./provider-apps.tsx'), 'ProviderAppsScreen'),
});

const retention = createRoute({
  getParentRoute: () => settings,
  path: '/retention',
  component: lazyRouteComponent(() => import('./retention.tsx'), 'RetentionScreen'),
});

const privacy = createRoute({
  getParentRoute: () => settings,
  path: '/privacy',
  component: lazyRouteComponent(() => import('./privacy.tsx'), 'PrivacyScreen'),
});

const general = createRoute({
  getParentRoute: () => settings,
  path: '/general',
  component: lazyRouteComponent(() => import('./general.tsx'), 'GeneralScreen'),
});

const account = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./account.tsx'), 'AccountScreen'),
});

export const settingsPlaces = [
  settings.addChildren([first, members, keys, providerApps, retention, privacy, general, account]),
] as const;
