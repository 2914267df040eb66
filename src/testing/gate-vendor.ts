/**
 * A vendor for tests of session login: XML in and out, a site the tenant types, credentials of the operator's own beside the tenant's,
 * sessions that are forgotten, and accounts that lack a part of it. Provider and sandbox in one file.
 */
import { none, textAt } from '../../providers/_kit/index.ts';
import {
  action,
  apiKey,
  defineProvider,
  defineSandbox,
  escapeXml,
  fail,
  isXmlElement,
  oauth2,
  parseXml,
  session,
  stream,
  xmlChildren,
  xmlText,
  xmlToJson,
  z,
  type HttpRequest,
  type HttpResponse,
} from '../contract/index.ts';
import { openRegistry } from '../wiring/registry.ts';

export interface GateState {
  /** Good passwords by user. */
  readonly users: Record<string, string>;
  /** Sessions that are known, by token. */
  sessions: string[];
  /** Sign-ins so far, good and bad. */
  logins: number;
  /** Operations the account does not have, with what to do about it. */
  readonly lacks: Record<string, string>;
  readonly doors: string[];
  /** Doors whose locks may not be seen. */
  secret: string[];
  /** Where every call is sent on to. */
  movedTo: string | null;
}

export const gateSite = 'https://gate.example';
export const gateUser = { user: 'kim', password: 'pass & word 7' };
export const gateSender = { sender_id: 'plugboard', sender_password: 'sender & secret 7' };

const call = (operation: string, content = ''): HttpRequest => ({
  method: 'POST',
  url: '/xml',
  body: { text: `<${operation}><session/>${content}</${operation}>`, type: 'text/xml' },
  safe: operation !== 'open',
  decode: 'xml',
});

function field(body: unknown, ...path: string[]): string | undefined {
  return isXmlElement(body) ? xmlText(body, ...path) : undefined;
}

const doorItems = (body: unknown) =>
  isXmlElement(body) ? xmlChildren(body, 'door').map((door) => xmlToJson(door)) : [];

const doors = stream({
  model: 'product',
  summary: 'Doors.',
  raw: z.looseObject({ name: z.string() }),
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => call('doors'),
  items: doorItems,
  paginate: none,
  key: (item) => textAt(item, 'name'),
  map: ({ name }) => ({
    name,
    description: null,
    code: null,
    is_active: true,
    default_price_id: null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: {},
  }),
});

const locks = stream({
  ...doors,
  summary: 'Locks of a door.',
  partitions: { of: 'doors' },
  request: ({ partition }) => call('locks', `<door>${escapeXml(partition)}</door>`),
});

const openDoor = action({
  summary: 'Opens a door.',
  input: z.object({ door: z.string() }),
  output: z.object({ open: z.boolean() }),
  run: async ({ http, input }) => {
    await http.send(call('open', `<door>${escapeXml(input.door)}</door>`));
    return { output: { open: true } };
  },
});

export const gate = defineProvider({
  key: 'gate',
  name: 'Gate',
  category: 'documents',
  priority: 'emerging',
  summary: 'Doors with locks.',
  features: ['doors'],
  docs: 'https://docs.gate.example',
  truth: 'our proposal',
  baseUrl: ({ site }) => site ?? '',
  hosts: ({ site }) => [new URL(site ?? '').hostname, 'login.gate.example'],
  settings: {
    site: {
      label: 'Site',
      help: 'As in the browser.',
      example: gateSite,
      tidy: (typed) => (URL.parse(typed)?.search === '' ? typed.replace(/\/login\/?$/, '') : typed),
    },
  },
  app: {
    sender_id: {
      label: 'Sender ID',
      help: 'From the partner contract.',
      pattern: { source: '[a-z]+', message: 'expected letters' },
    },
    sender_password: { label: 'Sender password', help: 'From the same contract.', secret: true },
  },
  auth: [
    session({
      label: 'User',
      summary: 'For everybody.',
      fields: {
        user: { label: 'User', help: 'As on the badge.' },
        password: { label: 'Password', help: 'Not on the badge.', secret: true },
      },
      usesApp: true,
      idleMs: 20 * 60_000,
      login: ({ fields, app }) => {
        const part = (name: string, value = ''): string => `<${name}>${escapeXml(value)}</${name}>`;
        const sender = part('sender', app['sender_password']);
        const text = `<login>${part('user', fields['user'])}${part('password', fields['password'])}${sender}</login>`;
        return { ...call('login'), body: { text, type: 'text/xml' } };
      },
      session: ({ body }) => {
        if (field(body, 'refused') !== undefined)
          throw fail('auth_revoked', `Gate says: ${field(body, 'refused') ?? ''}`);
        return { token: field(body, 'session') ?? '' };
      },
      sign: (request, { session: { token } }) => {
        const { body } = request;
        const text = body !== undefined && 'text' in body ? body.text : '';
        const signed = text.replace('<session/>', () => `<session>${escapeXml(token)}</session>`);
        return { ...request, body: { text: signed, type: 'text/xml' } };
      },
    }),
    apiKey({
      label: 'Key',
      summary: 'For machines.',
      place: { in: 'header', name: 'x-key' },
      fields: { api_key: { label: 'Key', help: 'Under the mat.', secret: true } },
    }),
    oauth2({
      label: 'Sign in',
      summary: 'For people.',
      authorize: 'https://login.gate.example/authorize',
      token: 'https://login.gate.example/token',
      scopes: [],
      clientAuth: 'body',
      pkce: true,
    }),
  ],
  limits: [],
  success: ({ status, body }: HttpResponse) =>
    status < 300 && field(body, 'ended') === undefined && field(body, 'secret') === undefined,
  error: ({ body }: HttpResponse) => {
    if (field(body, 'secret') !== undefined) return { code: 'permission_denied', message: 'That is a secret.' };
    return field(body, 'ended') === undefined ? undefined : { code: 'auth_expired', message: 'The session has ended.' };
  },
  check: async ({ http }) => {
    const { body } = await http.send(call('who'));
    if (!isXmlElement(body)) throw fail('decode_failed', 'Gate did not say who we are.');
    const absent = Object.fromEntries(
      xmlChildren(body, 'lacks').map((one) => [one.attributes['name'] ?? '', xmlText(one) ?? '']),
    );
    const id = field(body, 'company') ?? '';
    return { message: `Connected to ${id}`, account: { id, name: id, meta: {} }, absent };
  },
  streams: { doors, locks },
  actions: { open_door: openDoor },
});

const xml = (text: string) => ({ headers: { 'content-type': 'text/xml' }, body: text });

export const gateSandbox = defineSandbox<GateState>({
  hosts: ['gate.example', 'login.gate.example'],
  signIns: [
    {
      method: 'session',
      appFields: gateSender,
      fields: gateUser,
      wrong: { ...gateUser, password: 'wrong' },
      settings: { site: gateSite },
    },
  ],
  seed: () => ({
    users: { [gateUser.user]: gateUser.password },
    sessions: [],
    logins: 0,
    lacks: {},
    doors: ['front', 'back'],
    secret: [],
    movedTo: null,
  }),
  guard: (_request, { state }) =>
    state.movedTo === null ? undefined : { status: 303, headers: { location: state.movedTo } },
  routes: [
    {
      method: 'POST',
      path: '/xml',
      handle: ({ body }, { state, hex }) => {
        const asked = parseXml(body.toString());
        if (asked.name === 'login') {
          state.logins += 1;
          const good = state.users[xmlText(asked, 'user') ?? ''] === xmlText(asked, 'password');
          if (!good) return xml('<no><refused>who is that?</refused></no>');
          if (xmlText(asked, 'sender') !== gateSender.sender_password)
            return xml('<no><refused>who is your operator?</refused></no>');
          const token = `session-${hex(24)}`;
          state.sessions.push(token);
          return xml(`<yes><session>${token}</session></yes>`);
        }
        if (!state.sessions.includes(xmlText(asked, 'session') ?? '')) return xml('<no><ended>1</ended></no>');
        if (asked.name === 'doors')
          return xml(`<doors>${state.doors.map((name) => `<door><name>${name}</name></door>`).join('')}</doors>`);
        if (asked.name === 'locks') {
          const door = xmlText(asked, 'door') ?? '';
          if (state.secret.includes(door)) return xml('<no><secret>1</secret></no>');
          return xml(`<doors><door><name>${escapeXml(door)} lock</name></door></doors>`);
        }
        const lacks = Object.entries(state.lacks).map(
          ([name, reason]) => `<lacks name="${escapeXml(name)}">${escapeXml(reason)}</lacks>`,
        );
        return xml(`<me><company>Acme</company>${lacks.join('')}</me>`);
      },
    },
  ],
  grow: {},
});

/** The gate alone, for a test server. */
export const gateRegistry = openRegistry({ gate: async () => ({ default: gate }) });
