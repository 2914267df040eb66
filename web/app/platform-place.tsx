/** The address the platform's screens hang under: for whoever runs the installation, or acts for a partner. */
import { createRoute, redirect } from '@tanstack/react-router';
import { queries } from './api.ts';
import { meQuery } from './me.ts';
import { root } from './places.tsx';
import { PlatformShell } from './shell.tsx';

export const platform = createRoute({
  getParentRoute: () => root,
  path: '/platform',
  component: PlatformShell,
  beforeLoad: async ({ location }) => {
    const me = await queries.fetchQuery(meQuery);
    if (me.person === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
    // Nothing here is for somebody who acts for tenants only; the server refuses it as well.
    if (me.platform === null) throw redirect({ to: '/' });
    return { me: { ...me, person: me.person } };
  },
});
