/**
 * MYOB Business (AccountRight Live API): facts, ways in. The lists are in streams.ts, the writes in actions.ts, the company file in file.ts.
 * @link https://developer.myob.com/api/myob-business-api/
 */
import { defineProvider, oauth2, type Settings } from 'plugboard/contract';
import { isTimeZone } from 'plugboard/kit';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import { baseUrl, check, filesOf } from './file.ts';
import { wantsPayroll } from './payroll.ts';
import { streams } from './streams.ts';

/** Payroll is asked for only when it is wanted: nobody should grant what is not read. */
function scopes(settings: Settings): readonly string[] {
  return [
    'sme-company-file',
    'sme-general-ledger',
    'sme-sales',
    'sme-purchases',
    'sme-inventory',
    'sme-contacts-customer',
    'sme-contacts-supplier',
    ...(wantsPayroll(settings) ? ['sme-payroll', 'sme-contacts-employee'] : []),
  ];
}

/** What both ways in share. */
const signIn = {
  authorize: 'https://secure.myob.com/oauth2/account/authorize',
  token: 'https://secure.myob.com/oauth2/v1/authorize',
  scopes,
  clientAuth: 'body',
  pkce: false,
  // Without it MYOB does not say which company file was chosen.
  authorizeParams: { prompt: 'consent' },
  refresh: { rotates: true },
  redirectFacts: ['businessId', 'businessName'],
} as const;

function fileToken(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}

export default defineProvider({
  key: 'myob',
  name: 'MYOB Business',
  category: 'accounting',
  priority: 'high',
  summary: 'Accounting and payroll of many established Australian businesses, MYOB AccountRight included.',
  features: ['customers', 'invoices', 'payments', 'payroll', 'GST', 'accounts'],
  docs: 'https://developer.myob.com/api/myob-business-api/',
  truth: 'vendor docs',
  baseUrl,
  // Older files live in a region of their own (arl2.api.myob.com).
  hosts: ['api.myob.com', '*.api.myob.com', 'secure.myob.com'],
  settings: {
    payroll: {
      label: 'Payroll',
      help: 'Keeps employees, their terms and leave, timesheets, pay items and pays; never tax file numbers, birthdays or bank accounts. Asks MYOB for two more scopes, so switch it on before connecting.',
      choices: ['no', 'yes'],
      default: 'no',
      optional: true,
    },
    reporting_basis: {
      label: 'Reporting basis',
      help: 'How the business reports GST: by the date of the invoice (accrual) or of the payment (cash).',
      choices: ['accrual', 'cash'],
      default: 'accrual',
      optional: true,
    },
    time_zone: {
      label: 'Time zone',
      help: 'Where the business is: decides which week and month it is there.',
      choices: Intl.supportedValuesOf('timeZone').filter(
        (zone) => /^(Australia|Pacific)\//.test(zone) && isTimeZone(zone),
      ),
      default: 'Australia/Sydney',
      optional: true,
    },
  },
  auth: [
    oauth2({
      ...signIn,
      label: 'Sign in with MYOB',
      summary: 'An administrator of the company file signs in at MYOB, chooses the file and allows access.',
      headers: ({ clientId }) => ({ 'x-myobapi-key': clientId }),
    }),
    oauth2({
      ...signIn,
      key: 'file_user',
      label: 'Sign in with MYOB, file with its own users',
      summary: 'Only for files that still ask for a user and a password of their own after the sign-in at MYOB.',
      fields: {
        file_user: {
          label: 'User of the company file',
          help: 'As it is typed when the file is opened; often Administrator.',
          example: 'Administrator',
        },
        file_password: {
          label: 'Password of this user',
          help: 'Leave it empty where the file asks for none.',
          secret: true,
          optional: true,
        },
      },
      headers: ({ clientId, fields }) => ({
        'x-myobapi-key': clientId,
        'x-myobapi-cftoken': fileToken(fields['file_user'] ?? '', fields['file_password'] ?? ''),
      }),
    }),
  ],
  limits: [
    { per: 'second', max: 8, scope: 'app' },
    { per: 'day', max: 1_000_000, scope: 'app' },
  ],
  headers: () => ({ 'x-myobapi-version': 'v2' }),
  error: readError,
  accounts: filesOf,
  check,
  streams,
  actions,
});
