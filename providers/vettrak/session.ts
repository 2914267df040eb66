/**
 * The way in: user name and password for a token, which then goes into the body of every call. A token dies after an hour without use;
 * the engine signs in again when it does.
 */
import { fail, session, type HttpRequest, type Settings } from 'plugboard/contract';
import { fillElement } from 'plugboard/kit';
import { authOf, loginCall, status } from './calls.ts';

/** The name of the header a gateway in front of VETtrak reads. */
export const gatewayHeader = 'X-API-Key';

/** A gateway of the site's own wants its key with every call, the login included. */
function throughGateway(
  request: HttpRequest,
  fields: Readonly<Record<string, string>>,
  settings: Settings,
): HttpRequest {
  const key = fields['api_key'] ?? '';
  if (key === '') return request;
  const name = (settings['gateway_header'] ?? gatewayHeader).toLowerCase();
  return { ...request, headers: { ...request.headers, [name]: key } };
}

export const way = session({
  label: 'API user',
  summary: 'A user name and password of VETtrak with the role for its API.',
  fields: {
    username: {
      label: 'User name',
      help: 'Of a VETtrak user flagged as staff with the role "VETtrak API default role". Sites may use e-mail addresses as user names.',
      example: 'plugboard.api',
    },
    password: {
      label: 'Password',
      help: 'The password of that user. VETtrak has no keys: when somebody changes it, connect again.',
      secret: true,
    },
    api_key: {
      label: 'Gateway key',
      help: 'Only where the site has a gateway in front of VETtrak that wants a key of its own. VETtrak itself has none.',
      secret: true,
      optional: true,
    },
  },
  idleMs: 60 * 60_000,
  login: ({ fields, settings }) =>
    throughGateway(loginCall(settings, fields['username'] ?? '', fields['password'] ?? ''), fields, settings),
  session: ({ body }) => {
    const auth = authOf(body);
    if (auth?.status !== status.ok || auth.token === undefined)
      throw fail('auth_revoked', auth?.message ?? 'VETtrak did not answer the login with a token.');
    return { token: auth.token, extra: { client_code: auth.identifier ?? '' } };
  },
  sign(request, { fields, settings, session: { token, extra } }) {
    const signed = throughGateway(request, fields, settings);
    if (signed.body === undefined || !('text' in signed.body)) return signed;
    const code = typeof extra?.['client_code'] === 'string' ? extra['client_code'] : '';
    const filled = ['sToken', 'token'].reduce((body, name) => fillElement(body, name, token), signed.body.text);
    // Whose clients are listed: those the API user itself may see.
    return { ...signed, body: { ...signed.body, text: fillElement(filled, 'clientCode', code) } };
  },
});
