/**
 * Canvas LMS: facts, ways in, limits. The lists are in streams.ts, the writes in actions.ts, the site and its account in site.ts.
 * @link https://canvas.instructure.com/doc/api/file.oauth.html
 */
import { bearer, defineProvider, oauth2, type Settings } from 'plugboard/contract';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { check, domainField, domainOf } from './site.ts';
import { streams } from './streams.ts';
import { keysHostOf, webhooks, webhookSettings } from './webhooks.ts';

/** Everything that is called, in the words of a developer key that enforces scopes. */
const scopes = [
  'url:GET|/api/v1/users/:id',
  'url:GET|/api/v1/accounts',
  'url:GET|/api/v1/accounts/:id',
  'url:GET|/api/v1/accounts/:account_id/courses',
  'url:GET|/api/v1/accounts/:account_id/users',
  'url:GET|/api/v1/courses',
  'url:GET|/api/v1/courses/:id',
  'url:GET|/api/v1/courses/:course_id/enrollments',
  'url:GET|/api/v1/courses/:course_id/assignments',
  'url:GET|/api/v1/courses/:course_id/students/submissions',
  'url:GET|/api/v1/courses/:course_id/modules',
  'url:GET|/api/v1/courses/:course_id/modules/:module_id/items',
  'url:GET|/api/v1/courses/:course_id/analytics/student_summaries',
  'url:POST|/api/v1/accounts/:account_id/courses',
  'url:PUT|/api/v1/courses/:id',
  'url:POST|/api/v1/courses/:course_id/enrollments',
  'url:PUT|/api/v1/courses/:course_id/assignments/:assignment_id/submissions/:user_id',
  'url:POST|/api/v1/accounts/:account_id/users',
];

const siteOf = (settings: Settings): string => `https://${domainOf(settings)}`;

export default defineProvider({
  key: 'canvas',
  name: 'Canvas LMS',
  category: 'lms_assessment',
  priority: 'medium',
  summary:
    'The learning platform of many universities and larger training organisations: courses, work handed in, marks.',
  features: [
    'courses and their state',
    'students and enrolments',
    'assignments and submissions',
    'gradebook totals',
    'modules and their items',
    'student analytics',
    'creating and publishing courses',
    'enrolling and grading',
  ],
  docs: 'https://developerdocs.instructure.com/services/canvas',
  truth: 'vendor spec',
  baseUrl: siteOf,
  hosts: (settings) => [domainOf(settings), keysHostOf(settings)],
  settings: {
    domain: domainField,
    account_id: {
      label: 'Account',
      help: 'The number of the account to read, from the address of its page in Canvas (/accounts/123), or self for the highest one. Left empty: the highest account the signed-in person administers, else only the courses of this person.',
      pattern: { source: 'self|\\d{1,20}', message: 'An account is a number, or self.' },
      example: 'self',
      optional: true,
    },
    enforced_scopes: {
      label: 'The developer key enforces scopes',
      help: 'Yes, when scopes are switched on for the developer key in Canvas. Only for signing in with Canvas.',
      choices: ['no', 'yes'],
      default: 'no',
      optional: true,
    },
    ...webhookSettings,
  },
  auth: [
    bearer({
      label: 'Access token',
      summary: 'Quickest: a token made in the settings of an administrator. It can do what this person can.',
      fields: {
        api_key: {
          label: 'Access token',
          help: 'In Canvas: Account, Settings, Approved integrations, New access token. Best of a person made for it, who administers the account.',
          secret: true,
          pattern: { source: '[!-~]{8,500}', message: 'A token has no spaces in it: copy it again, whole and alone.' },
        },
      },
    }),
    oauth2({
      label: 'Sign in with Canvas',
      summary: 'For schools that gave you a developer key: an administrator signs in at Canvas and allows access.',
      authorize: (settings) => `${siteOf(settings)}/login/oauth2/auth`,
      token: (settings) => `${siteOf(settings)}/login/oauth2/token`,
      scopes: (settings) => (settings['enforced_scopes'] === 'yes' ? scopes : []),
      clientAuth: 'body',
      pkce: false,
      // Access tokens live an hour; a refresh answers no new refresh token, the old one stays good.
      refresh: { rotates: false },
    }),
  ],
  // A leaky bucket that one call at a time hardly ever fills; Canvas counts what calls cost, not how many they are.
  limits: [{ concurrent: 2 }],
  // Ids can be larger than a number holds.
  headers: () => ({ accept: 'application/json+canvas-string-ids' }),
  requestIdHeader: 'x-request-context-id',
  error: readError,
  check,
  // The grant is ended with its own token, which is why this is not OAuth's own revocation. A token made by hand is the person's to delete.
  disconnect: ({ method }) =>
    method === 'oauth2' ? { method: 'DELETE', url: '/login/oauth2/token', decode: 'auto' } : undefined,
  streams,
  actions,
  webhooks,
});
