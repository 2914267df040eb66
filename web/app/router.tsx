/** The addresses of all screens. State that matters (filters, what is open) is in the address, so that it can be sent to somebody. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { queries } from './api.ts';
import { meQuery } from './me.ts';
import { NotFound, ScreenFailed } from './fallbacks.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: ScreenFailed });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const me = await queries.fetchQuery(meQuery);
    if (me.person === null) throw redirect({ to: '/sign-in', search: {} });
    const first = me.tenants[0]?.slug;
    if (first === undefined) throw redirect({ to: '/welcome' });
    throw redirect({ to: '/$tenant', params: { tenant: first } });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => (typeof search['to'] === 'string' ? { to: search['to'] } : {}),
  component: lazyRouteComponent(() => import('../screens/sign-in/sign-in.tsx'), 'SignInScreen'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../screens/sign-in/welcome.tsx'), 'WelcomeScreen'),
});

const tenant = createRoute({
  getParentRoute: () => root,
  path: '/$tenant',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queries.fetchQuery(meQuery);
    if (me.person === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
    return { me: { ...me, person: me.person } };
  },
});

const overview = createRoute({
  getParentRoute: () => tenant,
  path: '/',
  component: lazyRouteComponent(() => import('../screens/overview/overview.tsx'), 'OverviewScreen'),
});

export interface MarketplaceSearch {
  readonly q?: string;
  readonly category?: string;
}
const marketplace = createRoute({
  getParentRoute: () => tenant,
  path: '/marketplace',
  validateSearch: ({ q, category }): MarketplaceSearch => ({
    ...(typeof q === 'string' && q !== '' ? { q } : {}),
    ...(typeof category === 'string' ? { category } : {}),
  }),
  component: lazyRouteComponent(() => import('../screens/marketplace/marketplace.tsx'), 'MarketplaceScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, signIn, welcome, tenant.addChildren([overview, marketplace])]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
