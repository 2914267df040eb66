/**
 * An imitation of a Moodle site for development, tests and the demo: its web service and its token login, stateful and as strict as the
 * vendor. Written from Moodle's documentation and from what a genuine Moodle 4.3 answered, not from the connector beside it.
 */
import { defineSandbox, type Sandbox, type SandboxRoute } from 'plugboard/contract';
import { webhooks } from './sandbox/events.ts';
import { grow } from './sandbox/grow.ts';
import { page } from './sandbox/render-answers.ts';
import { sandboxToken, seed, serviceUser } from './sandbox/seed.ts';
import { login, moods, rest } from './sandbox/server.ts';
import { siteFolder, siteHost, wwwroot } from './sandbox/site.ts';
import type { State } from './sandbox/state.ts';

const settings = { site_url: wwwroot, time_zone: 'Australia/Perth' };

/** Both doors take GET and POST alike. */
function door(path: string, handle: SandboxRoute<State>['handle']): readonly SandboxRoute<State>[] {
  return [
    { method: 'GET', path: `${siteFolder}${path}`, handle },
    { method: 'POST', path: `${siteFolder}${path}`, handle },
  ];
}

/** Accepted as the site stands at the start. */
const example: NonNullable<Sandbox<State>['example']> = (action, { state, nth }) => {
  const students = state.enrolments.filter(({ suspended }) => !suspended);
  const taken = students[nth % students.length];
  if (taken === undefined) return undefined;
  const place = { user_id: String(taken.user), course_id: String(taken.course) };
  switch (action) {
    case 'create_user':
      return {
        first_name: 'Nia',
        last_name: `Ó Súilleabháin ${nth}`,
        email: `nia.${nth}@mail.example`,
        usi: 'ABCDE23456',
      };
    case 'update_user':
      return { user_id: place.user_id, city: `Fremantle ${nth}` };
    case 'enrol_user':
      return { user_id: place.user_id, course_id: '12', starts_on: '2026-11-01' };
    case 'unenrol_user':
      return place;
    default:
      return undefined;
  }
};

export default defineSandbox<State>({
  hosts: [siteHost],
  signIns: [
    {
      method: 'api_key',
      fields: { api_key: sandboxToken },
      wrong: { api_key: 'f'.repeat(32) },
      settings,
    },
    {
      method: 'password',
      fields: { username: serviceUser.username, password: serviceUser.password, service: serviceUser.service },
      wrong: { username: serviceUser.username, password: 'not-the-password', service: serviceUser.service },
      settings,
    },
  ],
  seed,
  // Who asks, and for what, is in the parameters: each door looks for itself.
  guard: () => undefined,
  routes: [
    ...door('/webservice/rest/server.php', rest),
    ...door('/login/token.php', login),
    { method: 'GET', path: `${siteFolder}/login/index.php`, handle: () => page('Log in to the site') },
    { method: 'GET', path: siteFolder, handle: () => page('Harbour Training') },
    { method: 'GET', path: `${siteFolder}/`, handle: () => page('Harbour Training') },
  ],
  grow,
  example,
  webhooks,
  switches: {
    mood: {
      label: 'Mood of the site',
      help: 'What the site answers instead of data: maintenance, no web services, a web page, a redirect.',
      choices: [...moods],
      default: 'normal',
    },
    webhook_format: {
      label: 'Form of the events that are posted',
      help: 'Form: a plugin that sends a form and calls it JSON.',
      choices: ['json', 'form'],
      default: 'json',
    },
  },
});
