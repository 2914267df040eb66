/** Steering the sandbox: one for all tenants, so under the platform. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { platform } from '../../app/platform-place.tsx';

const sandbox = createRoute({
  getParentRoute: () => platform,
  path: '/sandbox',
  component: lazyRouteComponent(() => import('./sandbox.tsx'), 'SandboxScreen'),
});

export const sandboxPlaces = [sandbox] as const;
