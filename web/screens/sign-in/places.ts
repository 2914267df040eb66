/** Where nobody needs to be signed in, and where one lands. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { queries } from '../../app/api.ts';
import { meQuery } from '../../app/me.ts';
import { root } from '../../app/places.tsx';

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
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInScreen'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome.tsx'), 'WelcomeScreen'),
});

export const signInPlaces = [home, signIn, welcome] as const;
