/** Where nobody needs to be signed in, and where one lands. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { queries } from '../../app/api.ts';
import { meQuery } from '../../app/me.ts';
import { root } from '../../app/places.tsx';

export interface SignInSearch {
  /** Where to go afterwards; followed within the dashboard only (own-path.ts). */
  readonly to?: string;
  /** Why somebody came back from elsewhere without being signed in, as the server names it. */
  readonly error?: string;
  /** Begins with asking for a letter. */
  readonly forgotten?: true;
}

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
  validateSearch: ({ to, error, forgotten }): SignInSearch => ({
    ...(typeof to === 'string' ? { to } : {}),
    ...(typeof error === 'string' ? { error } : {}),
    ...(forgotten === true ? { forgotten } : {}),
  }),
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInScreen'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  // A token that looks like a number is read as one.
  validateSearch: ({ token }): { readonly token?: string } =>
    typeof token === 'string' || typeof token === 'number' ? { token: String(token) } : {},
  component: lazyRouteComponent(() => import('./reset-password.tsx'), 'ResetPasswordScreen'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./join.tsx'), 'JoinScreen'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./welcome.tsx'), 'WelcomeScreen'),
});

export const signInPlaces = [home, signIn, resetPassword, join, welcome] as const;
