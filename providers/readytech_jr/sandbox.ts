/**
 * ReadyTech JR Plus, imitated: an XML service on the college's own host, with the key in Basic. Written from the vendor's overview page,
 * other people's integrations, and, for units and their results, from our own proposal; not from the connector beside it.
 */
import { defineSandbox } from 'plugboard/contract';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { app, guard, identityRoutes, organization } from './sandbox/identity.ts';
import { reads } from './sandbox/routes-reads.ts';
import { writes } from './sandbox/routes-writes.ts';
import { apiKey, seed } from './sandbox/seed.ts';
import type { State } from './sandbox/state.ts';

export const host = 'harbourtraining.jobreadyplus.com';
const settings = { base_url: `https://${host}`, time_zone: 'Australia/Perth' };

export default defineSandbox<State>({
  hosts: [host],
  signIns: [
    {
      method: 'api_key',
      fields: { api_key: apiKey },
      wrong: { api_key: 'jrp_0000:not/the+key' },
      settings,
      limits: [{ concurrent: 4 }],
    },
    { method: 'oauth2', app, fields: {}, settings: { ...settings, organization_id: organization } },
  ],
  seed,
  guard,
  routes: [...identityRoutes, ...reads, ...writes],
  grow,
  example,
  switches: {
    updates: {
      label: 'How updates are sent',
      help: 'The method this version takes; the other one is answered with 405.',
      choices: ['put', 'post'],
      default: 'put',
    },
    updates_answer: {
      label: 'What an update answers',
      help: 'The row, or nothing (204).',
      choices: ['the row', 'nothing'],
      default: 'nothing',
    },
    refusals: {
      label: 'How validation refuses',
      help: 'With 422, or with a list of errors in a 200.',
      choices: ['422', '200'],
      default: '422',
    },
    unit_results: {
      label: 'Units of enrolments',
      help: 'Off: this installation has no such list.',
      choices: ['on', 'off'],
      default: 'on',
    },
    enrolment_list: {
      label: 'List of enrolments',
      help: 'Off: enrolments can be asked for one by one only.',
      choices: ['on', 'off'],
      default: 'on',
    },
    times: {
      label: 'Times',
      help: 'With the offset of the site, or as its clock shows them.',
      choices: ['zoned', 'local'],
      default: 'zoned',
    },
    rights: {
      label: 'Rights of the key',
      help: 'Read: writes are refused with 403.',
      choices: ['all', 'read'],
      default: 'all',
    },
  },
});

export { apiKey, app };
