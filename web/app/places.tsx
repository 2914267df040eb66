/** The two addresses everything else hangs under: the page itself, and one tenant's screens. Joined to the whole tree by router.tsx. */
import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { queries } from './api.ts';
import { NotFound, ScreenFailed } from './fallbacks.tsx';
import { meQuery } from './me.ts';
import { TenantShell } from './shell.tsx';

export const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: ScreenFailed });

export const tenant = createRoute({
  getParentRoute: () => root,
  path: '/$tenant',
  component: TenantShell,
  // Within the shell: the way on is beside it.
  notFoundComponent: NotFound,
  beforeLoad: async ({ location }) => {
    const me = await queries.fetchQuery(meQuery);
    if (me.person === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
    return { me: { ...me, person: me.person } };
  },
});
