/** What VETtrak means when it says no: numbers in a 200, SOAP faults in a 500. Called by index.ts. */
import { isXmlElement, type HttpResponse, type Verdict } from 'plugboard/contract';
import { soapFault } from 'plugboard/kit';
import { authOf, resultOf, status, type Auth } from './calls.ts';

/** "No records" is an answer: an empty list. What says nothing about how it went (a WSDL) went well if it was sent at all. */
export function isSuccess({ status: http, body }: HttpResponse): boolean {
  if (http >= 300 || !isXmlElement(body) || soapFault(body) !== undefined) return false;
  const auth = authOf(body);
  return auth === undefined || auth.status === status.ok || auth.status === status.none;
}

export function readError({ status: http, body }: HttpResponse): Verdict | undefined {
  if (!isXmlElement(body)) {
    return http === 404
      ? { code: 'not_found', message: 'There is no VETtrak API at this address: check the setting api_url.' }
      : undefined;
  }
  const fault = soapFault(body);
  if (fault !== undefined) {
    // "Did not recognize the value of HTTP Header SOAPAction": this version does not have the operation.
    const unknown = /SOAPAction|action parameter/i.test(fault.reason);
    const code = unknown ? 'unsupported' : fault.fault === 'client' ? 'invalid_request' : 'provider_unavailable';
    return { code, message: fault.reason, vendorCode: fault.code };
  }
  const auth = authOf(body);
  return auth === undefined ? undefined : { ...verdictOf(auth, isLogin(body)), vendorCode: String(auth.status) };
}

function isLogin(body: unknown): boolean {
  return resultOf(body)?.name === 'ValidateClientResult';
}

function verdictOf({ status: number, message = 'VETtrak gave no reason.' }: Auth, login: boolean): Verdict {
  switch (number) {
    case status.expired:
      return { code: 'auth_expired', message };
    case status.error:
      return { code: login ? 'auth_revoked' : refusal(message), message };
    case status.unlicensed:
      return { code: 'unsupported', message: `The site is not licensed for this: ${message}` };
    default:
      // -3 is the site's database, 0 what VETtrak itself could not make out.
      return { code: 'provider_unavailable', message };
  }
}

/** -1 stands for everything that is wrong with a call; only the words tell what. */
function refusal(message: string): Verdict['code'] {
  if (/\btoken\b/i.test(message)) return 'auth_expired';
  if (/permission|not (been )?(granted|authori[sz]ed|allowed)|access (is )?denied|no access/i.test(message))
    return 'permission_denied';
  return /already/i.test(message) ? 'conflict' : 'invalid_request';
}
