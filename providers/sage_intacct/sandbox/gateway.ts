/**
 * The XML gateway: one address that takes every call. Looks at the request in Sage's order - the sender, who signs in, each function -
 * and says at the level where it failed what is wrong. Called by ../sandbox.ts.
 */
import {
  parseXml,
  xmlAt,
  xmlChild,
  xmlChildren,
  xmlText,
  type SandboxRequest,
  type SandboxResponse,
  type XmlElement,
} from 'plugboard/contract';
import { gatewayWrites } from './gateway-writes.ts';
import { telling } from './triggers.ts';
import { reads, type Caller } from './reads.ts';
import { companyId, entities, type Context } from './state.ts';
import {
  answered,
  controlFailure,
  element,
  errorMessage,
  problemOf,
  result,
  signInFailure,
  type Control,
  type Signed,
} from './xml.ts';

/** Path of the gateway, and the address a session is told to go on with. */
export const gatewayPath = '/ia/xml/xmlgw.phtml';
export const sessionHost = 'www-p501.intacct.com';

export const credentials = {
  /** The operator's web services licence. */
  sender: { sender_id: 'PlugboardMPP', sender_password: 'sender<&>"secret' },
  /** Another operator, whom the company has not authorised. */
  stranger: { sender_id: 'StrangerMPP', sender_password: 'stranger-secret' },
  user: { company_id: companyId, user_id: 'plugboard_ws', user_password: 'p&ss<word> 9' },
} as const;

const sessionMs = 6 * 3_600_000;
const badSignIn = 'Sign-in information is incorrect. Please check your request.';
const functions = { ...reads, ...gatewayWrites };

export function gateway(request: SandboxRequest, context: Context): SandboxResponse {
  const read = readRequest(request, context);
  if ('response' in read) return read.response;
  const { control, operation } = read;
  const signed = signIn(operation, control, context);
  if (!('session' in signed)) return signed;
  const { state } = context;
  const calls = xmlChildren(xmlChild(operation, 'content'), 'function');
  const transaction = xmlAt(operation)?.attributes['transaction'] === 'true';
  const work = () => {
    const before = transaction ? structuredClone(state) : undefined;
    const outcomes = calls.map((call) => run(call, signed, context));
    const failed = outcomes.some(({ ok }) => !ok);
    const undone = failed && before !== undefined;
    if (undone) Object.assign(state, before);
    return { outcomes, failed, undone };
  };
  const writes = calls.some(({ children }) => children.some(({ name }) => Object.hasOwn(gatewayWrites, name)));
  const { outcomes, failed, undone } = writes ? telling(context, work) : work();
  // Counts once the work is done: what was refused may be sent again.
  if (!failed && control.unique) state.control_ids[`${control.sender} ${control.id}`] = context.now();
  return answered(
    control,
    signed,
    outcomes.map(({ xml, aborted }) => (undone ? aborted : xml)),
  );
}

// --- first level: the request and its sender ------------------------------------------------------------------------------

type Read = { readonly response: SandboxResponse } | { readonly control: Control; readonly operation: XmlElement };

function readRequest(request: SandboxRequest, context: Context): Read {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const refuse = (errno: string, text: string, control?: Control, status?: number): Read => ({
    response: { ...controlFailure(control, { errno, text }), ...(status === undefined ? {} : { status }) },
  });
  const busy = 'Too many requests are running for this company. Try again later.';
  if (context.switches['throttle'] === 'in a 200') return refuse('GW-0010', busy);
  if (context.switches['throttle'] === '429') return refuse('GW-0010', busy, undefined, 429);
  if (type !== 'application/xml' && type !== 'text/xml' && type !== 'x-intacct-xml-request')
    return refuse('GW-0011', 'The content type must be application/xml.', undefined, 400);
  let root: XmlElement;
  try {
    root = parseXml(request.body.toString('utf8'));
  } catch (error) {
    return refuse('XL03000003', `XML does not parse: ${error instanceof Error ? error.message : ''}`);
  }
  const block = xmlChild(root, 'control');
  const operation = xmlChild(root, 'operation');
  if (root.name !== 'request' || block === undefined || operation === undefined)
    return refuse('XL03000003', 'The request needs control and operation.');
  const control: Control = {
    sender: xmlText(block, 'senderid') ?? '',
    id: xmlText(block, 'controlid') ?? '',
    unique: xmlText(block, 'uniqueid') === 'true',
  };
  const known = [credentials.sender, credentials.stranger].find(({ sender_id: id }) => id === control.sender);
  // A password may begin or end with a space; xmlText would trim it.
  if (known === undefined || xmlChild(block, 'password')?.text !== known.sender_password)
    return refuse('XL03000006', 'Incorrect Intacct XML Partner ID or password.', control);
  if (xmlText(block, 'dtdversion') !== '3.0') return refuse('XL03000003', 'dtdversion must be 3.0.', control);
  if (control.id.length < 1 || control.id.length > 256)
    return refuse('XL03000003', 'controlid must have 1 to 256 characters.', control);
  if (control.unique && Object.hasOwn(context.state.control_ids, `${control.sender} ${control.id}`))
    return refuse('XL03000009', `The control id ${control.id} was used before.`, control);
  return { control, operation };
}

// --- second level: who signs in -------------------------------------------------------------------------------------------

interface SignedIn extends Signed {
  /** '' for a call that carries user and password. */
  readonly session: string;
}

function signIn(operation: XmlElement, control: Control, context: Context): SignedIn | SandboxResponse {
  const login = xmlAt(operation, 'authentication', 'login');
  const sessionId = xmlText(operation, 'authentication', 'sessionid');
  const user = xmlText(login, 'userid') ?? '';
  const company = xmlText(login, 'companyid') ?? '';
  const refuse = (text: string) => signInFailure(control, { user, company }, { errno: 'XL03000006', text });
  if (sessionId !== undefined) {
    const { sessions } = context.state;
    const session = Object.hasOwn(sessions, sessionId) ? sessions[sessionId] : undefined;
    if (session === undefined || session.expires <= context.now())
      return refuse('The session is invalid or has expired.');
    return { ...session, session: sessionId, company: companyId };
  }
  const entity = xmlText(login, 'locationid') ?? '';
  const right =
    company === credentials.user.company_id &&
    user === credentials.user.user_id &&
    xmlChild(login, 'password')?.text === credentials.user.user_password &&
    (entity === '' || entities.includes(entity));
  if (!right) return refuse(badSignIn);
  if (control.sender !== credentials.sender.sender_id)
    return refuse(`The sender ${control.sender} is not authorised for web services of this company.`);
  const now = context.now();
  return { session: '', user, company, entity, started: now, expires: now + sessionMs };
}

// --- third level: the functions -------------------------------------------------------------------------------------------

interface Outcome {
  readonly ok: boolean;
  readonly xml: string;
  /** What is said of it when another function of the same transaction fails. */
  readonly aborted: string;
}

function run(call: XmlElement, signed: SignedIn, context: Context): Outcome {
  const controlId = call.attributes['controlid'] ?? '';
  const [work] = call.children;
  const name = work?.name ?? '';
  const failed = (errno: string, text: string, correction = ''): Outcome => {
    const first =
      name.startsWith('create') && errno === 'BL34000061'
        ? [{ errno: 'BL01001973', text: 'Could not create the record.' }]
        : [];
    const xml = result('failure', name, controlId, errorMessage([...first, { errno, text, correction }]));
    return { ok: false, xml, aborted: xml };
  };
  const done = (inner: string): Outcome => ({
    ok: true,
    xml: result('success', name, controlId, inner),
    aborted: result(
      'aborted',
      name,
      controlId,
      errorMessage([{ errno: 'XL03000009', text: 'The transaction was aborted.' }]),
    ),
  });
  if (work === undefined || controlId === '') return failed('XL03000003', 'A function needs a controlid and one call.');
  if (name === 'getAPISession') return done(newSession(work, signed, context));
  const method = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (method === undefined) return failed('XL03000003', `There is no function ${name}.`);
  const caller: Caller = { session: signed.session, entity: signed.entity };
  try {
    return done(method(work, caller, context));
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return failed(problem.errno, problem.text, problem.correction);
  }
}

function newSession(call: XmlElement, signed: SignedIn, context: Context): string {
  const { state } = context;
  const now = context.now();
  for (const [id, { expires }] of Object.entries(state.sessions)) if (expires <= now) delete state.sessions[id];
  const entity = xmlText(call, 'locationid') ?? signed.entity;
  const id = `${context.hex(24)}..`;
  state.sessions[id] = { user: signed.user, entity, started: now, expires: now + sessionMs };
  const api =
    element('sessionid', id) +
    element('endpoint', `https://${sessionHost}${gatewayPath}`) +
    element('locationid', entity);
  return `<data><api>${api}</api></data>`;
}
