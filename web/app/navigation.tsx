/** Where one can go from anywhere, in groups: what is watched, what flows, what is set up. */
import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Activity,
  AppWindow,
  Blocks,
  Building2,
  Cable,
  Database,
  FlaskConical,
  History,
  Inbox,
  KeyRound,
  LayoutDashboard,
  Link2,
  Radio,
  Route,
  ScrollText,
  Send,
  Settings,
  Trash2,
  Users,
  Webhook,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { useTranslations } from 'use-intl';
import type { Messages } from './text.tsx';
import { usePresence } from './session.tsx';
import { classNames } from '../ui/class-names.ts';

type Words = Messages['app']['places'];

interface Place {
  readonly to: NonNullable<LinkProps['to']>;
  readonly name: Exclude<keyof Words, 'label' | 'groups'>;
  readonly icon: ComponentType<{ className?: string }>;
  /** Lit only at this address itself, not at those below it. */
  readonly exact?: boolean;
  /** Left out for those who have not this right there; `platform`: for partners. */
  readonly needs?: 'admin' | 'platform';
  /** Only where the vendors are imitated. */
  readonly sandbox?: boolean;
}

interface Group {
  readonly name: keyof Words['groups'];
  readonly places: readonly Place[];
  /** Shown to those who act for the platform or a partner, and alone on the platform's own screens. */
  readonly platform?: boolean;
}

const groups: readonly Group[] = [
  {
    name: 'watch',
    places: [
      { to: '/$tenant', name: 'overview', icon: LayoutDashboard, exact: true },
      { to: '/$tenant/integrations', name: 'integrations', icon: Cable },
      { to: '/$tenant/runs', name: 'runs', icon: History },
      { to: '/$tenant/marketplace', name: 'marketplace', icon: Blocks },
    ],
  },
  {
    name: 'flow',
    places: [
      { to: '/$tenant/records', name: 'records', icon: Database },
      { to: '/$tenant/links', name: 'links', icon: Link2 },
      { to: '/$tenant/deletions', name: 'deletions', icon: Trash2 },
      { to: '/$tenant/webhooks', name: 'webhooks', icon: Inbox },
      { to: '/$tenant/events', name: 'events', icon: Radio },
      { to: '/$tenant/routes', name: 'routes', icon: Route },
      { to: '/$tenant/endpoints', name: 'endpoints', icon: Webhook },
      { to: '/$tenant/deliveries', name: 'deliveries', icon: Send },
    ],
  },
  {
    name: 'manage',
    places: [
      { to: '/$tenant/audit', name: 'audit', icon: ScrollText, needs: 'admin' },
      { to: '/$tenant/settings', name: 'settings', icon: Settings },
    ],
  },
  {
    name: 'platform',
    platform: true,
    places: [
      { to: '/platform/tenants', name: 'tenants', icon: Building2 },
      { to: '/platform/health', name: 'health', icon: Activity },
      { to: '/platform/provider-apps', name: 'provider_apps', icon: AppWindow, needs: 'admin' },
      { to: '/platform/keys', name: 'keys', icon: KeyRound, needs: 'admin' },
      { to: '/platform/people', name: 'people', icon: Users, needs: 'admin' },
      { to: '/platform/audit', name: 'platform_audit', icon: ScrollText, needs: 'platform' },
      { to: '/platform/sandbox', name: 'sandbox', icon: FlaskConical, needs: 'platform', sandbox: true },
    ],
  },
];

/** The groups somebody sees where he is; also what the command palette finds. */
export function useNavigationGroups(): readonly Group[] {
  const { me, tenant, may } = usePresence();
  const admin = { tenant: may.admin, platform: me.platform?.role === 'administrator' };
  return groups
    .filter(({ platform = false }) => (platform ? me.platform !== null : tenant !== undefined))
    .map((group) => ({
      ...group,
      places: group.places.filter(
        ({ needs, sandbox = false }) =>
          (!sandbox || me.sandbox) &&
          (needs === undefined ||
            (admin[group.platform === true ? 'platform' : 'tenant'] &&
              (needs === 'admin' || me.platform?.partner === null))),
      ),
    }));
}

export function Navigation({ open }: { readonly open: boolean }) {
  const t = useTranslations('app.places');
  const shown = useNavigationGroups();
  return (
    <nav
      aria-label={t('label')}
      className={classNames(
        'top-14 z-20 flex h-[calc(100dvh-3.5rem)] w-56 shrink-0 flex-col gap-4 overflow-y-auto border-e border-line bg-surface p-3',
        open ? 'fixed inset-x-0 start-0' : 'sticky max-md:hidden',
      )}
    >
      {shown.map((group) => (
        <section key={group.name} aria-labelledby={`group-${group.name}`}>
          <h2 id={`group-${group.name}`} className="px-2.5 pb-1 text-xs font-medium text-muted">
            {t(`groups.${group.name}`)}
          </h2>
          <ul className="flex flex-col gap-0.5">
            {group.places.map((place) => (
              <Entry key={place.name} place={place} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function Entry({ place: { to, name, icon: Icon, exact = false } }: { readonly place: Place }) {
  const t = useTranslations('app.places');
  const { tenant } = usePresence();
  return (
    <li>
      <Link
        to={to}
        params={tenant === undefined ? {} : { tenant }}
        activeOptions={{ exact, includeSearch: false }}
        className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-sunken hover:text-ink"
        activeProps={{ className: '!bg-accent-soft !text-ink font-medium', 'aria-current': 'page' }}
      >
        <span aria-hidden="true">
          <Icon className="size-4" />
        </span>
        {t(name)}
      </Link>
    </li>
  );
}
