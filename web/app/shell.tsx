/** Around every screen of a tenant and of the platform: where one is, where one can go, who one is. */
import { Link, Outlet, useNavigate, useParams, useRouteContext, useRouterState } from '@tanstack/react-router';
import { ChevronsUpDown, Menu as MenuIcon, Monitor, Moon, Search, Sun, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Badge } from '../ui/status.tsx';
import { queries } from './api.ts';
import { Live, LiveStateNote } from './live.tsx';
import { Navigation } from './navigation.tsx';
import { SessionFor, usePresence, type Presence } from './session.tsx';
import { chosenTheme, chooseTheme, themes, type Theme } from './theme.ts';

/** Fetched when it is first opened: lists to search in are the largest part of what a first look does not need. */
const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

export function TenantShell() {
  const { tenant } = useParams({ from: '/$tenant' });
  const { me } = useRouteContext({ from: '/$tenant' });
  return <Shell me={me} tenant={tenant} />;
}

export function PlatformShell() {
  const { me } = useRouteContext({ from: '/platform' });
  return <Shell me={me} tenant={undefined} />;
}

function Shell({ me, tenant }: Pick<Presence, 'me' | 'tenant'>) {
  const t = useTranslations('app');
  // The menu of a narrow screen is open for the address it was opened at: going somewhere closes it.
  const [openAt, setOpenAt] = useState<string>();
  const [finding, setFinding] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const open = openAt === path;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setFinding(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <SessionFor me={me} tenant={tenant}>
      <Live tenant={tenant}>
        <a
          href="#content"
          className="sr-only z-60 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
        >
          {t('skip')}
        </a>
        <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:px-4">
          <span className="md:hidden">
            <IconButton
              label={open ? t('close_menu') : t('open_menu')}
              icon={
                open ? <X className="size-5" aria-hidden="true" /> : <MenuIcon className="size-5" aria-hidden="true" />
              }
              onPress={() => setOpenAt(open ? undefined : path)}
            />
          </span>
          <Link to="/" className="flex items-center gap-2 font-semibold">
            <img src="/icon.svg" alt="" className="size-7" />
            <span className="max-sm:sr-only">Plugboard</span>
          </Link>
          <span className="mx-1 h-5 border-s border-line max-sm:hidden" aria-hidden="true" />
          <TenantSwitch />
          {me.sandbox && <SandboxBadge />}
          <div className="grow" />
          <LiveStateNote />
          <button
            type="button"
            onClick={() => setFinding(true)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-sm text-muted hover:text-ink max-sm:border-0 max-sm:bg-transparent"
          >
            <Search className="size-4" aria-hidden="true" />
            <span className="max-sm:sr-only">{t('find')}</span>
            <kbd className="rounded-sm border border-line px-1 font-sans text-xs max-sm:hidden">{t('find_keys')}</kbd>
          </button>
          <ThemeMenu />
          <PersonMenu />
        </header>
        <div className="flex">
          <Navigation open={open} />
          <main id="content" tabIndex={-1} className="min-w-0 grow outline-none">
            <Outlet />
          </main>
        </div>
        {finding && (
          <Suspense>
            <CommandPalette onClose={() => setFinding(false)} />
          </Suspense>
        )}
      </Live>
    </SessionFor>
  );
}

/** So that nobody takes what he sees for somebody's books. */
function SandboxBadge() {
  const t = useTranslations('app.sandbox');
  return (
    <span title={t('explained')}>
      <Badge tone="info">{t('badge')}</Badge>
    </span>
  );
}

/** Stands for the platform in the list of tenants: no slug is empty. */
const platformChoice = '';

function TenantSwitch() {
  const t = useTranslations('app');
  const { me, tenant } = usePresence();
  const navigate = useNavigate();
  const own = me.tenants.map(({ slug, name }) => ({ key: slug, label: name }));
  // Whoever acts for the platform may be looking at a tenant he is no member of.
  const tenants =
    tenant === undefined || own.some(({ key }) => key === tenant) ? own : [...own, { key: tenant, label: tenant }];
  const all = me.platform === null ? tenants : [...tenants, { key: platformChoice, label: t('platform') }];
  if (all.length < 2) return <span className="truncate font-medium">{all[0]?.label}</span>;
  const current = tenant ?? platformChoice;
  const go = (key: string) =>
    void (key === platformChoice
      ? navigate({ to: '/platform/tenants' })
      : navigate({ to: '/$tenant', params: { tenant: key } }));
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-h-8 min-w-0 cursor-pointer items-center gap-1.5 rounded-md px-2 font-medium hover:bg-sunken"
        >
          <span className="sr-only">{t('tenant')}</span>
          <span className="truncate">{all.find(({ key }) => key === current)?.label}</span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
        </button>
      }
      entries={all.map((one) => ({ ...one, current: one.key === current, onPress: () => go(one.key) }))}
    />
  );
}

const themeIcons: Readonly<Record<Theme, ComponentType<{ className?: string }>>> = {
  light: Sun,
  dark: Moon,
  system: Monitor,
};

function ThemeMenu() {
  const t = useTranslations('app.theme');
  const [theme, setTheme] = useState(chosenTheme);
  const Icon = themeIcons[theme];
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('label')}
          className="inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
        >
          <Icon className="size-4" />
        </button>
      }
      entries={themes.map((name) => ({
        key: name,
        label: t(name),
        current: name === theme,
        onPress: () => {
          chooseTheme(name);
          setTheme(name);
        },
      }))}
    />
  );
}

function PersonMenu() {
  const t = useTranslations('app');
  const { me } = usePresence();
  const navigate = useNavigate();
  const signOut = async () => {
    await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    // In this order: a screen that is still there would ask again for what was forgotten.
    await navigate({ to: '/sign-in', search: {} });
    queries.clear();
  };
  const initials = me.person.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="inline-flex size-8 cursor-pointer items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
        >
          <span aria-hidden="true">{initials}</span>
          <span className="sr-only">{t('person', { name: me.person.name })}</span>
        </button>
      }
      entries={[{ key: 'out', label: t('sign_out'), onPress: () => void signOut() }]}
    />
  );
}
