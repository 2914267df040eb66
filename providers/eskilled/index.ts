/**
 * eSkilled: facts and limits. The ways in are in session.ts, whose system it is and what it offers in site.ts, how lists are read in
 * lists.ts, the lists in streams.ts, the writes in actions.ts.
 * @link https://helpcentre.eskilledrtosoftware.com.au
 */
import { defineProvider } from 'plugboard/contract';
import { actions } from './actions.ts';
import { isSuccess, readError } from './errors.ts';
import { login, token } from './session.ts';
import { apiOf, check, settings } from './site.ts';
import { streams } from './streams.ts';

export default defineProvider({
  key: 'eskilled',
  name: 'eSkilled',
  category: 'sms_rto',
  priority: 'medium',
  summary:
    'Student management and learning in one, for Australian RTOs that modernise for the 2025 Standards: students, courses, enrolments, outcomes and what happens in the LMS.',
  features: [
    'students with USI',
    'course data: courses, units of competency, content',
    'enrolments',
    'unit outcomes in AVETMISS codes',
    'assessment attempts and marks',
    'LMS activity and progress',
    'creating and changing students',
    'enrolling and recording outcomes',
  ],
  docs: 'https://helpcentre.eskilledrtosoftware.com.au',
  // Signing in and students are documented; most of the lists are not.
  truth: 'our proposal',
  baseUrl: (given) => apiOf(given).href.replace(/\/$/, ''),
  hosts: (given) => [apiOf(given).hostname],
  settings,
  auth: [login, token],
  // Nothing is published, and one server serves all RTOs: no hurry.
  limits: [{ per: 'minute', max: 60 }, { concurrent: 2 }],
  timeoutMs: 60_000,
  success: isSuccess,
  error: readError,
  check,
  streams,
  actions,
});
