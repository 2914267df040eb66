/**
 * Coursebox, imitated for development, tests and the demo: stateful and strict. Signing in and people are as the vendor's guide for
 * enterprise clients describes them; everything else is our proposal, since the vendor publishes nothing of it (see guide.md).
 */
import { defineSandbox } from 'plugboard/contract';
import { guard } from './sandbox/endpoint.ts';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { courseRoutes } from './sandbox/routes-courses.ts';
import { listRoutes } from './sandbox/routes-lists.ts';
import { peopleRoutes } from './sandbox/routes-people.ts';
import { admin, seed, tokens, trainerPassword } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';

const host = 'api.coursebox.ai';
const settings = { api_url: `https://${host}`, time_zone: 'Australia/Perth', derive_outcomes: 'yes' };
/** Nothing is at the other end that could be overrun. */
const limits = [{ concurrent: 4 }];

export default defineSandbox<State>({
  hosts: [host],
  signIns: [
    {
      method: 'login',
      fields: { email: admin.email, password: admin.password },
      wrong: { email: admin.email, password: 'not-the-password' },
      settings,
      limits,
    },
    {
      method: 'token',
      fields: { api_key: tokens.valid },
      wrong: { api_key: tokens.expired },
      settings: { ...settings, user_id: admin.id },
      limits,
    },
  ],
  seed,
  guard,
  routes: [...peopleRoutes, ...listRoutes, ...courseRoutes],
  grow,
  example,
  switches: {
    limits: {
      label: 'Limits',
      help: 'Tight: the sixth call in a minute is turned away, without a word on when to come again.',
      choices: ['off', 'tight'],
      default: 'off',
    },
    api_add_on: {
      label: 'API add-on',
      help: 'Off: the portal has not paid for it, and every call but the sign-in is refused.',
      choices: ['on', 'off'],
      default: 'on',
    },
    lists: {
      label: 'Lists',
      help: 'Absent: the API has only what the vendor has published, which is signing in and one person by id.',
      choices: ['as proposed', 'absent'],
      default: 'as proposed',
    },
  },
});

export { admin, host, tokens, trainerPassword };
