/**
 * What Moodle means when it says no. Its refusals come with status 200, so this also decides what a success is. Called by index.ts for every
 * answer, by site.ts for sign-in.
 */
import type { ErrorCode, HttpResponse, JsonObject, Verdict } from 'plugboard/contract';
import { at, isObject, oneOf, textAt } from 'plugboard/kit';
import { plainText } from './values.ts';

/** `invalidtoken` and the like. A password that breaks the site's rules is explained at length where the code should be. */
const codeShape = /^[a-z0-9_/]{1,60}$/i;

interface Meaning {
  readonly code: ErrorCode;
  /** In place of Moodle's words, or after them when it starts with a colon. */
  readonly words?: string;
}

const noRight: Meaning = {
  code: 'permission_denied',
  words: ": the token's account lacks a right. The guide lists the capabilities its role needs.",
};
const noCourse: Meaning = {
  code: 'permission_denied',
  words: ": the token's account may not see this course. Give its role moodle/course:view there.",
};
const noMethod: Meaning = {
  code: 'invalid_request',
  words:
    'The course has no manual enrolment method: add it in Moodle, in the course under Participants, Enrolment methods.',
};
const unusable: Meaning = { code: 'auth_revoked', words: ": the token's account cannot be used." };
const nothing: Meaning = { code: 'not_found' };

/** By Moodle's errorcode. */
const meanings: Readonly<Record<string, Meaning>> = {
  invalidtoken: { code: 'auth_expired', words: 'The token is not known to the site: it was deleted, or has ended.' },
  accessexception: {
    code: 'permission_denied',
    words:
      "The site refused access: the token's service lacks this function, the token has ended or is bound to another address, the account may not use the REST protocol, or web services are off.",
  },
  invalidparameter: {
    code: 'invalid_request',
    words:
      'Moodle found something wrong with the values it was given, and does not say what. An address or user name may be taken, or a language or authentication method unknown.',
  },
  keyalreadyset: { code: 'invalid_request' },
  errorinvalidparam: { code: 'invalid_request' },
  codingerror: { code: 'invalid_request' },

  nopermissions: noRight,
  nopermissiontoviewgrades: noRight,
  cannotviewreport: noRight,
  accessdenied: noRight,
  notingroup: noRight,
  restrictedcontextexception: noRight,
  errorcoursecontextnotvalid: noCourse,
  requireloginerror: noCourse,
  coursehidden: noCourse,

  invalidrecord: nothing,
  invalidrecordunknown: nothing,
  invalidcourseid: nothing,
  cannotfindcourse: nothing,
  invaliduser: nothing,
  invaliduserid: nothing,
  nocriteriaset: nothing,
  usernotenroled: nothing,
  notenroled: nothing,
  completionnotenabled: nothing,

  sitemaintenance: { code: 'provider_unavailable', words: 'The site is closed for maintenance.' },
  upgraderunning: { code: 'provider_unavailable', words: 'The site is being upgraded.' },
  dmlreadexception: { code: 'provider_unavailable' },
  dmlwriteexception: { code: 'provider_unavailable' },
  dbconnectionfailed: { code: 'provider_unavailable' },

  wsaccessusersuspended: unusable,
  wsaccessuserdeleted: unusable,
  wsaccessuserunconfirmed: unusable,
  wsaccessuserexpired: unusable,
  wsaccessusernologin: unusable,
  usernotconfirmed: unusable,
  passwordisexpired: unusable,
  forcepasswordchangenotice: unusable,
  restoredaccountresetpassword: unusable,
  noguest: unusable,
  invalidlogin: { code: 'auth_revoked', words: 'The site does not know this user name with this password.' },
  usernamenotfound: { code: 'auth_revoked', words: 'The site does not know this user name with this password.' },
  cannotcreatetoken: {
    code: 'permission_denied',
    words: 'The account may not have a token: give its role moodle/webservice:createtoken, or make a token for it.',
  },
  servicenotavailable: {
    code: 'permission_denied',
    words: 'The site has no such service, or it is switched off: check its short name under External services.',
  },
  enablewsdescription: {
    code: 'permission_denied',
    words: 'Web services are off: switch them on in Moodle under Site administration, Advanced features.',
  },

  wsnoinstance: noMethod,
  manualpluginnotinstalled: noMethod,
  wscannotenrol: noMethod,
  wscannotunenrol: noMethod,
  wsusercannotassign: {
    code: 'permission_denied',
    words:
      "The token's account may not give this role: allow it in Moodle under Define roles, Allow role assignments, with moodle/role:assign.",
  },
  useremailduplicate: { code: 'conflict' },
  usernotupdateddeleted: nothing,
};

/** An exception of the web service, or an error of login/token.php. */
function failureIn(body: unknown): JsonObject | undefined {
  if (!isObject(body)) return undefined;
  const named = typeof body['errorcode'] === 'string' && typeof body['error'] === 'string';
  return named || typeof body['exception'] === 'string' ? body : undefined;
}

/**
 * Some functions answer a course or assignment the account may not see with nothing and a warning, as if it were empty. They are asked for
 * one at a time, so nothing and such a warning is a refusal.
 */
function refusalIn(body: unknown): string | undefined {
  const [items, warnings] = [at(body, 'courses') ?? at(body, 'assignments'), at(body, 'warnings')];
  if (!Array.isArray(items) || items.length > 0 || !Array.isArray(warnings)) return undefined;
  const refusal = warnings.find(
    (one) =>
      ['course', 'assignment'].includes(textAt(one, 'item') ?? '') &&
      ['1', '2'].includes(textAt(one, 'warningcode') ?? ''),
  );
  return refusal === undefined ? undefined : (textAt(refusal, 'message') ?? 'No access rights');
}

export function isSuccess({ status, body }: HttpResponse): boolean {
  return status < 300 && typeof body !== 'string' && failureIn(body) === undefined && refusalIn(body) === undefined;
}

export function readError(response: HttpResponse): Verdict | undefined {
  const { status, body, headers } = response;
  const failure = failureIn(body);
  if (failure !== undefined) return meaningOf(failure);
  const refusal = refusalIn(body);
  if (refusal !== undefined) return said(noCourse, plainText(refusal) ?? '', '');
  if (status >= 300 && status < 400) return moved(headers['location']);
  if (status === 403) {
    const message = 'The site refused the call before Moodle saw it, or its web services or the REST protocol are off.';
    return { code: 'permission_denied', message };
  }
  if (status === 404) return { code: 'not_found', message: notMoodle };
  return status < 300 ? { code: 'not_found', message: notMoodle } : undefined;
}

const notMoodle =
  'There is no Moodle web service at this address. Check the site address: it must be the one Moodle itself uses, with its folder if it is in one.';

/** The address is shown, so that it can be typed; its query may hold anything and is not. */
function moved(location: string | undefined): Verdict {
  const [target = ''] = (location ?? '').split(/[?#]/);
  const login = /\/login(?:\/|$)/.test(target);
  const message = login
    ? `The site sends the call to its sign-in page instead of answering. ${notMoodle}`
    : `The site sends the call elsewhere (${target}). Use the address it ends at as the site address.`;
  return { code: 'not_found', message };
}

/** What one of Moodle's refusals means; also what a warning that stands for one means. */
export function meaningOf(failure: JsonObject): Verdict {
  const code = textAt(failure, 'errorcode') ?? textAt(failure, 'warningcode') ?? '';
  const words = plainText(textAt(failure, 'message') ?? textAt(failure, 'error'))?.replace(/^error\//, '') ?? '';
  const known = oneOf(meanings, code);
  if (known !== undefined) return said(known, words, code);
  // PHP itself has failed when there is no code at all.
  return said({ code: code === '' ? 'provider_unavailable' : 'invalid_request' }, words, code);
}

function said({ code, words = '' }: Meaning, vendors: string, vendorCode: string): Verdict {
  const own = vendors.replace(/[.\s]+$/, '');
  const message = words === '' ? vendors : words.startsWith(':') ? `${own}${words}` : words;
  return { code, message, ...(codeShape.test(vendorCode) ? { vendorCode } : {}) };
}
