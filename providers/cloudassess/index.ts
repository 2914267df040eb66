/**
 * Cloud Assess: facts, the way in, limits. The vendor publishes no API: paths, names and the header are Plugboard's proposal, and an
 * operator's override profile adapts them to what an installation really has. The lists are in streams.ts, the writes in actions.ts, the
 * address in site.ts.
 */
import { apiKey, defineProvider } from 'plugboard/contract';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { check, hostsOf, urlField, urlOf } from './site.ts';
import { streams } from './streams.ts';

export default defineProvider({
  key: 'cloudassess',
  name: 'Cloud Assess',
  category: 'lms_assessment',
  priority: 'medium',
  summary:
    'Assessment for training organisations that put compliance first: templates, work handed in, marking and its approval, outcomes of units.',
  features: [
    'assessment templates',
    'submissions',
    'marking, with approval',
    'competency outcomes in AVETMISS codes',
    'students with USI, enrolments and their progress',
    'qualifications, units, intakes, assessors',
    'creating and enrolling students',
    'recording and approving marks',
  ],
  docs: 'https://cloudassess.com',
  truth: 'our proposal',
  baseUrl: urlOf,
  hosts: hostsOf,
  settings: {
    api_base_url: urlField,
    time_zone: {
      label: 'Time zone',
      help: 'Where your organisation is: intakes begin and end by its calendar.',
      example: 'Australia/Perth',
      default: 'Australia/Sydney',
      pattern: {
        source: '[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){0,2}',
        message: 'The name of a time zone, like Australia/Perth',
      },
      optional: true,
    },
  },
  auth: [
    apiKey({
      label: 'API key',
      summary: 'The key Cloud Assess support gives you for an integration.',
      place: { in: 'header', name: 'x-api-key' },
      fields: {
        api_key: {
          label: 'API key',
          help: 'Ask Cloud Assess support to set up an integration: you get an address and a key.',
          secret: true,
          pattern: { source: '[!-~]{8,1000}', message: 'A key has no spaces in it: copy it again, whole and alone.' },
        },
      },
    }),
  ],
  // Nobody outside knows what is allowed: one call at a time, and no hurry.
  limits: [{ per: 'minute', max: 60 }, { concurrent: 1 }],
  idempotencyHeader: 'idempotency-key',
  error: readError,
  check,
  streams,
  actions,
});
