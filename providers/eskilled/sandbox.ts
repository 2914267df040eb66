/**
 * eSkilled's SMS API, imitated: signing in and the calls about students as its help centre describes them, and the rest as the proposed
 * contract has it, because the rest is documented nowhere we could read. Switches make it an installation that has less, or differs.
 */
import { defineSandbox, type Method, type SandboxRoute } from 'plugboard/contract';
import { noRoute } from './sandbox/answers.ts';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import {
  activities,
  courses,
  enrolments,
  enrolmentsOfStudent,
  partsOf,
  progress,
  student,
  students,
  type Handler,
} from './sandbox/reads.ts';
import { givenToken, login, seed, subDomain } from './sandbox/seed.ts';
import type { Context, State } from './sandbox/state.ts';
import { guard, signIn } from './sandbox/tokens.ts';
import { changeEnrolment, createStudent, enrol, recordOutcome, writeDetails } from './sandbox/writes.ts';

export const host = 'api.rto.net.au';

/** A path an installation may not have: its switches say so. */
function proposed(method: Method, path: string, handle: Handler, part = 'proposal'): SandboxRoute<State> {
  const isThere = ({ switches }: Context) => switches['proposal'] !== 'absent' && switches[part] !== 'absent';
  return { method, path, handle: (request, context) => (isThere(context) ? handle(request, context) : noRoute) };
}

const units = partsOf('courseID', (state) => state.units, 'courseID');
const contents = partsOf('courseID', (state) => state.contents);
const outcomes = partsOf('enrolmentID', (state) => state.enrolmentUnits);
const assessments = partsOf('enrolmentID', (state) => state.assessments);

export default defineSandbox<State>({
  hosts: [host],
  signIns: [
    {
      method: 'login',
      fields: login,
      wrong: { ...login, lms_token: 'esk-not-the-key' },
      settings: { sub_domain: subDomain, time_zone: 'Australia/Perth' },
      limits: [{ concurrent: 2 }],
    },
    {
      method: 'token',
      fields: { api_key: givenToken },
      wrong: { api_key: 'given.nothing.known' },
      settings: { sub_domain: subDomain, time_zone: 'Australia/Perth' },
      limits: [{ concurrent: 2 }],
    },
  ],
  seed,
  guard,
  routes: [
    { method: 'POST', path: '/api/Login', open: true, handle: signIn },
    { method: 'GET', path: '/api/Student', handle: students },
    { method: 'POST', path: '/api/Student', handle: createStudent },
    { method: 'GET', path: '/api/Student/:id', handle: student },
    { method: 'POST', path: '/api/StudentInfo', handle: writeDetails },
    { method: 'PUT', path: '/api/StudentInfo', handle: writeDetails },
    { method: 'GET', path: '/api/ExternalEnrolment/Student', handle: enrolmentsOfStudent },
    proposed('POST', '/api/ExternalEnrolment', enrol),
    proposed('GET', '/api/Course', courses),
    proposed('GET', '/api/Course/:id/Units', units),
    proposed('GET', '/api/Course/:id/Content', contents),
    proposed('GET', '/api/Enrolment', enrolments, 'enrolment_list'),
    proposed('PUT', '/api/Enrolment/:id', changeEnrolment),
    proposed('GET', '/api/Enrolment/:id/Units', outcomes),
    proposed('PUT', '/api/Enrolment/:id/Units/:code', recordOutcome),
    proposed('GET', '/api/Enrolment/:id/Assessments', assessments),
    proposed('GET', '/api/Enrolment/:id/Progress', progress, 'progress'),
    proposed('GET', '/api/Activity', activities),
  ],
  grow,
  example,
  switches: {
    proposal: {
      label: 'Proposed contract',
      help: 'Absent: only what eSkilled documents is there, which is signing in, students, and the enrolments of one student.',
      choices: ['present', 'absent'],
      default: 'present',
    },
    enrolment_list: {
      label: 'List of all enrolments',
      help: 'Absent: enrolments are listed student by student only.',
      choices: ['present', 'absent'],
      default: 'present',
    },
    progress: {
      label: 'Progress of an enrolment',
      help: 'Absent: it has to be worked out from the units.',
      choices: ['present', 'absent'],
      default: 'present',
    },
    paging: {
      label: 'Paging',
      help: 'Ignored: each list comes whole, whatever page is asked for.',
      choices: ['followed', 'ignored'],
      default: 'followed',
    },
    changes: {
      label: 'Changes only',
      help: 'Ignored: lists do not look at modifiedSince.',
      choices: ['followed', 'ignored'],
      default: 'followed',
    },
    envelope: {
      label: 'Place of lists',
      help: 'Where an answer has its list: it is the list, or has it under data.',
      choices: ['bare', 'data'],
      default: 'bare',
    },
    names: {
      label: 'Spelling of field names',
      help: 'With a small first letter, as student fields are documented, or a capital one, as login fields are.',
      choices: ['camel', 'pascal'],
      default: 'camel',
    },
  },
});
