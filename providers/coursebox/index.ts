/**
 * Coursebox: facts, ways in, limits. The portal, its sign-in and its check are in site.ts, the lists in streams.ts, the writes in
 * actions.ts. The vendor publishes how to sign in and how to make and change a person; the rest is our proposal until a portal's own
 * Postman collection says otherwise, in an override profile.
 * @link https://courseboxptyltd.freshdesk.com
 */
import { apiKey, defineProvider, session } from 'plugboard/contract';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { apiOf, check, login, sessionOf, settings, sign } from './site.ts';
import { streams } from './streams.ts';

/** Not `Authorization`. */
const place = { in: 'header', name: 'x-access-token' } as const;

export default defineProvider({
  key: 'coursebox',
  name: 'Coursebox AI-LMS',
  category: 'lms_assessment',
  priority: 'emerging',
  summary:
    'A young learning platform whose AI writes courses; used by training organisations that want to be quick with new ones.',
  features: [
    'courses and their sections',
    'AI-generated content and who reviewed it',
    'learners',
    'enrolments and progress',
    'marks by the AI and by people',
    'unit outcomes worked out from marks',
    'generating and publishing courses',
    'creating and enrolling learners',
  ],
  docs: 'https://support.coursebox.ai',
  truth: 'our proposal',
  baseUrl: (given) => apiOf(given).href.replace(/\/+$/, ''),
  hosts: (given) => [apiOf(given).hostname],
  settings,
  auth: [
    session({
      key: 'login',
      label: 'E-mail address and password',
      summary:
        'Best: an administrator account of the portal, made for this. Plugboard signs in by itself whenever it has to.',
      fields: {
        email: { label: 'E-mail address', help: 'Of an administrator account of your Coursebox portal.' },
        password: { label: 'Password', help: 'Of this account.', secret: true },
      },
      place,
      login,
      session: sessionOf,
      sign,
    }),
    apiKey({
      key: 'token',
      label: 'Access token',
      summary: 'Where Coursebox gave you a token instead. When it ends, a new one has to be pasted.',
      place,
      fields: {
        api_key: {
          label: 'Access token',
          help: 'From Coursebox, with the API add-on; it is what their collection puts into the header X-Access-Token.',
          secret: true,
          pattern: { source: '[!-~]{8,2000}', message: 'A token has no spaces in it: copy it again, whole and alone.' },
        },
      },
    }),
  ],
  // Nothing is published.
  limits: [{ per: 'minute', max: 60 }, { concurrent: 2 }],
  error: readError,
  check,
  streams,
  actions,
});
