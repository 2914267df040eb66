/**
 * The XML gateway's way in: a session asked for with the operator's sender and the tenant's user, and every request written round it.
 * Called by index.ts and the XML API.
 */
import {
  escapeXml,
  fail,
  session,
  xmlAt,
  xmlText,
  isXmlElement,
  type Fields,
  type HttpRequest,
  type Session,
  type SessionContext,
} from 'plugboard/contract';
import { soapElements } from 'plugboard/kit';
import { resultOf } from './errors.ts';

export const gateway = 'https://api.intacct.com/ia/xml/xmlgw.phtml';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * Everything before the calls. Slots of the sender, the control id and the session are empty until `sign` fills them, so that no
 * secret gets into a checkpoint. They are only looked for in a text that begins exactly like this: whatever a request carries as
 * data, a `<password/>` in there is never filled.
 */
function head(controlId: string, unique: boolean): string {
  return (
    `${declaration}<request><control><senderid/><password/><controlid>${escapeXml(controlId)}</controlid><uniqueid>${String(unique)}</uniqueid>` +
    '<dtdversion>3.0</dtdversion><includewhitespace>false</includewhitespace></control>' +
    '<operation transaction="false"><authentication><sessionid/></authentication>'
  );
}
const slots =
  /^<\?xml version="1\.0" encoding="UTF-8"\?><request><control><senderid\/><password\/><controlid>([^<]*)<\/controlid>(<uniqueid>(?:true|false)<\/uniqueid><dtdversion>3\.0<\/dtdversion><includewhitespace>false<\/includewhitespace><\/control><operation transaction="false"><authentication>)<sessionid\/>/;

/**
 * A request with one call. Reads get a fresh control id for each attempt; `once` is the control id of a write, of which Sage
 * Intacct takes no second request.
 */
export function gatewayRequest(call: string, kind: 'read' | { readonly once: string } | 'position'): HttpRequest {
  const once = typeof kind === 'object' ? kind.once : undefined;
  const body = `${head(once ?? '', once !== undefined)}<content><function controlid="plugboard">${call}</function></content></operation></request>`;
  return {
    method: 'POST',
    url: gateway,
    headers: { accept: 'application/xml' },
    body: { text: body, type: 'application/xml' },
    decode: 'xml',
    // A call that moves a held result on must not be sent twice: the second answer would be the page after.
    ...(kind === 'read' ? { safe: true } : {}),
  };
}

function signed(request: HttpRequest, context: SessionContext & { readonly session: Session }): HttpRequest {
  const { body } = request;
  if (body === undefined || !('text' in body)) return request;
  const { sender_id: sender, sender_password: password } = context.app;
  const text = body.text.replace(
    slots,
    (_head, controlId: string, middle: string) =>
      `${declaration}<request><control>${soapElements({ senderid: sender, password, controlid: controlId === '' ? context.id : undefined })}` +
      `${controlId === '' ? '' : `<controlid>${controlId}</controlid>`}${middle}${soapElements({ sessionid: context.session.token })}`,
  );
  const endpoint = context.session.extra?.['endpoint'];
  return { ...request, url: typeof endpoint === 'string' ? endpoint : request.url, body: { ...body, text } };
}

function login({ fields, settings, app, id }: SessionContext): HttpRequest {
  const control = soapElements({
    senderid: app['sender_id'] ?? '',
    password: app['sender_password'] ?? '',
    controlid: id,
    uniqueid: false,
    dtdversion: '3.0',
    includewhitespace: false,
  });
  const user = soapElements({
    userid: fields['user_id'] ?? '',
    companyid: fields['company_id'] ?? '',
    password: fields['user_password'] ?? '',
    locationid: (settings['entity_id'] ?? '') === '' ? undefined : settings['entity_id'],
  });
  return {
    method: 'POST',
    url: gateway,
    headers: { accept: 'application/xml' },
    body: {
      text: `${declaration}<request><control>${control}</control><operation transaction="false"><authentication><login>${user}</login></authentication><content><function controlid="${id}"><getAPISession/></function></content></operation></request>`,
      type: 'application/xml',
    },
    decode: 'xml',
    safe: true,
  };
}

/** Where Sage may send a session to go on: its own hosts only, whatever an answer says. */
const ours = /^https:\/\/(?:[a-z0-9-]+\.)+intacct\.com\//;

export const companyFields = {
  company_id: {
    label: 'Company ID',
    help: 'The company you sign in to at Sage Intacct, as written there.',
    pattern: { source: '[^<>@|]{1,80}', message: 'up to 80 characters, without < > @ |' },
    example: 'HarbourTraining',
  },
  user_id: {
    label: 'Web Services user ID',
    help: 'The user made for Plugboard. Its role needs to read Accounts Receivable and General Ledger, and to create customers and invoices when those are wanted.',
    pattern: { source: '[^<>@|]{1,80}', message: 'up to 80 characters, without < > @ |' },
    example: 'plugboard_ws',
  },
} as const satisfies Fields;

export const xmlWay = session({
  label: 'Web Services user',
  summary: 'For most companies: a user made for web services signs in, without anybody being asked again.',
  usesApp: true,
  fields: {
    company_id: companyFields.company_id,
    user_id: companyFields.user_id,
    user_password: { label: 'Web Services password', help: 'The password of that user.', secret: true },
  },
  login,
  session: ({ body }) => {
    const api = xmlAt(resultOf(body), 'data', 'api');
    const token = xmlText(api, 'sessionid');
    const endpoint = xmlText(api, 'endpoint') ?? gateway;
    if (token === undefined) throw fail('decode_failed', 'Sage Intacct answered the sign-in without a session.');
    if (!ours.test(endpoint)) throw fail('decode_failed', 'Sage Intacct named an address that is not its own.');
    const expiresAt = isXmlElement(body) ? xmlText(body, 'operation', 'authentication', 'sessiontimeout') : undefined;
    return { token, extra: { endpoint }, ...(expiresAt === undefined ? {} : { expiresAt }) };
  },
  sign: signed,
});
