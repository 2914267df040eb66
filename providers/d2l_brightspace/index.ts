/**
 * D2L Brightspace: facts, the way in, limits. The lists are in streams.ts, the writes in actions.ts, the site and what it says of
 * itself in site.ts.
 * @link https://docs.valence.desire2learn.com/basic/oauth2.html
 */
import { defineProvider, oauth2, type Settings } from 'plugboard/contract';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { check, domainField, domainOf, learnerRoleField } from './site.ts';
import { streams } from './streams.ts';

/** One place signs people in for all organisations; the tokens count at their own. */
const authHost = 'auth.brightspace.com';

/** Everything that is called, one by one; a customer may leave out what is not wanted, which then is refused call by call. */
const scopes = [
  'users:own_profile:read',
  'users:userdata:read',
  'users:userdata:create',
  'role:detail:read',
  'organizations:organization:read',
  'orgunits:course:read',
  'enrollment:orgunit:read',
  'enrollment:orgunit:create',
  'enrollment:orgunit:delete',
  'content:toc:read',
  'dropbox:folders:read',
  'grades:gradeobjects:read',
  'grades:gradevalues:read',
];

const siteOf = (settings: Settings): string => `https://${domainOf(settings)}`;

export default defineProvider({
  key: 'd2l_brightspace',
  name: 'D2L Brightspace',
  category: 'lms_assessment',
  priority: 'high',
  summary:
    'The learning platform of universities, colleges and professional education: people, courses and their content, enrolments, marks.',
  features: [
    'people and their roles in courses',
    'courses with semester, template and department',
    'modules and topics',
    'enrolments',
    'assignments and submissions',
    'grade items, marks and final grades',
    'creating people',
    'enrolling and removing',
  ],
  docs: 'https://docs.valence.desire2learn.com',
  truth: 'vendor docs',
  baseUrl: siteOf,
  hosts: (settings) => [domainOf(settings), authHost],
  settings: { domain: domainField, learner_role: learnerRoleField },
  auth: [
    oauth2({
      label: 'Sign in with Brightspace',
      summary: 'An administrator registers Plugboard in Brightspace, signs in there and allows access.',
      authorize: `https://${authHost}/oauth2/auth`,
      token: `https://${authHost}/core/connect/token`,
      scopes,
      clientAuth: 'basic',
      pkce: true,
      // Good for one use each.
      refresh: { rotates: true },
    }),
  ],
  // 50,000 credits a minute for the app at this site; a call costs 10, until D2L says otherwise.
  limits: [{ per: 'minute', max: 5_000 }, { concurrent: 4 }],
  limitHeaders: { remaining: [{ header: 'x-rate-limit-remaining', per: 'minute', cost: 'x-request-cost' }] },
  headers: () => ({ accept: 'application/json' }),
  error: readError,
  check,
  streams,
  actions,
});
