/**
 * ReadyTech JR Plus: facts, ways in, limits. The site and what it offers are in site.ts, the calls in calls.ts, the lists in streams.ts,
 * the writes in actions.ts.
 * @link https://developer.jobready.io/plus/
 */
import { basic, defineProvider, oauth2 } from 'plugboard/contract';
import { actions } from './actions.ts';
import { isSuccess, readError } from './errors.ts';
import { baseOf, check, hostsOf, oauthUrl, settings } from './site.ts';
import { streams } from './streams.ts';

export default defineProvider({
  key: 'readytech_jr',
  name: 'ReadyTech JR Plus',
  category: 'sms_rto',
  priority: 'high',
  summary:
    'Student management of TAFEs and enterprise training organisations across Australia, also known as JobReady Plus and Ready Student.',
  features: [
    'students with USI',
    'employers',
    'courses and their units of competency',
    'enrolments',
    'unit results in AVETMISS outcomes',
    'assessment outcomes',
    'creating and enrolling students without duplicates',
    'recording results',
  ],
  docs: 'https://developer.jobready.io/plus/',
  // Base address, key and statuses are the vendor's own word; paths and elements are other people's; units, results and assessments are ours.
  truth: 'our proposal',
  baseUrl: baseOf,
  hosts: hostsOf,
  settings,
  auth: [
    basic({
      key: 'api_key',
      label: 'API key',
      summary: 'The key ReadyTech issues for the web service of your JR Plus. This is what JR Plus documents.',
      // Whatever is in front of the colon is not looked at.
      password: 'api_key',
      fields: {
        api_key: {
          label: 'API key',
          help: 'Ask ReadyTech support for it: the web service is an add-on, and the key belongs to your organisation.',
          secret: true,
          pattern: { source: '[!-~]{8,500}', message: 'A key has no spaces in it: copy it again, whole and alone.' },
        },
      },
    }),
    oauth2({
      label: 'OAuth 2.0',
      summary: 'Only where ReadyTech gave you an OAuth client, or tokens. JR Plus documents none, so ask first.',
      authorize: (given) => oauthUrl(given, 'sign_in_url'),
      token: (given) => oauthUrl(given, 'renewal_url'),
      scopes: [],
      clientAuth: 'body',
      pkce: true,
      refresh: { rotates: true },
    }),
  ],
  // Nothing is published, and integrations of others are slow: one call at a time, and no hurry.
  limits: [{ per: 'minute', max: 60 }, { concurrent: 1 }],
  timeoutMs: 120_000,
  headers: ({ settings: given }) => {
    const organization = given['organization_id'] ?? '';
    return organization === '' ? {} : { 'x-organization-id': organization };
  },
  success: isSuccess,
  error: readError,
  check,
  streams,
  actions,
});
