/**
 * An imitation of aXcelerate for development, tests and the demo: one training organisation's site, two tokens in two headers, bare lists,
 * and errors as it words them. Written from the vendor's endpoint documentation, not from the connector beside it.
 */
import {
  defineSandbox,
  type Method,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxRoute,
} from 'plugboard/contract';
import { answered, refused } from './sandbox/answers.ts';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import {
  contactGet,
  contactsSearch,
  courses,
  enrolments,
  instanceGet,
  instanceSearch,
  mergeHistory,
  organisations,
} from './sandbox/reads.ts';
import { seed, tokens } from './sandbox/seed.ts';
import type { Context, State } from './sandbox/state.ts';
import { telling, webhooks } from './sandbox/webhooks.ts';
import { contactCreate, enrol, enrolmentUpdate } from './sandbox/writes.ts';

const host = 'harbourtraining.app.axcelerate.com';

function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const { headers, path } = request;
  if (headers['apitoken'] !== tokens.api_token)
    return refused(401, 'Unauthorised', 'The API token is missing or not valid.');
  if (headers['wstoken'] !== tokens.api_key)
    return refused(401, 'Unauthorised', 'The web service token is missing or not valid.');
  const denied = (context.switches['denied_paths'] ?? '').split(/\s+/).filter((one) => one !== '');
  if (denied.some((one) => path === `/api${one}`))
    return refused(403, 'Permission denied', 'The user of the web service token does not have permission.', true);
  // An outage of its own kind: everything is fine, says the status.
  if (context.switches['errors'] === 'in_200')
    return { ...refused(500, 'Unexpected error', 'An unexpected error occurred.', true), status: 200 };
  return undefined;
}

type Handler = (request: SandboxRequest, context: Context) => SandboxResponse;

function route(method: Method, path: string, handle: Handler): SandboxRoute<State> {
  return {
    method,
    path: `/api${path}`,
    handle: (request, context) => telling(context, () => answered(() => handle(request, context))),
  };
}

const settings = { site: host, time_zone: 'Australia/Perth' };

export default defineSandbox<State>({
  hosts: [host],
  signIns: [
    {
      method: 'api_key',
      fields: tokens,
      wrong: { ...tokens, api_token: 'A54D77B0-API-000000' },
      settings,
      limits: [{ concurrent: 2 }],
    },
  ],
  seed,
  guard,
  routes: [
    route('GET', '/contacts/search', contactsSearch),
    route('GET', '/contact/:id', contactGet),
    route('POST', '/contact/', contactCreate),
    route('POST', '/log/contactMergeHistory', mergeHistory),
    route('GET', '/organisations/', organisations),
    route('GET', '/courses/', courses),
    route('POST', '/course/instance/search', instanceSearch),
    route('GET', '/course/instance/detail', instanceGet),
    route('GET', '/course/enrolments', enrolments),
    route('POST', '/course/enrol', enrol),
    route('PUT', '/course/enrolment', enrolmentUpdate),
  ],
  grow,
  example,
  webhooks,
  switches: {
    errors: {
      label: 'Errors',
      help: 'in_200: every call fails, with an error in an answer whose status says success.',
      choices: ['status', 'in_200'],
      default: 'status',
    },
    denied_paths: {
      label: 'Denied paths',
      help: 'Paths the user of the web service token may not call, like /organisations/, with spaces between them.',
      optional: true,
      default: '',
    },
  },
});

export { host, settings, tokens };
