/**
 * VETtrak, imitated: an ASP.NET web service (SOAP 1.1 and 1.2, WSDL, help page) on a web server of the college's own, with sessions that
 * die of idleness. Written from the vendor's method pages and from live help pages of installations, not from the connector beside it.
 */
import { defineSandbox, type SandboxRequest, type SandboxResponse } from 'plugboard/contract';
import { answer, readCall } from './sandbox/asmx.ts';
import { example } from './sandbox/examples.ts';
import { grow } from './sandbox/grow.ts';
import { perform } from './sandbox/perform.ts';
import { tagsOf } from './sandbox/reads.ts';
import { operations, typesOf } from './sandbox/schema.ts';
import { apiUser, seed } from './sandbox/seed.ts';
import { localTime, type Context, type State } from './sandbox/state.ts';
import { wsdl } from './sandbox/wsdl.ts';

const host = 'training.harbourtraining.example';
const path = '/VETtrakAPI/VT_API.asmx';
const gatewayKey = 'gateway-7f3a';

function html(title: string, body: string, status = 200): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\r\n<html>\r\n<head><title>${title}</title></head>\r\n<body>${body}</body>\r\n</html>\r\n`,
  };
}

const notFound = html('404 - File or directory not found.', '<h2>404 - File or directory not found.</h2>', 404);

function missingOperations(context: Context): readonly string[] {
  return (context.switches['missing_operations'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
}

/** A site may have a gateway of its own in front. */
function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  if (context.switches['gateway'] !== 'on' || request.headers['x-api-key'] === gatewayKey) return undefined;
  return html('401 - Unauthorized', '<h2>401 - Unauthorized: a key is needed.</h2>', 401);
}

/** A GET is for people: the list of operations, or the WSDL. */
function show(request: SandboxRequest, context: Context): SandboxResponse {
  const missing = missingOperations(context);
  if ([...request.query.keys()].some((name) => name.toLowerCase() === 'wsdl')) {
    const own = new URL(context.origin);
    const location = `${request.host === own.host ? own.origin : `https://${request.host}`}${path}`;
    return {
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: wsdl({ location, missing, unitTags: tagsOf(context) }),
    };
  }
  const offered = Object.entries(operations).filter(([name]) => !missing.includes(name));
  const list = offered.map(([name, { does }]) => `<li><a href="VT_API.asmx?op=${name}">${name}</a><br>${does}</li>`);
  return html('VT_API Web Service', `<h1>VT_API</h1><ul>${list.join('')}</ul>`);
}

function call(request: SandboxRequest, context: Context): SandboxResponse {
  const types = typesOf(tagsOf(context));
  const read = readCall(request, {
    missing: missingOperations(context),
    types,
    toLocal: (ms) => localTime(context, ms),
  });
  return 'operation' in read ? answer(read, perform(read.operation, read.args, context), types) : read;
}

export default defineSandbox<State>({
  hosts: [host],
  signIns: [
    {
      method: 'session',
      fields: apiUser,
      wrong: { ...apiUser, password: 'not-the-password' },
      settings: { api_url: `https://${host}${path}`, time_zone: 'Australia/Perth' },
      limits: [{ concurrent: 2 }],
    },
  ],
  seed,
  guard,
  routes: [
    { method: 'GET', path, handle: show },
    { method: 'POST', path, handle: call },
    // The web server itself: its welcome page, and anything that is not there.
    { method: 'GET', path: '/', handle: () => html('IIS Windows Server', '<img src="iisstart.png" alt="IIS">') },
    { method: 'POST', path: '/', handle: () => html('405 - HTTP verb not allowed', '<h2>405</h2>', 405) },
    { method: 'GET', path: '/:instance/VT_API.asmx', handle: () => notFound },
    { method: 'POST', path: '/:instance/VT_API.asmx', handle: () => notFound },
  ],
  grow,
  example,
  switches: {
    missing_operations: {
      label: 'Missing operations',
      help: 'Names of operations that this version of the service does not have, with spaces between them.',
      optional: true,
      default: '',
    },
    unit_tags: {
      label: "Names in a unit's result",
      help: 'The usual ones, others that mean the same, or none that could be recognised.',
      choices: ['usual', 'other', 'none'],
      default: 'usual',
    },
    short_courses: {
      label: 'Short Courses licence',
      help: 'Off: what needs it is refused.',
      choices: ['on', 'off'],
      default: 'on',
    },
    email_usernames: {
      label: 'E-mail addresses as user names',
      help: 'On: a new client must have an address that nobody else has.',
      choices: ['on', 'off'],
      default: 'off',
    },
    database: {
      label: 'Database',
      help: 'Down: the service answers, its database does not.',
      choices: ['up', 'down'],
      default: 'up',
    },
    gateway: {
      label: 'Gateway',
      help: `On: calls need the header X-API-Key with ${gatewayKey}.`,
      choices: ['on', 'off'],
      default: 'off',
    },
  },
});

export { gatewayKey, host, path };
