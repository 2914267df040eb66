/**
 * An imitation of a school's Canvas for development, tests and the demo: signing in, courses with people, work and modules, stateful and
 * as strict as the vendor. Written from Canvas' documentation and its own source, not from the connector beside it.
 */
import { defineSandbox } from 'plugboard/contract';
import { scopeOf } from './sandbox/endpoint.ts';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { app, guard, identityRoutes, tokens } from './sandbox/identity.ts';
import { keysHost, keysRoute, webhooks } from './sandbox/live-events.ts';
import { accountRoutes } from './sandbox/routes-accounts.ts';
import { contentRoutes } from './sandbox/routes-content.ts';
import { courseRoutes } from './sandbox/routes-courses.ts';
import { workRoutes } from './sandbox/routes-work.ts';
import { seed } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';

/** The school's site, and one with a name of its own; both lead to the same Canvas. */
export const domain = 'harbourtraining.instructure.com';
export const vanityDomain = 'learn.harbourtraining.example';

const api = [...accountRoutes, ...courseRoutes, ...workRoutes, ...contentRoutes];
const settings = { domain, account_id: 'self' };

export default defineSandbox<State>({
  hosts: [domain, vanityDomain, keysHost],
  signIns: [
    {
      method: 'api_key',
      fields: { api_key: tokens.administrator },
      wrong: { api_key: tokens.expired },
      settings,
    },
    { method: 'oauth2', app, fields: {}, settings },
  ],
  seed,
  guard,
  routes: [...identityRoutes(api.map(scopeOf)), ...api, keysRoute],
  grow,
  example,
  webhooks,
  switches: {
    limits: {
      label: 'Throttle',
      help: 'On: the leaky bucket as it is. Tight: every call is so costly that the sixth is turned away. Off: never, for load tests.',
      choices: ['on', 'tight', 'off'],
      default: 'on',
    },
    enforce_scopes: {
      label: 'The developer key enforces scopes',
      help: 'On: sign-ins must name their scopes, and a token may call nothing else.',
      choices: ['off', 'on'],
      default: 'off',
    },
    next_link: {
      label: 'Where the next page is',
      help: 'Elsewhere: the Link header leads to a site that is not the school’s.',
      choices: ['same site', 'elsewhere'],
      default: 'same site',
    },
    live_events: {
      label: 'Live Events',
      help: 'Unsigned: Sign Payload is off for the data stream, and the body is the plain event.',
      choices: ['signed', 'unsigned'],
      default: 'signed',
    },
  },
});

export { app, tokens };
