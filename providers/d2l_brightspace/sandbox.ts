/**
 * An imitation of an organisation's D2L Brightspace for development, tests and the demo: signing in, people, courses with what is in
 * them, enrolments, work and marks, stateful and as strict as the vendor. Written from D2L's documentation, not from the connector
 * beside it.
 */
import { defineSandbox } from 'plugboard/contract';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { app, authHost, domain, guard, identityRoutes, strangeDomain, vanityDomain } from './sandbox/identity.ts';
import { learningRoutes } from './sandbox/routes-learning.ts';
import { platformRoutes } from './sandbox/routes-platform.ts';
import { seed } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';

export default defineSandbox<State>({
  hosts: [domain, vanityDomain, strangeDomain, authHost],
  signIns: [{ method: 'oauth2', app, fields: {}, settings: { domain } }],
  seed,
  guard,
  routes: [...identityRoutes, ...platformRoutes, ...learningRoutes],
  grow,
  example,
  switches: {
    limits: {
      label: 'Credits',
      help: 'On: 50,000 a minute, 10 a call. Tight: enough for ten calls a minute. Off: never used up, for load tests.',
      choices: ['on', 'tight', 'off'],
      default: 'on',
    },
    versions: {
      label: 'Versions of the API',
      help: 'Newer: what is known still works. Retired: only newer versions are left. Old: a site nobody has upgraded.',
      choices: ['current', 'newer', 'retired', 'old'],
      default: 'current',
    },
    next_page: {
      label: 'Where the next page is',
      help: 'Elsewhere: Next leads to a site that is not the organisation’s.',
      choices: ['same site', 'elsewhere'],
      default: 'same site',
    },
  },
});

export { app, authHost, domain, strangeDomain, vanityDomain };
