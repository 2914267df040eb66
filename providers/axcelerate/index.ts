/**
 * aXcelerate: facts, way in, limits. The site is in site.ts, the lists in streams.ts, the writes in actions.ts.
 * @link https://developer.axcelerate.com/docs/Guides/authentication
 */
import { apiKey, defineProvider } from 'plugboard/contract';
import { actions } from './actions.ts';
import { isSuccess, readError } from './errors.ts';
import { check, settings, siteOf } from './site.ts';
import { streams } from './streams.ts';
import { webhooks } from './webhooks.ts';

const token = {
  source: String.raw`[!-~]{8,200}`,
  message: 'A token has no spaces in it: copy it again, whole and alone.',
};

export default defineProvider({
  key: 'axcelerate',
  name: 'aXcelerate',
  category: 'sms_rto',
  priority: 'medium',
  summary:
    'Student management in the cloud for Australian training organisations, accredited programs and workshops alike.',
  features: [
    'contacts (students) with USI',
    'organisations',
    'courses, classes and workshops',
    'units of competency',
    'enrolments',
    'unit outcomes in AVETMISS codes',
    'creating contacts without duplicates',
    'enrolling, recording outcomes',
  ],
  docs: 'https://developer.axcelerate.com/docs/Guides/authentication',
  truth: 'vendor docs',
  baseUrl: (given) => `https://${siteOf(given)}/api`,
  hosts: (given) => [siteOf(given)],
  settings,
  auth: [
    apiKey({
      label: 'Two tokens',
      summary: 'An API token from aXcelerate and a web service token of your own; every call carries both.',
      place: { in: 'header', name: 'wstoken' },
      headers: { apitoken: 'api_token' },
      fields: {
        api_key: {
          label: 'Web service token',
          help: 'In aXcelerate under System Settings, Web & Other Integrations: a token for a user made for this. Calls run with what that user may do.',
          secret: true,
          pattern: token,
        },
        api_token: {
          label: 'API token',
          help: 'From aXcelerate support, who issue it to your organisation or its integrator on request.',
          secret: true,
          pattern: token,
        },
      },
    }),
  ],
  // Nothing is published; the vendor's other clients keep to 150 a minute.
  limits: [{ per: 'minute', max: 60 }, { concurrent: 2 }],
  timeoutMs: 60_000,
  success: isSuccess,
  error: readError,
  check,
  streams,
  actions,
  webhooks,
});
