/**
 * Moodle: facts, ways in, limits. The site and its check are in site.ts, the lists in streams.ts, the writes in actions.ts.
 * @link https://docs.moodle.org/dev/Creating_a_web_service_client
 */
import { apiKey, defineProvider, session } from 'plugboard/contract';
import { actions } from './actions.ts';
import { isSuccess, readError } from './errors.ts';
import { check, hostsOf, sessionOf, siteField, siteOf, withToken } from './site.ts';
import { streams } from './streams.ts';
import { webhooks } from './webhooks.ts';

export default defineProvider({
  key: 'moodle',
  name: 'Moodle',
  category: 'lms_assessment',
  priority: 'high',
  summary: 'The open learning platform most training organisations and many universities run themselves.',
  features: [
    'users and custom profile fields',
    'courses',
    'course activities',
    'enrolments and roles',
    'gradebook',
    'course and activity completion',
    'assignments and submissions',
    'creating and suspending users',
    'enrolling users',
  ],
  docs: 'https://docs.moodle.org/dev/Web_services',
  truth: 'vendor spec',
  baseUrl: siteOf,
  hosts: hostsOf,
  settings: {
    site_url: siteField,
    time_zone: {
      label: 'Time zone',
      help: 'Where the site is, for its dates: in Moodle under Site administration, Location. Moodle tells it nobody.',
      example: 'Australia/Perth',
      default: 'Australia/Sydney',
      pattern: {
        source: '[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){0,2}',
        message: 'The name of a time zone, like Australia/Perth',
      },
      optional: true,
    },
    student_role: {
      label: 'Student role',
      help: 'Short name of the role students have in courses: in Moodle under Site administration, Users, Define roles.',
      default: 'student',
      pattern: { source: '[A-Za-z0-9_-]{1,100}', message: 'A short name has letters, digits, - and _ only.' },
      optional: true,
    },
    usi_field: {
      label: 'Profile field of the USI',
      help: 'Short name of the custom profile field that holds the Unique Student Identifier.',
      default: 'usi',
      pattern: { source: '[A-Za-z0-9_-]{1,100}', message: 'A short name has letters, digits, - and _ only.' },
      optional: true,
    },
    birth_field: {
      label: 'Profile field of the date of birth',
      help: 'Short name of the custom profile field that holds the date of birth.',
      default: 'dateofbirth',
      pattern: { source: '[A-Za-z0-9_-]{1,100}', message: 'A short name has letters, digits, - and _ only.' },
      optional: true,
    },
  },
  auth: [
    apiKey({
      label: 'Web service token',
      summary: 'Best: a token an administrator makes for an account of its own. It works until it is deleted.',
      // Moodle reads it nowhere else: not in a header, not in JSON.
      place: { in: 'form', name: 'wstoken' },
      fields: {
        api_key: {
          label: 'Token',
          help: 'In Moodle under Site administration, Server, Web services, Manage tokens.',
          secret: true,
          pattern: {
            source: '[0-9A-Za-z]{16,128}',
            message: 'A token is letters and digits without spaces: copy it again, whole and alone.',
          },
        },
      },
    }),
    session({
      key: 'password',
      label: 'User name and password',
      summary:
        'Where nobody can make tokens: Moodle gives one for the password of an account that signs in with Moodle itself.',
      fields: {
        username: { label: 'User name', help: 'Of an account made for this, as it signs in to Moodle.' },
        password: { label: 'Password', help: 'Of this account.', secret: true },
        service: {
          label: 'Service',
          help: 'Short name of the external service, from its page under Site administration, Server, Web services, External services.',
          pattern: { source: '[A-Za-z0-9_-]{1,255}', message: 'A short name has letters, digits, - and _ only.' },
          example: 'plugboard',
        },
      },
      login: ({ fields }) => ({
        method: 'POST',
        url: '/login/token.php',
        body: {
          form: {
            username: fields['username'] ?? '',
            password: fields['password'] ?? '',
            service: fields['service'] ?? '',
          },
        },
        safe: true,
        decode: 'auto',
      }),
      session: sessionOf,
      sign: (request, { session: given }) => withToken(request, given),
    }),
  ],
  // Moodle itself sets no limit and says nothing when it is overrun: it is the school's own server, in the middle of lessons.
  limits: [{ concurrent: 2 }],
  // Everybody with an account, or all marks of a course, are worked out while we wait.
  timeoutMs: 120_000,
  success: isSuccess,
  error: readError,
  check,
  streams,
  actions,
  webhooks,
});
