/**
 * VETtrak: facts and limits. The way in is in session.ts, the site and what it offers in site.ts, the calls in calls.ts, the lists in
 * streams.ts, the writes in actions.ts.
 * @link https://support.vettrak.com.au/api/VETtrakAPI221/!!MEMBEROVERVIEW_VT_API.html
 */
import { defineProvider } from 'plugboard/contract';
import { actions } from './actions.ts';
import { isSuccess, readError } from './errors.ts';
import { way } from './session.ts';
import { check, settings, siteOf } from './site.ts';
import { streams } from './streams.ts';

export default defineProvider({
  key: 'vettrak',
  name: 'VETtrak',
  category: 'sms_rto',
  priority: 'high',
  summary:
    'Student management of many private training organisations in Australia, run by each on a server of its own.',
  features: [
    'clients (students) with USI',
    'enrolments',
    'unit results in AVETMISS outcomes',
    'programmes and occurrences',
    'qualifications',
    'awards',
    'creating clients without duplicates',
    'enrolling, recording results, issuing awards',
  ],
  docs: 'https://support.vettrak.com.au/api/VETtrakAPI221/!!MEMBEROVERVIEW_VT_API.html',
  truth: 'vendor docs',
  baseUrl: (given) => siteOf(given).href,
  hosts: (given) => [siteOf(given).hostname],
  settings,
  auth: [way],
  // Nothing is published. The server is the college's own and its lists come whole: one call at a time, and no hurry.
  limits: [{ per: 'second', max: 2 }, { concurrent: 1 }],
  timeoutMs: 120_000,
  success: isSuccess,
  error: readError,
  check,
  streams,
  actions,
});
