/**
 * Cloud Assess as nobody outside has seen it: the vendor publishes no API, so this plays the contract Plugboard proposes, with the things
 * partners' guides confirm (approval of marks, several enrolments of one student). Stateful and strict about its own rules.
 */
import { defineSandbox } from 'plugboard/contract';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { guard, readRoutes } from './sandbox/routes.ts';
import { apiKey, readKey, revokedKey, seed } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';
import { writeRoutes } from './sandbox/writes.ts';

const settings = { api_base_url: 'https://api.cloudassess.com', time_zone: 'Australia/Perth' };
// Sixty calls a minute is care with a server nobody knows; this one is known.
const limits = [{ concurrent: 4 }] as const;

export default defineSandbox<State>({
  hosts: ['api.cloudassess.com'],
  signIns: [
    { method: 'api_key', fields: { api_key: apiKey }, wrong: { api_key: revokedKey }, settings, limits },
    { method: 'api_key', fields: { api_key: readKey }, settings, limits },
  ],
  seed,
  guard,
  routes: [...readRoutes, ...writeRoutes],
  grow,
  example,
  switches: {
    limits: {
      label: 'Call limits',
      help: 'On: 60 calls a minute for each key, the rate Plugboard keeps to. Off: as many as wanted.',
      choices: ['off', 'on'],
      default: 'off',
    },
    ping: {
      label: 'Ping',
      help: 'Missing: an installation that has the lists and no ping.',
      choices: ['there', 'missing'],
      default: 'there',
    },
  },
});

export { apiKey, readKey, revokedKey };
